// Tables that sort themselves: each column's heading is a button. The last choice outlives a swap.
const words = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
const chosen = new Map();

function keyOf(row, column) {
  const cell = row.cells[column];
  return { number: cell.dataset.key === undefined ? null : Number(cell.dataset.key), text: cell.textContent.trim() };
}

// What is not known stands last, whichever way the others go.
function order(column, way, isText) {
  return (one, other) => {
    const [a, b] = [keyOf(one, column), keyOf(other, column)];
    if (isText) return way * words.compare(a.text, b.text);
    if (a.number === null || b.number === null) return (a.number === null) - (b.number === null);
    return way * (a.number - b.number);
  };
}

function sort(table, column, direction) {
  const headings = [...table.tHead.rows[0].cells];
  for (const heading of headings) heading.removeAttribute("aria-sort");
  headings[column].setAttribute("aria-sort", direction);
  const way = direction === "ascending" ? 1 : -1;
  const isText = headings[column].classList.contains("is-text");
  const rows = [...table.tBodies[0].rows];
  const sorted = [...rows].sort(order(column, way, isText));
  if (sorted.some((row, at) => row !== rows[at])) table.tBodies[0].append(...sorted);
}

// Words begin with A, numbers with the largest; a second press turns it round.
function next(heading) {
  const first = heading.classList.contains("is-text") ? "ascending" : "descending";
  const other = first === "ascending" ? "descending" : "ascending";
  return heading.getAttribute("aria-sort") === first ? other : first;
}

function press(table, heading) {
  const direction = next(heading);
  chosen.set(table.id, [heading.cellIndex, direction]);
  sort(table, heading.cellIndex, direction);
}

function ready(table) {
  if (table.dataset.sortable === "ready") return;
  table.dataset.sortable = "ready";
  for (const heading of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => press(table, heading));
    heading.append(button);
  }
  if (chosen.has(table.id)) sort(table, ...chosen.get(table.id));
}

function readyAll() {
  for (const table of document.querySelectorAll("[data-sortable]")) ready(table);
}

document.addEventListener("htmx:afterSwap", readyAll);
// New values have come into a table: what was chosen is put in order again.
document.addEventListener("tf:morphed", ({ detail }) => {
  readyAll();
  for (const table of detail.querySelectorAll("[data-sortable]")) if (chosen.has(table.id)) sort(table, ...chosen.get(table.id));
});
readyAll();
