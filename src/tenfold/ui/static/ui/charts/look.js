// How charts look: colours from the tokens, one font, one tooltip.
export const FONT = "Inter Variable";
const SERIES = 6;

// Tokens are light-dark() pairs: only an element that is painted knows which of the two it is.
export function colour(token) {
  const probe = document.createElement("i");
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

export function palette() {
  const names = { ink: "--tf-ink", quiet: "--tf-quiet", line: "--tf-line", card: "--tf-card" };
  const found = Object.fromEntries(Object.entries(names).map(([key, token]) => [key, colour(token)]));
  found.series = Array.from({ length: SERIES }, (_, at) => colour(`--tf-series-${at + 1}`));
  return found;
}

// ECharts would write a tooltip as HTML with style attributes, which the content security policy does
// not let in, and its rich text has one style for everything. A tooltip that is made of nodes needs
// neither: `tooltip` prepares the box, and `note` makes what stands in it.
export function tooltip(colours) {
  return {
    className: "tf-tip", confine: true, transitionDuration: 0,
    backgroundColor: colours.card, borderColor: colours.line, borderWidth: 1, padding: [7, 11],
    extraCssText: "box-shadow: none", textStyle: { color: colours.ink, fontSize: 13, fontFamily: FONT },
  };
}

const SVG = "http://www.w3.org/2000/svg";

const PATHS = { before: { box: "0 0 16 10", d: "M0 5h16" }, note: { box: "0 0 10 10", d: "M5 1l5 8H0z" } };

function swatch(key) {
  const drawn = document.createElementNS(SVG, "svg");
  const path = PATHS[key];
  drawn.setAttribute("class", `tf-key is-${key}`);
  drawn.setAttribute("viewBox", path?.box ?? "0 0 10 10");
  const shape = document.createElementNS(SVG, path ? "path" : "rect");
  const look = path ? { d: path.d } : { width: 10, height: 10, rx: 2.5 };
  for (const [name, value] of Object.entries(look)) shape.setAttribute(name, value);
  drawn.append(shape);
  return drawn;
}

function element(name, className, ...inside) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...inside);
  return made;
}

// `rows`: {key, name, text}; the key is a colour's number, "before", "note", or nothing.
export function note(head, rows) {
  const lines = rows.map(({ key, name, text }) => element("tr", "",
    element("td", "tf-tip-key", ...(key ? [swatch(key)] : [])), element("td", "", name), element("td", "tf-tip-value", text)));
  const told = element("div", "", element("p", "tf-tip-head", head), element("table", "", ...lines));
  told.ariaHidden = "true"; // the table behind the fold says it, and so does the point that is reached with the keys
  return told;
}
