// Arranging a board: by dragging, and by keyboard. What is done is saved at once, and can be undone.
import { COLUMNS, keepOnGrid, merge, nudge, put, readingOrder, same } from "./grid.js";
import { saver } from "./saving.js";

const find = (id) => document.getElementById(id);
const board = () => find("board");
const tiles = () => [...board().querySelectorAll(":scope > [data-tile]")];
const idOf = (tile) => Number(tile.dataset.tile);
const tileOf = (id) => find(`tile-${id}`);
const titleOf = (id) => tileOf(id)?.querySelector("h2").textContent ?? "";
const ROOM = ["x", "y", "width", "height"];
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const KEPT = 50;
const SCROLL_EDGE = 60;

const state = { on: false, saver: null, undo: [], focused: null, drag: null, later: null, mine: null };

// Reading and drawing

const readPlaces = () => new Map(tiles().map((tile) => [idOf(tile), Object.fromEntries(ROOM.map((name) => [name, Number(tile.dataset[name])]))]));

function place(element, at) {
  for (const name of ROOM) element.dataset[name] = at[name];
}

function show(places, { except = null } = {}) {
  for (const [id, at] of places) if (id !== except && tileOf(id)) place(tileOf(id), at);
}

// The order of the page is the order of reading: for the keyboard, for a phone, for who listens.
function reorder(places) {
  const focused = document.activeElement;
  readingOrder(places).forEach((id, at) => {
    const tile = tileOf(id), there = tiles()[at];
    if (tile && tile !== there) there.before(tile);
  });
  if (focused !== document.activeElement) focused?.focus?.();
}

// Saying

function words(name, values = {}) {
  return Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), find("arrange-bar").dataset[name] ?? "");
}
function say(text) { find("arrange-said").textContent = text; }
function sayPlace(id, places) {
  const { x, y, width, height } = places.get(id);
  say(words("sayPlace", { title: titleOf(id), x: x + 1, y: y + 1, width, height }));
}

function note(text, buttons = []) {
  const area = find("arrange-note");
  area.replaceChildren();
  area.hidden = !text;
  if (!text) return;
  const sentence = document.createElement("p");
  sentence.textContent = text;
  const actions = document.createElement("div");
  actions.className = "tf-actions";
  for (const [label, act] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = label;
    button.addEventListener("click", () => { note(""); act(); });
    actions.append(button);
  }
  area.append(sentence, actions);
}

// Saving

function status(name) { find("arrange-state").textContent = words(name); }

const told = {
  saving: () => status("saySaving"),
  saved: (places, version) => {
    status("saySaved");
    board().dataset.version = version; // so that our own change is no news to us
    if (!state.drag && !state.later) { show(places); reorder(places); }
  },
  refused: (said, saved) => {
    state.undo.pop();
    show(saved); reorder(saved); buttons();
    status("sayNotSaved");
    note(`${said.title ?? ""} ${said.detail ?? ""}`.trim());
  },
  unreachable: () => { status("sayNotSaved"); note(words("sayUnreachable"), [[words("verbAgain"), () => state.saver.again()]]); },
  conflict: async ({ mine }) => {
    state.undo = []; state.mine = mine;
    // The board itself stays: whoever keeps it current holds on to it.
    await htmx.ajax("GET", location.href, { target: "#board", select: "#board > *", swap: "innerHTML" });
    begin(state.saver.version); turn(true); status("sayTheirs");
    note(words("sayConflict"), [[words("verbTheirs"), () => {}], [words("verbMine"), () => change(merge(state.mine, readPlaces()))]]);
    say(words("sayConflict"));
  },
};

function begin(version) {
  state.saver = saver({ url: find("arrange-bar").dataset.places, version, places: readPlaces(), same, told });
}

function change(places, { saved = "at once" } = {}) {
  const before = readPlaces();
  if (same(before, places)) return false;
  state.undo = [...state.undo.slice(1 - KEPT), before];
  draw(places, saved);
  return true;
}

function draw(places, saved) {
  show(places);
  reorder(places);
  buttons();
  clearTimeout(state.later);
  // Whoever walks a tile along with the arrow keys is saved when they pause.
  if (saved === "soon") state.later = setTimeout(() => { state.later = null; state.saver.save(readPlaces()); }, 600);
  else { state.later = null; state.saver.save(places); }
}

function undo() {
  const before = state.undo.pop();
  if (!before) return;
  const known = readPlaces();
  draw(same(before, known) ? known : merge(before, known), "at once");
  say(words("sayUndone"));
}

// The mode

function buttons() { find("arrange-undo").disabled = state.undo.length === 0; }

function turn(on) {
  state.on = on;
  board().classList.toggle("is-arranging", on);
  board().toggleAttribute("data-arranging", on); // nobody loads the page anew meanwhile
  find("arrange").setAttribute("aria-pressed", on);
  find("arrange-bar").hidden = !on;
  for (const tile of tiles()) {
    tile.toggleAttribute("tabindex", on);
    if (on) { tile.tabIndex = 0; tile.setAttribute("aria-describedby", "arrange-help"); } else tile.removeAttribute("aria-describedby");
    for (const part of tile.querySelectorAll("[data-tile-body], [data-menu]")) part.inert = on;
  }
  buttons();
  if (!on) note("");
}

