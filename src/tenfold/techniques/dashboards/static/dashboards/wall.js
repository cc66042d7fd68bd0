// Boards on a wall: one after the other, as large as the screen allows, for months on end.
//
// Of all boards only the one that is shown has a stream; the next one's begins a little before its
// turn, so that it comes with the newest numbers. A board that would be too small to be read from
// across the room is shown in several parts.
import { Watch, clock, words } from "./watching.js";

const AHEAD = 4_000;
const LEAST_SCALE = 1 / 1050; // of the screen's width: at 1920 points everything is 1.8 times as large
const MOST_SCALE = 1 / 600;
const RELOAD_AFTER = 6 * 3_600_000; // nothing grows for ever on a page that is loaded anew
const MOST_MEMORY = 400_000_000;
const GRACE = 5_000; // a moment without a connection is no news for those who pass by

const wall = document.querySelector("[data-wall]");
const seconds = Number(wall.dataset.seconds);
const find = (name) => wall.querySelector(`[data-wall-${name}]`);
const opened = Date.now();

// How a board is cut into parts that fit

function rows(tiles) { return Math.max(1, ...tiles.map((tile) => tile.y + tile.height)) - Math.min(...tiles.map((tile) => tile.y)); }

function measure(tiles, room) {
  const scale = room.height / (rows(tiles) * (room.row + room.gap));
  return Math.min(scale, room.width * MOST_SCALE);
}

// Cuts lie where no tile crosses; as many tiles go into a part as can be read.
function cut(tiles, room) {
  const parts = [];
  let part = [];
  for (const group of bands(tiles)) {
    if (part.length && measure([...part, ...group], room) < room.width * LEAST_SCALE) { parts.push(part); part = []; }
    part = [...part, ...group];
  }
  return part.length ? [...parts, part] : parts;
}

function bands(tiles) {
  const found = [];
  let end = -1;
  for (const tile of [...tiles].sort((one, other) => one.y - other.y)) {
    if (tile.y >= end) found.push([]);
    found.at(-1).push(tile);
    end = Math.max(end, tile.y + tile.height);
  }
  return found;
}

class Board {
  constructor(root) {
    this.root = root;
    this.grid = root.querySelector(".tf-board");
    this.tiles = [...root.querySelectorAll("[data-tile]")].map((element) => ({
      element, x: Number(element.dataset.x), y: Number(element.dataset.y),
      width: Number(element.dataset.width), height: Number(element.dataset.height),
    }));
    this.watch = new Watch(root, { always: true });
    this.part = 0;
    this.parts = [this.tiles];
  }

  lay() {
    const style = getComputedStyle(this.grid);
    const head = wall.querySelector(".tf-wall-head").offsetHeight;
    const room = {
      width: innerWidth, height: innerHeight - head - innerHeight * 0.035,
      row: parseFloat(style.gridAutoRows) || 68, gap: parseFloat(style.rowGap) || 16,
    };
    this.parts = this.tiles.length ? cut(this.tiles, room) : [[]];
    this.part = Math.min(this.part, this.parts.length - 1);
    const shown = this.parts[this.part];
    const top = Math.min(...shown.map((tile) => tile.y));
    for (const tile of this.tiles) {
      tile.element.hidden = !shown.includes(tile);
      Object.assign(tile.element.dataset, { y: Math.max(0, tile.y - top), x: tile.x, width: tile.width });
    }
    // What stands alone beside nothing takes all the room.
    for (const [only, second] of bands(shown)) if (only && !second) Object.assign(only.element.dataset, { x: 0, width: 12 });
    this.grid.style.zoom = shown.length ? Math.max(measure(shown, room), 0.2) : 1;
  }

  show(part) {
    this.part = part;
    this.root.hidden = false;
    this.lay();
    this.watch.start();
    document.dispatchEvent(new CustomEvent("tf:morphed", { detail: this.root }));
  }

  hide() {
    this.root.hidden = true;
    this.watch.pause();
  }
}

const boards = [...wall.querySelectorAll("[data-board-live]")].map((root) => new Board(root));
let at = 0, turnsAt = 0, paused = false, ahead = null;

// What comes when

const parts = () => boards.reduce((sum, board) => sum + board.parts.length, 0);

