// Keeps a board current: one stream, of which only what changed is put on the page. A board is an
// element with data-board-live (where the stream is), data-seen and data-version (what it shows), and
// the sentences of its states; in it are [data-tile] with a [data-tile-face].
//
// A tile in which somebody has selected something, or presses a button of the mouse, waits for them.
import { morph } from "../ui/morph.js";

const SILENT_AFTER = 12_000; // the server says every two seconds how fresh things are
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 20_000;
const HIDDEN_AFTER = 60_000; // a browser has few connections: pages that nobody sees give theirs back
const OLD = 60_000;

export const words = document.querySelector("[data-board-words]")?.dataset;
const ages = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto", style: "narrow" });

export class Watch {
  #source = null;
  #pause = FIRST_PAUSE;
  #again = null;
  #heard = performance.now();
  #waiting = new Map();
  #ahead = 0; // how far the server's clock is ahead of this one, in milliseconds
  #resting = null;

  constructor(root, { always = false } = {}) {
    this.root = root;
    this.always = always;
    this.state = "waiting";
    this.since = Date.now();
    this.stopped = true;
    for (const tile of this.tiles()) this.#note(tile, tile.dataset.asOf);
    this.#beat = setInterval(() => this.#look(), 1_000);
    this.#listen();
  }

  #beat;
  #ears = new AbortController();

  tiles() { return this.root.querySelectorAll("[data-tile]"); }

  start() {
    if (!this.stopped) return;
    this.stopped = false;
    this.#open();
  }

  // Lets go of the stream; the picture stays.
  pause() {
    this.stopped = true;
    this.#close();
  }