document.addEventListener("click", (event) => {
  if (event.target.closest("#arrange")) { turn(!state.on); if (state.on) tiles()[0]?.focus(); }
  if (event.target.closest("#arrange-done")) { turn(false); find("arrange").focus(); }
  if (event.target.closest("#arrange-undo")) undo();
});
// What was just done is sent though the page is left; where it could not be sent, the browser asks.
addEventListener("beforeunload", (event) => {
  if (state.later) { clearTimeout(state.later); state.later = null; state.saver.save(readPlaces()); }
  if (state.saver?.stuck) event.preventDefault();
});

// By keyboard

document.addEventListener("focusin", (event) => {
  const tile = state.on && event.target.closest("[data-tile]");
  if (tile && state.focused?.id !== idOf(tile)) state.focused = { id: idOf(tile), places: readPlaces(), depth: state.undo.length };
});

function step(id, key, large) {
  const places = readPlaces(), [toRight, down] = MOVES[key], at = places.get(id);
  const sized = keepOnGrid({ ...at, width: Math.min(Math.max(at.width + toRight, 2), COLUMNS - at.x), height: at.height + down });
  const found = large ? put(places, id, sized) : nudge(places, id, { toRight, down });
  if (change(found, { saved: "soon" })) sayPlace(id, found);
  else say(words("sayNoFurther", { title: titleOf(id) }));
}

function takeBack(id) {
  const { places, depth } = state.focused;
  if (same(places, readPlaces())) return false;
  state.undo = state.undo.slice(0, depth);
  draw(merge(places, readPlaces()), "at once");
  say(words("sayTakenBack", { title: titleOf(id) }));
  return true;
}

document.addEventListener("keydown", (event) => {
  if (!state.on || event.altKey) return;
  if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); undo(); return; }
  if (event.key === "Escape" && state.drag) { event.preventDefault(); letGo({ keep: false }); return; }
  const tile = event.target.closest("[data-tile]");
  if (!tile || event.target !== tile || event.ctrlKey || event.metaKey) return;
  if (event.key in MOVES) { event.preventDefault(); step(idOf(tile), event.key, event.shiftKey); tile.scrollIntoView({ block: "nearest" }); }
  if (event.key === "Escape" && !takeBack(idOf(tile))) { turn(false); find("arrange").focus(); }
});

// By dragging

function cells() {
  const style = getComputedStyle(board());
  const gap = parseFloat(style.columnGap), row = parseFloat(style.gridAutoRows);
  return { across: (board().clientWidth + gap) / COLUMNS, down: row + gap };
}

function takeUp(event) {
  const tile = state.on && event.button === 0 && event.target.closest?.("[data-tile]");
  if (!tile || state.drag) return;
  const sizing = event.target.closest("[data-size]") !== null;
  // A finger scrolls the page; it drags a tile by its head or its corner.
  if (event.pointerType === "touch" && !sizing && !event.target.closest(".tf-head")) return;
  event.preventDefault();
  tile.focus({ preventScroll: true });
  const ghost = document.createElement("div");
  ghost.className = "tf-ghost";
  const places = readPlaces(), id = idOf(tile);
  place(ghost, places.get(id));
  board().append(ghost);
  tile.classList.add("is-held");
  tile.setPointerCapture(event.pointerId);
  state.drag = { tile, id, sizing, places, found: places, ghost, x: event.pageX, y: event.pageY, cells: cells() };
}

function drag(event) {
  if (!state.drag) return;
  const { tile, id, sizing, places, ghost, x, y } = state.drag;
  const right = event.pageX - x, down = event.pageY - y, { across, down: row } = state.drag.cells;
  tile.style.setProperty("--tf-right", `${right}px`);
  tile.style.setProperty("--tf-down", `${down}px`);
  tile.classList.toggle("is-sized", sizing);
  const at = places.get(id), columns = Math.round(right / across), rows = Math.round(down / row);
  const wanted = sizing
    ? { ...at, width: Math.min(Math.max(at.width + columns, 2), COLUMNS - at.x), height: at.height + rows }
    : { ...at, x: at.x + columns, y: at.y + rows };
  const found = put(places, id, wanted);
  if (same(found, state.drag.found)) return;
  state.drag.found = found;
  place(ghost, found.get(id));
  show(found, { except: id });
}

function scroll(event) {
  if (!state.drag) return;
  const beyond = event.clientY > innerHeight - SCROLL_EDGE ? 1 : event.clientY < SCROLL_EDGE ? -1 : 0;
  if (beyond) scrollBy(0, beyond * 14);
}

function letGo({ keep }) {
  const { tile, id, places, found, ghost } = state.drag;
  state.drag = null;
  ghost.remove();
  tile.classList.remove("is-held", "is-sized");
  tile.style.removeProperty("--tf-right");
  tile.style.removeProperty("--tf-down");
  show(places);
  if (keep && change(found)) sayPlace(id, found);
  else if (!keep) say(words("sayTakenBack", { title: titleOf(id) }));
}

document.addEventListener("pointerdown", takeUp);
document.addEventListener("pointermove", (event) => { scroll(event); drag(event); });
document.addEventListener("pointerup", () => { if (state.drag) letGo({ keep: true }); });
document.addEventListener("pointercancel", () => { if (state.drag) letGo({ keep: false }); });

if (find("arrange") && board()) { begin(Number(board().dataset.version)); find("arrange").disabled = false; }
