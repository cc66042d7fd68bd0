// Makes a part of the page look like what the server has just drawn, by changing only what differs:
// whatever has the focus, is selected, open, scrolled or hovered stays the same element.
//
//   morph(element, "<p>...</p>")
//
// A chart is not drawn anew: it is told ("tf:chart") that its data have changed. A number that is
// different fades in.
const NUMBER = "[data-number], .tf-num:not(:has([data-number]))";
const OWN = new Set(["open", "style", "tabindex", "aria-expanded", "aria-sort", "data-told", "data-at", "data-sortable"]);

export function morph(element, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const numbers = new Map([...element.querySelectorAll(NUMBER)].map((one) => [one, one.textContent]));
  const charts = new Set();
  children(element, template.content, charts);
  for (const chart of charts) chart.dispatchEvent(new Event("tf:chart", { bubbles: true }));
  for (const [number, before] of numbers) if (number.isConnected && number.textContent !== before) fade(number);
  document.dispatchEvent(new CustomEvent("tf:morphed", { detail: element }));
}

// An animation begins again only where its class was away for a moment.
function fade(element) {
  element.classList.remove("tf-fresh");
  void element.offsetWidth;
  element.classList.add("tf-fresh");
}

function children(old, fresh, charts) {
  let here = old.firstChild;
  const names = new Set([...fresh.childNodes].map(nameOf));
  for (const wanted of [...fresh.childNodes]) {
    const found = counterpart(here, wanted);
    if (!found) {
      old.insertBefore(wanted, here);
      if (wanted.dataset?.id) fade(wanted);
      continue;
    }
    while (here !== found) {
      if (nameOf(here) && names.has(nameOf(here))) { old.insertBefore(found, here); break; } // it is wanted further down
      here = take(here);
    }
    become(found, wanted, charts);
    here = found.nextSibling;
  }
  while (here) here = take(here);
}

function take(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

// What has a name is found by it, wherever it stands now; anything else by being of the same kind, near.
const NEAR = 3;
const nameOf = (node) => node.id || node.dataset?.id || (node.nodeName === "TR" && node.cells[0]?.textContent) || "";

function counterpart(here, wanted) {
  const name = nameOf(wanted);
  for (let one = here, steps = 0; one && (name || steps < NEAR); one = one.nextSibling, steps += 1) {
    if (one.nodeName === wanted.nodeName && nameOf(one) === name) return one;
  }
  return null;
}

function become(old, fresh, charts) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (old.isEqualNode(fresh)) return;
  attributes(old, fresh);
  if (old.dataset.chart !== undefined) charts.add(old);
  else if (old.dataset.sortable === "ready") rows(old, fresh, charts);
  else children(old, fresh, charts);
}

// The headings of a table that sorts itself are buttons here; its order is chosen again afterwards.
function rows(old, fresh, charts) {
  children(old.tBodies[0], fresh.tBodies[0], charts);
  if (old.tFoot && fresh.tFoot) children(old.tFoot, fresh.tFoot, charts);
}

function attributes(old, fresh) {
  const isChart = old.dataset.chart !== undefined; // what is drawn in it keeps marks of its own there
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !OWN.has(name) && !isChart) old.removeAttribute(name);
  }
  for (const { name, value } of [...fresh.attributes]) {
    if (old.getAttribute(name) !== value && !OWN.has(name) && !(isChart && name === "role")) old.setAttribute(name, value);
  }
}
