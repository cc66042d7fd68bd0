// Makes a picture of a figure, in the browser: title, what stands in the figure, whose it is and when.
import { asCanvas } from "./charts.js";
import { colour, FONT } from "./charts/look.js";
import { paint } from "./paint.js";

const RATIO = 2;
const EDGE = 24;
const TITLE = `620 18px "${FONT}"`;
const SMALL = `400 13px "${FONT}"`;

// What can be scrolled stands in the picture whole, from its beginning.
function unrolled(figure, act) {
  const rolls = [...figure.querySelectorAll(".tf-scroll")].filter((one) => !one.closest("[data-not-in-picture]"));
  const places = rolls.map((one) => one.scrollLeft);
  for (const one of rolls) one.scrollLeft = 0;
  const width = Math.max(figure.clientWidth, ...rolls.map((one) => one.scrollWidth));
  const made = act(width);
  rolls.forEach((one, at) => { one.scrollLeft = places[at]; });
  return made;
}

function wrap(context, text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (context.measureText(longer).width <= width || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

// How far down the figure goes, without its buttons and folds.
function depth(figure) {
  const top = figure.getBoundingClientRect().top;
  const shown = [...figure.children].filter((one) => !one.matches("[data-not-in-picture], script, .visually-hidden"));
  return Math.max(...shown.map((one) => one.getBoundingClientRect().bottom)) - top;
}

function head(context, figure, width) {
  context.font = TITLE;
  const lines = wrap(context, figure.dataset.figure, width);
  return { lines, height: lines.length * 24 + 14 };
}

export function picture(figure) {
  return unrolled(figure, (width) => {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    const title = head(context, figure, width);
    const below = depth(figure);
    canvas.width = (width + 2 * EDGE) * RATIO;
    canvas.height = (title.height + below + 44 + EDGE) * RATIO;
    context.scale(RATIO, RATIO);
    context.fillStyle = colour("--tf-card");
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = colour("--tf-ink");
    context.font = TITLE;
    title.lines.forEach((line, at) => context.fillText(line, EDGE, EDGE + 18 + at * 24));
    context.fillStyle = colour("--tf-quiet");
    context.font = SMALL;
    context.fillText(figure.dataset.stamp, EDGE, EDGE + title.height + below + 26);
    const { left, top } = figure.getBoundingClientRect();
    paint(context, figure, { x: left - EDGE, y: top - EDGE - title.height, chart: (element) => asCanvas(element, RATIO) });
    return canvas;
  });
}

const nameOf = (figure) => figure.dataset.figure.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");

export async function save(figure) {
  const blob = await new Promise((done) => { picture(figure).toBlob(done, "image/png"); });
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = `${nameOf(figure)}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
