// Keeps a page live: one stream of news, shown where the page has room for it. What changes fades
// in, and nothing else moves. Other parts ask for themselves anew when "tf:changed" is heard.
const CHANGED_EVERY = 1_000;
const REDRAWN_EVERY = 15_000;
const AGAIN_AFTER = 5_000;

// Looked up anew each time: the first event replaces the whole page around it.
const find = () => document.querySelector("[data-live]");
const state = { version: null, source: null, connection: null };

function show(name, text) {
  for (const element of document.querySelectorAll(`[data-live-show="${name}"]`)) {
    if (element.textContent !== text) element.textContent = text;
  }
}

function connection(name) {
  state.connection = name;
  find().dataset.liveState = name;
  show("connection", find().dataset[`say${name[0].toUpperCase()}${name.slice(1)}`]);
  for (const element of document.querySelectorAll("[data-live-when]")) {
    element.hidden = element.dataset.liveWhen !== name;
  }
}

function row(shown, event) {
  const line = shown.parentElement.querySelector("template[data-live-row]").content.firstElementChild.cloneNode(true);
  line.dataset.id = event.id;
  line.querySelector("time").dateTime = event.at;
  for (const part of ["time", "name", "value", "detail", "source"]) {
    line.querySelector(`[data-part="${part}"]`).textContent = event[part];
  }
  line.classList.add("tf-fresh");
  return line;
}

// A list may show events of some names or sources only: then what is new of them comes above what is
// there. A list of all is what the news say, so that what was taken away goes.
function listIn(shown, latest) {
  const { names, sources, most = 12 } = shown.dataset;
  const fits = (event) => (!names || JSON.parse(names).includes(event.event)) && (!sources || JSON.parse(sources).includes(event.source));
  const wanted = latest.filter(fits).slice(0, Number(most));
  const known = new Map([...shown.children].map((line) => [line.dataset.id, line]));
  const lines = wanted.map((event) => known.get(event.id) ?? row(shown, event));
  const older = names || sources ? [...shown.children].filter((line) => !lines.includes(line)) : [];
  shown.replaceChildren(...[...lines, ...older].slice(0, Number(most)));
  if (shown.children.length) shown.parentElement.querySelector("[data-live-none]")?.remove();
}

function list(latest) {
  if (!latest.length) return;
  for (const shown of document.querySelectorAll("[data-live-list]")) listIn(shown, latest);
}

// At most once in `pause`, the first at once, the last one never lost.
function paced(pause, act) {
  let due = 0, timer = null;
  return () => {
    if (timer) return;
    const wait = Math.max(0, due - Date.now());
    timer = setTimeout(() => { timer = null; due = Date.now() + pause; act(); }, wait);
  };
}

const changed = paced(CHANGED_EVERY, () => document.body.dispatchEvent(new Event("tf:changed")));
const redrawn = paced(REDRAWN_EVERY, () => {
  // Whoever is reading a chart or its table is not interrupted; it is drawn anew afterwards.
  if (document.querySelector("[data-live-chart] details[open], [data-live-chart]:hover, [data-live-chart]:focus-within")) redrawn();
  else document.body.dispatchEvent(new Event("tf:redraw"));
});

function take(news) {
  show("rate", news.per_minute_text);
  for (const fresh of document.querySelectorAll("[data-live-fresh]")) {
    if (!news.changed_at) continue;
    fresh.hidden = false;
    fresh.querySelector("time").dateTime = news.changed_at;
  }
  document.dispatchEvent(new Event("tf:tell"));
  list(news.latest);
  const different = news.version !== (state.version ?? Number(find().dataset.liveVersion));
  state.version = news.version;
  if (!different) return;
  // An empty page becomes a whole one with the first event; after that its parts follow.
  if ("liveFirst" in find().dataset && news.latest.length) document.body.dispatchEvent(new Event("tf:first"));
  else { changed(); redrawn(); }
}

function connect() {
  const source = new EventSource(find().dataset.live);
  source.addEventListener("open", () => connection("live"));
  source.addEventListener("news", (event) => take(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    connection(source.readyState === EventSource.CLOSED ? "off" : "waiting");
    // The browser tries again by itself unless it was refused; then a new attempt is made later.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, AGAIN_AFTER);
  });
  state.source = source;
}

// A number that changed fades in; its neighbours were swapped with it, unchanged, and stay still.
const before = new Map();
document.addEventListener("htmx:beforeSwap", (event) => {
  for (const number of event.target.querySelectorAll?.("[data-number]") ?? []) {
    before.set(number.dataset.number, number.textContent);
  }
});
document.addEventListener("htmx:afterSwap", () => {
  for (const number of document.querySelectorAll("[data-number]")) {
    const was = before.get(number.dataset.number);
    if (was !== undefined && was !== number.textContent) number.classList.add("tf-fresh");
  }
  before.clear();
});

// A part that was swapped in does not know yet how the connection is.
document.addEventListener("htmx:afterSettle", () => { if (state.connection) connection(state.connection); });
addEventListener("pagehide", () => state.source?.close());
addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
connect();
