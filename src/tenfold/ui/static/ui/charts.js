// Draws every [data-chart] from the JSON block that it names, anew when it is swapped in, when its
// room or the theme changes; never with an animation, so that a live page does not flicker.
/* global echarts */
import { current, open } from "./charts/behind.js";
import { option as flow } from "./charts/flow.js";
import { palette } from "./charts/look.js";
import { listen, place } from "./charts/marks.js";
import { option as series } from "./charts/series.js";

const COLUMN = 150;

const optionOf = (data, width) => (data.kind === "flow" ? flow : series)(data, palette(), width);

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const instance = echarts.getInstanceByDom(target);
    if (instance && target.clientWidth && target.clientWidth !== instance.getWidth()) draw(target);
  }
});

function begin(element, data) {
  const instance = echarts.init(element, null, { renderer: "svg" });
  open(element, instance, data);
  if (data.kind !== "flow") listen(element, instance, current);
  sizes.observe(element);
  return instance;
}

// Columns of paths need room for their names: on a phone the picture is wider than the screen, and
// the region around it scrolls.
function widen(element, data) {
  const columns = new Set(data.nodes.map((node) => node.step)).size;
  element.style.minWidth = `${columns * COLUMN}px`;
}

// What a picture is made of. Where it is the same, new values go into the picture that is there: a
// point that is being looked at stays under the pointer. Where it is not, the picture is made anew.
const parts = new WeakMap();

function partsOf(data, option) {
  return JSON.stringify([data.kind, data.unit, [option.series].flat().map(({ type, name, stack }) => [type, name, stack])]);
}

function draw(element) {
  const data = current(element);
  if (data.kind === "flow") widen(element, data);
  const instance = echarts.getInstanceByDom(element) ?? begin(element, data);
  const option = optionOf(data, element.clientWidth);
  const has = partsOf(data, option);
  if (element.clientWidth !== instance.getWidth() || element.clientHeight !== instance.getHeight()) instance.resize();
  instance.setOption(option, parts.get(instance) !== has);
  parts.set(instance, has);
  if (data.kind !== "flow") place(element, instance, data);
}

// The same picture on a canvas, `ratio` dots to a pixel: what a download is made of.
export function asCanvas(element, ratio) {
  const { clientWidth: width, clientHeight: height } = element;
  const instance = echarts.init(document.createElement("div"), null, { renderer: "canvas", devicePixelRatio: ratio, width, height });
  instance.setOption(optionOf(current(element), width));
  const canvas = instance.renderToCanvas({ pixelRatio: ratio });
  instance.dispose();
  return canvas;
}

// The library is the largest file of a page, and what is read first needs none of it: it is fetched
// once the words and numbers are there. Afterwards a chart that is swapped in is drawn at once.
let fetched = null;
const library = () => fetched ??= new Promise((done, failed) => {
  const script = document.createElement("script");
  Object.assign(script, { src: new URL("./vendor/echarts.min.js", import.meta.url).href, onload: done, onerror: failed });
  document.head.append(script);
});
const isThere = () => "echarts" in window;
const breath = () => new Promise((done) => { setTimeout(done); });

async function drawAll(root) {
  drawMaps(root.querySelectorAll("[data-map]:empty"));
  const elements = [...root.querySelectorAll("[data-chart]")];
  if (isThere()) return elements.forEach(draw);
  if (!elements.length) return;
  await library();
  // One at a time: between two of them the page answers to whoever uses it.
  for (const element of elements) {
    await breath();
    if (element.isConnected) draw(element);
  }
}

// Maps need neither the chart library nor a new drawing when theme or room change, but a script and
// the shapes of the world: both are fetched when the first map is there.
async function drawMaps(elements) {
  if (!elements.length) return;
  const map = await import("./charts/map.js");
  for (const element of elements) map.draw(element);
}

function drop(element) {
  if (!isThere()) return;
  sizes.unobserve(element);
  echarts.getInstanceByDom(element)?.dispose();
}

// What makes pictures is fetched when the first one is wanted.
document.addEventListener("click", async (event) => {
  const figure = event.target.closest("[data-picture]")?.closest("[data-figure]");
  if (figure) (await import("./picture.js")).save(figure);
});
document.addEventListener("htmx:beforeCleanupElement", (event) => {
  if (event.target.matches?.("[data-chart]")) drop(event.target);
});
document.addEventListener("htmx:afterSwap", (event) => drawAll(event.target.isConnected ? event.target : document));
// On paper a chart takes the room that there is: its SVG says how large it was drawn.
const drawings = () => document.querySelectorAll("[data-chart] svg");
addEventListener("beforeprint", () => {
  for (const svg of drawings()) svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
});
addEventListener("afterprint", () => {
  for (const svg of drawings()) svg.removeAttribute("viewBox");
});
document.addEventListener("tf:theme", () => drawAll(document));
document.addEventListener("tf:chart", (event) => { if (isThere()) draw(event.target); });
document.addEventListener("tf:morphed", ({ detail }) => {
  if (!isThere()) return drawAll(detail);
  for (const element of detail.querySelectorAll("[data-chart]")) if (!echarts.getInstanceByDom(element)) draw(element);
});
await document.fonts.ready;
await drawAll(document);
