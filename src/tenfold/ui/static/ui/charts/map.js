// The world, drawn from its paths when the first map comes into sight, coloured by tokens alone: a
// change of theme needs no new drawing. The table beside it says the same and has the doors.
const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 0.14;
const NARROWEST = 900; // units of the world's 10,000: no country fills the picture alone
const WIDE = 0.55;
const SPECK = 0.012;

let world = null;

function load(address) {
  world ??= fetch(address).then((found) => {
    if (!found.ok) throw new Error(`the map answered ${found.status}`);
    return found.json();
  });
  return world;
}

function make(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const told = (data, code) => `${data[code].name}: ${data[code].text}`;

// What has a colour lies on top, so that its border is whole.
function lands(drawn, data, view) {
  const codes = Object.keys(drawn.lands).sort((a, b) => (a in data) - (b in data));
  return codes.flatMap((code) => {
    const { d, box } = drawn.lands[code];
    const look = { class: `tf-land is-${data[code]?.shade ?? "none"}`, "data-code": code };
    const path = make("path", { ...look, d });
    return code in data && Math.max(box[2], box[3]) < view[2] * SPECK ? [path, speck(box, look, view)] : [path];
  });
}

// A country too small to be seen is a dot.
function speck([x, y, width, height], look, view) {
  return make("circle", { ...look, cx: x + width / 2, cy: y + height / 2, r: view[2] * SPECK / 2 });
}

// The part of the world where there is something; all of it where that is most of it.
function closeUp(drawn, data) {
  const boxes = Object.keys(data).filter((code) => code in drawn.lands).map((code) => drawn.lands[code].box);
  if (!boxes.length) return null;
  const left = Math.min(...boxes.map(([x]) => x)), top = Math.min(...boxes.map(([, y]) => y));
  const wide = Math.max(...boxes.map(([x, , width]) => x + width)) - left;
  const high = Math.max(...boxes.map(([, y, , height]) => y + height)) - top;
  if (wide > drawn.width * WIDE) return null;
  const width = Math.max(NARROWEST, wide * (1 + 2 * MARGIN)), height = Math.max(NARROWEST / 2, high * (1 + 2 * MARGIN));
  return [left + wide / 2 - width / 2, top + high / 2 - height / 2, width, height].map(Math.round);
}

const dataOf = (element) => JSON.parse(document.getElementById(element.dataset.map).textContent);
const figureOf = (element) => element.closest("[data-figure]");

function paint(element, drawn, wholeWanted) {
  const data = dataOf(element);
  const close = closeUp(drawn, data);
  const view = close && !wholeWanted ? close : [0, 0, drawn.width, drawn.height];
  const svg = make("svg", { viewBox: view.join(" "), "aria-hidden": "true" });
  svg.append(...lands(drawn, data, view));
  element.replaceChildren(svg);
  const button = figureOf(element).querySelector("[data-map-whole]");
  button.hidden = !close;
  button.setAttribute("aria-pressed", String(Boolean(wholeWanted)));
}

export async function draw(element) {
  try {
    paint(element, await load(element.dataset.world));
  } catch {
    world = null;
    element.textContent = element.dataset.sayFailed;
  }
}

function show(element, code) {
  const data = dataOf(element);
  for (const land of element.querySelectorAll(".is-on")) land.classList.remove("is-on");
  const known = code in data;
  figureOf(element).querySelector("[data-map-told]").textContent = known ? told(data, code) : "\u00a0";
  if (known) for (const land of element.querySelectorAll(`[data-code="${code}"]`)) land.classList.add("is-on");
}

function pointed(event) {
  const land = event.target.closest?.(".tf-land");
  if (land) return show(land.closest("[data-map]"), land.dataset.code);
  const row = event.target.closest?.("[data-land]");
  const map = row && figureOf(row).querySelector("[data-map]");
  if (map) show(map, row.dataset.land);
}

document.addEventListener("pointerover", pointed);
document.addEventListener("focusin", pointed);
document.addEventListener("click", async (event) => {
  const land = event.target.closest(".tf-land");
  if (land) figureOf(land).querySelector(`[data-behind="${land.dataset.code}"]`)?.click();
  const button = event.target.closest("[data-map-whole]");
  if (!button) return;
  const map = figureOf(button).querySelector("[data-map]");
  paint(map, await load(map.dataset.world), button.getAttribute("aria-pressed") !== "true");
});
