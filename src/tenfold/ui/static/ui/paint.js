// Paints what stands on the page onto a canvas: boxes, words and simple SVG, where the browser has put
// them. Enough for our own figures; what it cannot paint (images, shadows) they do not have.

const LEFT_OUT = "[data-not-in-picture], .visually-hidden, script";

export function paint(context, element, frame) {
  if (element.matches(LEFT_OUT)) return;
  const style = getComputedStyle(element);
  if (style.display === "none") return;
  if (element instanceof SVGElement) paintShape(context, element, style, frame);
  else paintBox(context, element, style, frame);
  if (element.dataset.chart) paintChart(context, element, frame);
  else paintInside(context, element, style, frame);
}

function paintInside(context, element, style, frame) {
  const cut = style.overflowX === "hidden";
  if (cut) {
    const box = place(element.getBoundingClientRect(), frame);
    context.save();
    context.beginPath();
    context.rect(box.x, box.y, box.width, box.height);
    context.clip();
  }
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) paintWords(context, node, style, frame);
    else if (node.nodeType === Node.ELEMENT_NODE) paint(context, node, frame);
  }
  if (cut) context.restore();
}

const place = (rect, frame) => ({ x: rect.left - frame.x, y: rect.top - frame.y, width: rect.width, height: rect.height });
const visible = (colour) => colour !== "transparent" && !/^rgba\(.*, 0\)$/.test(colour);

function paintChart(context, element, frame) {
  const box = place(element.getBoundingClientRect(), frame);
  context.drawImage(frame.chart(element), box.x, box.y, element.clientWidth, element.clientHeight);
}

function paintBox(context, element, style, frame) {
  const box = place(element.getBoundingClientRect(), frame);
  if (visible(style.backgroundColor)) {
    context.fillStyle = style.backgroundColor;
    context.beginPath();
    context.roundRect(box.x, box.y, box.width, box.height, parseFloat(style.borderTopLeftRadius) || 0);
    context.fill();
  }
  paintEdge(context, style.borderTopWidth, style.borderTopColor, box, box.y);
  paintEdge(context, style.borderBottomWidth, style.borderBottomColor, box, box.y + box.height - parseFloat(style.borderBottomWidth));
  if (style.outlineStyle === "dashed") paintOutline(context, style, box);
}

function paintEdge(context, width, colour, box, y) {
  if (!parseFloat(width) || !visible(colour)) return;
  context.fillStyle = colour;
  context.fillRect(box.x, y, box.width, parseFloat(width));
}

function paintOutline(context, style, box) {
  const inset = -parseFloat(style.outlineOffset) - 0.5;
  context.strokeStyle = style.outlineColor;
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  context.strokeRect(box.x + inset, box.y + inset, box.width - 2 * inset, box.height - 2 * inset);
  context.setLineDash([]);
}

// Word by word, because only the browser knows where it has broken the lines.
function paintWords(context, node, style, frame) {
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.letterSpacing = style.letterSpacing === "normal" ? "0px" : style.letterSpacing;
  context.fillStyle = style.color;
  if (isCut(node.parentElement, style)) return paintCut(context, node, frame);
  for (const word of node.textContent.matchAll(/[^ \t\n\r]+/g)) paintWord(context, node, word, frame);
}

// A canvas knows no tabular figures: what has a figure in it is placed sign by sign.
function paintWord(context, node, { 0: word, index }, frame) {
  const pieces = /\d/.test(word) ? [...word] : [word];
  let start = index;
  for (const piece of pieces) {
    const box = boxOf(node, start, start + piece.length, frame);
    start += piece.length;
    if (box.width) paintPiece(context, piece, box);
  }
}

function boxOf(node, start, end, frame) {
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  return place(range.getBoundingClientRect(), frame);
}

function paintPiece(context, piece, box) {
  const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down, width } = context.measureText(piece);
  context.fillText(piece, box.x + (box.width - width) / 2, box.y + (box.height - up - down) / 2 + up);
}

const isCut = (element, style) => style.textOverflow === "ellipsis" && element.scrollWidth > element.clientWidth;

function paintCut(context, node, frame) {
  const room = place(node.parentElement.getBoundingClientRect(), frame);
  let text = node.textContent.trim();
  while (text && context.measureText(`${text}\u2026`).width > room.width) text = text.slice(0, -1);
  const shown = `${text.trimEnd()}\u2026`;
  paintPiece(context, shown, { ...room, width: context.measureText(shown).width });
}

function paintShape(context, element, style, frame) {
  const outline = shape(element);
  if (!outline) return;
  const at = element.getScreenCTM();
  context.save();
  context.transform(at.a, at.b, at.c, at.d, at.e - frame.x, at.f - frame.y);
  if (style.fill !== "none") {
    context.fillStyle = style.fill;
    context.fill(outline);
  }
  if (style.stroke !== "none") {
    context.strokeStyle = style.stroke;
    context.lineWidth = parseFloat(style.strokeWidth) / (style.vectorEffect === "non-scaling-stroke" ? at.a : 1);
    context.setLineDash(style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(",").map(parseFloat));
    context.stroke(outline);
  }
  context.restore();
}

function shape(element) {
  if (element.tagName === "path") return new Path2D(element.getAttribute("d"));
  if (!["rect", "line", "circle"].includes(element.tagName)) return null;
  const { x, y, width, height } = element.getBBox();
  const outline = new Path2D();
  if (element.tagName === "circle") { outline.arc(x + width / 2, y + height / 2, width / 2, 0, 2 * Math.PI); return outline; }
  if (element.tagName === "rect") outline.roundRect(x, y, width, height, parseFloat(element.getAttribute("rx")) || 0);
  else { outline.moveTo(x, y); outline.lineTo(x + width, y + height); }
  return outline;
}
