// Saves an arrangement as it is made: one request at a time, the newest last. Where somebody else was
// quicker nothing is overwritten: `conflict` is told, with what there is now.
const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
export const read = (layout) => new Map(layout.places.map(({ id, ...place }) => [id, place]));
const write = (version, places) => JSON.stringify({ version, places: [...places].map(([id, place]) => ({ id, ...place })) });

async function ask(url, body) {
  const headers = { Accept: "application/json", ...(body ? { "Content-Type": "application/json", "X-CSRFToken": token() } : {}) };
  const answer = await fetch(url, { method: body ? "POST" : "GET", headers, body, keepalive: true });
  return { ok: answer.ok, status: answer.status, said: await answer.json() };
}

// same: compares two layouts; told: { saving, saved, conflict, refused, unreachable }
export function saver({ url, version, places, same, told }) {
  const state = { version, saved: places, wanted: null, busy: false };

  async function send() {
    state.busy = true;
    try {
      while (state.wanted) await once();
    } catch {
      told.unreachable(); // what was wanted is kept, and sent with the next change or on asking
    } finally {
      state.busy = false;
    }
  }

  async function once() {
    const sent = state.wanted;
    told.saving();
    const { ok, status, said } = await ask(url, write(state.version, sent));
    if (ok) {
      state.version = said.version;
      state.saved = read(said);
      if (state.wanted === sent) { state.wanted = null; told.saved(state.saved, state.version); }
    } else if (status === 409 && said.code === "arranged_meanwhile") {
      await overtaken();
    } else {
      state.wanted = null;
      told.refused(said, state.saved);
    }
  }

  // Somebody changed the board; where no tile stands elsewhere, ours goes on top of it unasked.
  async function overtaken() {
    const { said } = await ask(url);
    const now = read(said), before = state.saved, mine = state.wanted;
    state.version = said.version;
    state.saved = now;
    if (same(now, before)) return;
    state.wanted = null;
    told.conflict({ mine, now });
  }

  return {
    save(layout) { state.wanted = layout; if (!state.busy) send(); },
    again() { if (state.wanted && !state.busy) send(); },
    get version() { return state.version; },
    get stuck() { return state.wanted !== null && !state.busy; },
  };
}
