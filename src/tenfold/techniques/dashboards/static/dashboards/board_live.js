// A board that keeps itself current, on its own page and behind a share link.
import { Watch, clock, words } from "./watching.js";

const root = document.querySelector("[data-board-live]");

function say() {
  const state = root.dataset.boardState;
  const text = {
    live: words.sayLive,
    waiting: words.sayWaiting.replace("%s", clock(watch.since, root)),
    over: words.sayOver,
  }[state];
  for (const line of document.querySelectorAll("[data-board-says]")) {
    if (line.textContent !== text) line.textContent = text;
  }
  document.querySelector("[data-board-line]")?.setAttribute("data-live-state", { live: "live", waiting: "waiting", over: "off" }[state]);
}

// The board itself was changed: the page is loaded anew as soon as nobody is in the middle of something.
function changed() {
  const busy = document.querySelector("[data-arranging], dialog[open]") || document.activeElement?.closest("input, textarea, select");
  if (busy) setTimeout(changed, 2_000);
  else location.reload();
}

// On paper: one column or two.
document.addEventListener("click", (event) => {
  const printer = event.target.closest("[data-print]");
  if (!printer) return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) menu.open = false;
  document.querySelector(".tf-board").dataset.printColumns = printer.dataset.print;
  print();
});

// Charts are drawn anew for the paper, and afterwards for the screen, before anything is laid out.
function onPaper(paper) {
  document.documentElement.toggleAttribute("data-paper", paper);
  for (const chart of root?.querySelectorAll("[data-chart]") ?? []) {
    chart.dispatchEvent(new Event("tf:chart", { bubbles: true }));
    const svg = chart.querySelector("svg");
    if (paper) svg?.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
  }
}
addEventListener("beforeprint", () => onPaper(true));
addEventListener("afterprint", () => onPaper(false));

let reloading = false;
const watch = root && new Watch(root);
if (watch) {
  root.addEventListener("tf:board-state", say);
  root.addEventListener("tf:board-changed", ({ detail }) => {
    if (Number(root.dataset.version) >= detail || reloading) return;
    reloading = true;
    changed();
  });
  watch.start();
}
