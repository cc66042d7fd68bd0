// A mark in a picture is a door: a click on it is a click on the link of the same point in the table
// behind the fold. Whatever the page has made of its links is true of the picture, too.
import { valueAt } from "./series.js";

const canHover = matchMedia("(hover: hover)");

function link(element, point) {
  return point && element.closest("[data-figure]").querySelector(`[data-behind="${point}"]`);
}

// Without a mouse the first touch tells what is there, and the second goes behind it.
function follow(element, point) {
  const found = link(element, point);
  const told = canHover.matches || element.dataset.told === point;
  element.dataset.told = point ?? "";
  if (found && told) found.click();
}

const pointOf = (found) => (found ? `${found.series}-${found.at}` : null);

export function open(element, instance, data) {
  if (data.kind === "flow") return openFlow(element, instance);
  const place = (event) => pointOf(valueAt(instance, current(element), [event.offsetX, event.offsetY]));
  instance.getZr().on("click", (event) => follow(element, place(event)));
  instance.getZr().on("mousemove", (event) => {
    if (link(element, place(event))) instance.getZr().setCursorStyle("pointer");
  });
  element.addEventListener("keydown", (event) => steer(event, element, instance));
  element.addEventListener("blur", () => instance.dispatchAction({ type: "hideTip" }));
  element.tabIndex = 0;
  element.setAttribute("role", "application");
}

function openFlow(element, instance) {
  const point = ({ dataType, dataIndex }) => `${dataType === "edge" ? "link" : "node"}-${dataIndex}`;
  instance.on("click", (event) => follow(element, point(event)));
  instance.on("mousemove", (event) => {
    instance.getZr().setCursorStyle(link(element, point(event)) ? "pointer" : "default");
  });
}

export function current(element) {
  return JSON.parse(document.getElementById(element.dataset.chart).textContent);
}

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

// Arrow keys go from point to point and from series to series; Enter goes behind the point.
function steer(event, element, instance) {
  const data = current(element);
  const [series, at] = (element.dataset.at ?? "").split("-").map(Number);
  if (event.key === "Enter" && element.dataset.at) link(element, element.dataset.at)?.click();
  if (event.key === "Escape") instance.dispatchAction({ type: "hideTip" });
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const within = (value, count) => Math.max(0, Math.min(count - 1, value));
  const next = element.dataset.at
    ? { series: within(series + step[0], data.series.length), at: within(at + step[1], data.labels.length) }
    : { series: 0, at: data.labels.length - 1 };
  tell(element, instance, data, next);
}

function tell(element, instance, data, { series, at }) {
  element.dataset.at = `${series}-${at}`;
  const one = data.series[series];
  element.closest("[data-figure]").querySelector("[data-told]").textContent = `${data.full[at]}, ${one.name}: ${one.texts[at]}`;
  const [x, y] = instance.convertToPixel({ gridIndex: 0 }, [at, 0]);
  instance.dispatchAction({ type: "showTip", x, y: Math.min(y - 1, instance.getHeight() / 2) });
}
