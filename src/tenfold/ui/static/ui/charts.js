// Draws every [data-chart] from the JSON block that it names, anew when it is swapped in, when its
// room or the theme changes; never with an animation, so that a live page does not flicker.
/* global echarts */
import { current, open } from "./charts/behind.js";
import { option as flow } from "./charts/flow.js";
import { palette } from "./charts/look.js";
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
  sizes.observe(element);
  return instance;
}

// Columns of paths need room for their names: on a phone the picture is wider than the screen, and
// the region around it scrolls.
function widen(element, data) {
  const columns = new Set(data.nodes.map((node) => node.step)).size;
  element.style.minWidth = `${columns * COLUMN}px`;
}

function draw(element) {
  const data = current(element);
  if (data.kind === "flow") widen(element, data);
  const instance = echarts.getInstanceByDom(element) ?? begin(element, data);
  instance.resize();
  instance.setOption(optionOf(data, element.clientWidth), true);
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

function drawAll(root) {
  for (const element of root.querySelectorAll("[data-chart]")) draw(element);
}

function drop(element) {
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
await document.fonts.ready;
drawAll(document);
