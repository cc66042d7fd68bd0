// What happened, on the axis of a chart: marks that the server has written, put at their places under
// the axis, so that they cover nothing. And the way to note something at a point.
const KEPT = "tf-marks";
const NOTE_WIDTH = 260;

export function marksShown() {
  try { return localStorage.getItem(KEPT) !== "off"; } catch { return true; }
}

function keep(shown) {
  try {
    if (shown) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, "off");
  } catch { /* then it holds for this page */ }
}

function showState(shown = marksShown()) {
  document.documentElement.dataset.marks = shown ? "on" : "off";
  for (const button of document.querySelectorAll("[data-marks-toggle]")) button.setAttribute("aria-pressed", String(shown));
}

const gridOf = (instance) => instance.getModel().getComponent("grid").coordinateSystem.getRect();
const figureOf = (element) => element.closest("[data-figure]");

// Half of the room that a period has, between the middles of two of them.
function halfBand(instance, data) {
  const middle = (at) => instance.convertToPixel({ xAxisIndex: 0 }, at);
  return data.labels.length > 1 ? Math.abs(middle(1) - middle(0)) / 2 : gridOf(instance).width / 2;
}

export function place(element, instance, data) {
  const marks = element.parentElement.querySelectorAll("[data-mark]");
  showState();
  if (!marks.length) return;
  const grid = gridOf(instance);
  const half = halfBand(instance, data);
  const middle = (at) => instance.convertToPixel({ xAxisIndex: 0 }, Number(at));
  for (const mark of marks) {
    const x = middle(mark.dataset.mark);
    const end = Math.min(grid.x + grid.width, middle(mark.dataset.until) + half);
    mark.style.left = `${x}px`;
    mark.style.top = `${grid.y + grid.height + 2}px`;
    mark.querySelector(".tf-mark-run").style.width = mark.dataset.until === mark.dataset.mark ? "0" : `${end - x}px`;
    const width = Math.min(NOTE_WIDTH, element.clientWidth);
    mark.querySelector(".tf-mark-note").style.left = `${Math.max(-x, Math.min(element.clientWidth - x - width, -width / 2))}px`;
  }
}

// Which period lies under a place below the axis; null above it.
function labelAt(instance, data, { offsetX: x, offsetY: y }) {
  const grid = gridOf(instance);
  if (y <= grid.y + grid.height || x < grid.x || x > grid.x + grid.width) return null;
  const at = Math.round(instance.convertFromPixel({ xAxisIndex: 0 }, x));
  return Math.max(0, Math.min(data.labels.length - 1, at));
}

function noteAt(element, data, at) {
  const link = figureOf(element).querySelector("[data-note]");
  if (!link || data.days?.[at] === undefined) return;
  element.dataset.at = `0-${at}`;
  link.click();
}

export function listen(element, instance, current) {
  instance.getZr().on("click", (event) => {
    const at = labelAt(instance, current(element), event);
    if (at !== null) noteAt(element, current(element), at);
  });
  instance.getZr().on("mousemove", (event) => {
    const noting = figureOf(element).querySelector("[data-note]") && labelAt(instance, current(element), event) !== null;
    if (noting) instance.getZr().setCursorStyle("copy");
  });
  element.addEventListener("keydown", (event) => {
    const at = Number((element.dataset.at ?? "").split("-")[1]);
    if (event.key.toLowerCase() === "n" && !event.ctrlKey && !event.metaKey && Number.isInteger(at)) noteAt(element, current(element), at);
  });
}

// The point that was reached with the keys, or touched last, is what a note is about; from the form
// one comes back to where one was.
function follow(event, link) {
  const chart = figureOf(link).querySelector("[data-chart]");
  const at = Number((chart.dataset.at ?? "").split("-")[1]);
  const { days } = JSON.parse(document.getElementById(chart.dataset.chart).textContent);
  const address = new URL(link.href);
  if (days[at] !== undefined) address.searchParams.set("on", days[at]);
  address.searchParams.set("back", location.pathname + location.search);
  event.preventDefault();
  location.assign(address);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-note]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) follow(event, link);
  const toggle = event.target.closest("[data-marks-toggle]");
  if (!toggle) return;
  const shown = toggle.getAttribute("aria-pressed") !== "true";
  keep(shown);
  showState(shown);
});
// What is read can be put away without moving on (WCAG 2.2, 1.4.13).
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.activeElement.closest?.("[data-mark]")?.classList.add("is-shut");
});
document.addEventListener("focusout", (event) => event.target.closest?.("[data-mark]")?.classList.remove("is-shut"));
