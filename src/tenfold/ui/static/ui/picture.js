// Makes a picture of a figure, in the browser: title, what stands in the figure, whose it is and when.
import { asCanvas } from "./charts.js";
import { colour, FONT } from "./charts/look.js";
import { paint } from "./paint.js";

const RATIO = 2;
const EDGE = 24;
const TITLE = `620 18px "${FONT}"`;
const GAP = 14;
const PLAIN = `400 15px "${FONT}"`;
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

// What stands above the figure: its title, and what it says in a sentence where that is said.
function head(context, figure, width) {
  const said = figure.closest("#answered, .tf-card, [data-tile]")?.querySelector("[data-say]")?.textContent.trim();
  context.font = TITLE;
  const title = wrap(context, figure.dataset.figure, width).map((text) => ({ text, font: TITLE, token: "--tf-ink", height: 24 }));
  context.font = PLAIN;
  const sentence = said ? wrap(context, said, width).map((text) => ({ text, font: PLAIN, token: "--tf-quiet", height: 21 })) : [];
  return [...title, ...sentence];
}

// What stands below it: what happened, in words, and whose picture it is.
function foot(context, figure, width) {
  context.font = SMALL;
  const marks = document.documentElement.dataset.marks === "off" ? [] : [...figure.querySelectorAll(".tf-mark")];
  const notes = marks.flatMap((mark) => wrap(context, `\u25b2 ${mark.getAttribute("aria-label")}`, width));
  return [...notes, figure.dataset.stamp].map((text) => ({ text, font: SMALL, token: "--tf-quiet", height: 19 }));
}

const heightOf = (lines) => lines.reduce((sum, line) => sum + line.height, 0);

function write(context, lines, top) {
  let y = top;
  for (const { text, font, token, height } of lines) {
    context.font = font;
    context.fillStyle = colour(token);
    context.fillText(text, EDGE, y + height * 0.76);
    y += height;
  }
}

export function picture(figure) {
  return unrolled(figure, (width) => {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    const above = head(context, figure, width);
    const below = foot(context, figure, width);
    const start = EDGE + heightOf(above) + GAP;
    const end = start + depth(figure) + GAP;
    canvas.width = (width + 2 * EDGE) * RATIO;
    canvas.height = (end + heightOf(below) + EDGE) * RATIO;
    context.scale(RATIO, RATIO);
    context.fillStyle = colour("--tf-card");
    context.fillRect(0, 0, canvas.width, canvas.height);
    write(context, above, EDGE);
    write(context, below, end);
    const { left, top } = figure.getBoundingClientRect();
    paint(context, figure, { x: left - EDGE, y: top - start, chart: (element) => asCanvas(element, RATIO) });
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