function following(step) {
  const board = boards[at];
  const part = board.part + step;
  if (part >= 0 && part < board.parts.length) return [at, part];
  const next = (at + step + boards.length) % boards.length;
  return [next, step > 0 ? 0 : boards[next].parts.length - 1];
}

function turn(step = 1) {
  const [next, part] = following(step);
  if (next !== at) boards[at].hide();
  at = next;
  ahead = null;
  boards[at].show(part);
  find("title").textContent = boards[at].root.dataset.title;
  turnsAt = Date.now() + seconds * 1000;
  tell();
  guard();
}

function pass() {
  const left = turnsAt - Date.now();
  find("progress").style.transform = `scaleX(${paused || parts() < 2 ? 0 : Math.max(0, 1 - left / (seconds * 1000))})`;
  if (paused) return;
  if (left <= 0) { if (parts() > 1) turn(); else { turnsAt = Date.now() + seconds * 1000; guard(); } }
  else if (left < AHEAD && ahead === null && boards.length > 1) {
    const next = boards[at].part + 1 < boards[at].parts.length ? at : (at + 1) % boards.length;
    ahead = next;
    boards[next].watch.start();
  }
}

// What is said above the board

function tell() {
  const watch = boards[at].watch;
  const root = boards[at].root;
  const off = watch.state !== "live" && (watch.state === "over" || Date.now() - lostAt() > GRACE);
  find("state").dataset.liveState = watch.state === "live" ? "live" : "waiting";
  find("says").textContent = [watch.state === "live" ? words.sayLive : "", paused ? wall.dataset.sayPaused : ""].filter(Boolean).join(" · ");
  const line = find("off");
  line.hidden = !off;
  if (off) {
    const text = watch.state === "over" ? words.sayOver : wall.dataset.sayOff.replace("%s", clock(lostAt(), root, Date.now() - lostAt() > 43_200_000));
    if (line.textContent !== text) line.textContent = text;
  }
  find("clock").textContent = clock(watch.now(), root);
}

// When the connection was lost, whichever board was shown then.
let heard = Date.now();
const lostAt = () => heard;

// The page is loaded anew now and then, and never while nobody answers: an old picture is better than none.
async function guard() {
  const memory = performance.memory?.usedJSHeapSize ?? 0;
  if (Date.now() - opened < RELOAD_AFTER && memory < MOST_MEMORY && !stale) return;
  try {
    const answer = await fetch(location.href, { method: "HEAD", redirect: "manual", cache: "no-store" });
    if (answer.ok) location.reload();
  } catch { /* it is tried again with the next board */ }
}

let stale = false;
wall.addEventListener("tf:board-state", ({ detail, target }) => {
  if (detail === "live") heard = Date.now();
  if (target === boards[at].root) tell();
});
wall.addEventListener("tf:board-changed", () => { stale = true; guard(); });

// Keys, full screen, a screen that does not go to sleep

const KEYS = {
  " ": () => { paused = !paused; turnsAt = Date.now() + seconds * 1000; tell(); },
  ArrowRight: () => turn(1),
  ArrowLeft: () => turn(-1),
  f: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen().catch(() => {})),
};
document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key] ?? KEYS[event.key.toLowerCase()];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});
async function stayAwake() {
  if (document.hidden || !navigator.wakeLock) return;
  try { await navigator.wakeLock.request("screen"); } catch { /* the screen's own settings count then */ }
}
document.addEventListener("visibilitychange", stayAwake);

let resting = null;
function rest() {
  document.body.classList.remove("is-resting");
  clearTimeout(resting);
  resting = setTimeout(() => document.body.classList.add("is-resting"), 6_000);
}
for (const sign of ["pointermove", "keydown"]) document.addEventListener(sign, rest);

let settling = null;
addEventListener("resize", () => { clearTimeout(settling); settling = setTimeout(() => boards[at]?.lay(), 150); });

if (boards.length) {
  for (const board of boards.slice(1)) { board.root.hidden = false; board.lay(); board.root.hidden = true; }
  boards[0].show(0);
  turnsAt = Date.now() + seconds * 1000;
  setInterval(pass, 250);
  setInterval(tell, 1_000);
  tell();
}
rest();
stayAwake();