  end() {
    this.pause();
    clearInterval(this.#beat);
    this.#ears.abort();
  }

  now() { return Date.now() + this.#ahead; }

  #listen() {
    const { signal } = this.#ears;
    const later = () => setTimeout(() => this.#catchUp());
    document.addEventListener("selectionchange", later, { signal });
    for (const up of ["pointerup", "pointercancel"]) document.addEventListener(up, (event) => { held = null; later(event); }, { signal });
    document.addEventListener("tf:arranged", later, { signal });
    addEventListener("beforeprint", () => this.#tell({ onPaper: true }), { signal });
    addEventListener("afterprint", () => this.#tell(), { signal });
    addEventListener("online", () => this.#hurry(), { signal });
    addEventListener("pagehide", () => this.#close(), { signal });
    addEventListener("pageshow", (event) => { if (event.persisted && !this.stopped) this.#open(); }, { signal });
    document.addEventListener("visibilitychange", () => this.#rest(), { signal });
  }

  #rest() {
    clearTimeout(this.#resting);
    if (this.always || this.stopped) return;
    if (document.hidden) this.#resting = setTimeout(() => this.#close(), HIDDEN_AFTER);
    else if (!this.#source) this.#open();
  }

  #open() {
    this.#close();
    const address = new URL(this.root.dataset.boardLive, location.href);
    address.searchParams.set("seen", this.root.dataset.seen);
    const source = this.#source = new EventSource(address);
    this.#heard = performance.now();
    source.addEventListener("open", () => { this.#heard = performance.now(); });
    source.addEventListener("tiles", (event) => this.#hear(JSON.parse(event.data), event.lastEventId));
    source.addEventListener("fresh", (event) => this.#hear(JSON.parse(event.data)));
    source.addEventListener("over", () => this.#over());
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) this.#refused(address);
      else this.#become("waiting");
    });
  }

  // A stream does not say why it was refused: an ordinary request does.
  async #refused(address) {
    this.#close();
    const asking = new AbortController();
    let status = 0;
    try { ({ status } = await fetch(address, { signal: asking.signal, cache: "no-store" })); } catch { /* nobody answers */ }
    asking.abort();
    this.#become([401, 403, 404].includes(status) ? "over" : "waiting");
    if (this.state === "over") this.#pause = LONGEST_PAUSE;
    this.#later();
  }

  #close() {
    clearTimeout(this.#again);
    this.#source?.close();
    this.#source = null;
  }

  #later() {
    this.#close();
    if (this.stopped) return;
    this.#again = setTimeout(() => this.#open(), this.#pause * (0.75 + Math.random() / 2)); // not all at once
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  #hurry() {
    if (this.stopped || this.state === "live") return;
    this.#pause = FIRST_PAUSE;
    this.#open();
  }

  // The board or the link has ended, or who looks may not any more: the server says so, and asking
  // again tells whether that is still true.
  #over() {
    this.#become("over");
    this.#heard = performance.now();
    this.#pause = LONGEST_PAUSE;
    this.#later();
  }

  #hear(said, mark) {
    this.#heard = performance.now();
    this.#pause = FIRST_PAUSE;
    this.#ahead = new Date(said.now) - Date.now();
    for (const tile of said.tiles ?? []) this.#take(tile);
    if (mark) this.root.dataset.seen = mark;
    for (const tile of this.tiles()) this.#note(tile, said.as_of[tile.dataset.tile]);
    this.#become("live");
    this.#tell();
    if (said.version && String(said.version) !== this.root.dataset.version) {
      this.root.dispatchEvent(new CustomEvent("tf:board-changed", { bubbles: true, detail: said.version }));
    }
  }

  #take(said) {
    const tile = this.root.querySelector(`[data-tile="${said.id}"]`);
    if (!tile || tile.dataset.digest === said.digest) return;
    if (isBusy(tile)) this.#waiting.set(said.id, said);
    else this.#show(tile, said);
  }

  #catchUp() {
    for (const [id, said] of [...this.#waiting]) {
      const tile = this.root.querySelector(`[data-tile="${id}"]`);
      if (tile && isBusy(tile)) continue;
      this.#waiting.delete(id);
      if (tile) this.#show(tile, said);
    }
  }

  #show(tile, said) {
    this.#waiting.delete(said.id);
    tile.dataset.digest = said.digest;
    this.#note(tile, said.as_of);
    if (said.html) morph(tile.querySelector("[data-tile-face]"), said.html);
    const problem = tile.querySelector("[data-tile-problem]");
    problem.hidden = !said.problem;
    problem.textContent = said.problem;
    tile.dispatchEvent(new Event("tf:tile", { bubbles: true }));
  }

  // What waits for somebody is as old as it looks.
  #note(tile, asOf) {
    if (asOf && !this.#waiting.has(Number(tile.dataset.tile))) tile.dataset.asOf = asOf;
  }

  #become(state) {
    if (state !== this.state) { this.state = state; this.since = this.now(); }
    this.root.dataset.boardState = state;
    this.root.dispatchEvent(new CustomEvent("tf:board-state", { bubbles: true, detail: state }));
  }

  #look() {
    const silent = performance.now() - this.#heard;
    if (this.#source && silent > SILENT_AFTER) {
      this.#become(this.state === "over" ? "over" : "waiting");
      this.#later();
    }
    this.#tell();
  }

  #tell({ onPaper = false } = {}) {
    for (const tile of this.tiles()) {
      const fresh = tile.querySelector("[data-tile-fresh]");
      if (!fresh || !tile.dataset.asOf) continue;
      const text = age(new Date(tile.dataset.asOf), onPaper ? Infinity : this.now(), this.root);
      if (fresh.textContent !== text) fresh.textContent = text;
    }
  }
}

// "2s ago"; what is older than a minute is said by the clock as well.
function age(at, now, root) {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  if (seconds * 1000 < OLD) return ages.format(-seconds, "second");
  return words.sayAsOf.replace("%s", clock(at, root, now - at > 43_200_000));
}

export function clock(at, root, withDay = false) {
  const zone = root.dataset.zone;
  const day = withDay ? { day: "numeric", month: "short" } : {};
  return new Intl.DateTimeFormat(document.documentElement.lang, { ...day, hour: "2-digit", minute: "2-digit", timeZone: zone }).format(at);
}

// Somebody is at it: they select a text in it, hold a button of the mouse, or arrange the board.
let held = null;
document.addEventListener("pointerdown", (event) => { held = event.target.closest?.("[data-tile]"); });

function isBusy(tile) {
  const chosen = getSelection();
  const selects = !chosen.isCollapsed && chosen.rangeCount > 0 && chosen.getRangeAt(0).intersectsNode(tile);
  return selects || held === tile || tile.closest("[data-arranging]") !== null;
}
