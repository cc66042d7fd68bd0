// The page "Explore". The server draws everything; here is what only a browser can do: one list of
// events for all fields, undo and redo along the history, the drawer, and saying aloud what came.
// Parts are looked up anew each time: the first event replaces the whole page around them.
const find = (id) => document.getElementById(id);

// The list of events, under whichever field asks for it

let asked = null;

function openEvents(button) {
  closeEvents();
  const events = find("events");
  asked = button;
  button.setAttribute("aria-expanded", "true");
  button.after(events);
  events.querySelector("[data-event-none]").textContent = button.dataset.pickNone;
  events.querySelector("[data-event-any]").hidden = !button.dataset.pickAny;
  const chosen = button.parentElement.querySelector("input[type=hidden]").value;
  for (const choice of events.querySelectorAll("[data-event]")) {
    choice.toggleAttribute("aria-current", choice.dataset.event === chosen);
  }
  const search = find("events-search");
  search.value = "";
  narrow("");
  events.hidden = false;
  search.focus();
}

function closeEvents({ back = false } = {}) {
  if (!asked) return;
  const button = asked;
  asked = null;
  find("events").hidden = true;
  find("content").append(find("events")); // out of the form, which is about to be drawn anew
  button.setAttribute("aria-expanded", "false");
  if (back) button.focus();
}

function narrow(text) {
  const wanted = text.trim().toLowerCase();
  let some = false;
  const events = find("events");
  for (const choice of events.querySelectorAll("[data-event]")) {
    const item = choice.closest("li");
    const own = choice.dataset.event === "" || choice.dataset.event === "*";
    if (own) { choice.hidden = wanted !== ""; continue; }
    item.hidden = !choice.textContent.toLowerCase().includes(wanted);
    some ||= !item.hidden;
  }
  events.querySelector("[data-events-nothing]").hidden = some || wanted === "";
}

function pick(choice) {
  const button = asked;
  const field = button.parentElement.querySelector("input[type=hidden]");
  field.value = choice.dataset.event;
  closeEvents({ back: true });
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function seen() {
  return [...find("events").querySelectorAll("[data-event]")].filter((one) => one.offsetParent !== null);
}

document.addEventListener("input", (event) => { if (event.target.id === "events-search") narrow(event.target.value); });
// What is typed to search the list is no answer of the form around it.
document.addEventListener("change", (event) => { if (event.target.id === "events-search") event.stopPropagation(); }, true);
document.addEventListener("keydown", (event) => {
  if (!event.target.closest("#events")) return;
  const choices = seen();
  const at = choices.indexOf(document.activeElement);
  if (event.key === "Escape") { event.preventDefault(); closeEvents({ back: true }); }
  else if (event.key === "ArrowDown") { event.preventDefault(); choices[Math.min(at + 1, choices.length - 1)]?.focus(); }
  else if (event.key === "ArrowUp") { event.preventDefault(); (at > 0 ? choices[at - 1] : find("events-search")).focus(); }
  else if (event.key === "Enter" && at < 0) { event.preventDefault(); if (choices.length) pick(choices[0]); }
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick]");
  const choice = event.target.closest("[data-event]");
  if (button) { if (asked === button) closeEvents(); else openEvents(button); }
  else if (choice && asked) pick(choice);
  else if (asked && !event.target.closest("#events")) closeEvents();
});
document.addEventListener("focusin", (event) => {
  if (asked && !event.target.closest("#events") && event.target !== asked) closeEvents();
});
document.addEventListener("htmx:beforeSwap", (event) => { if (asked && event.target.contains(asked)) closeEvents(); });

// Undo and redo: the addresses of this tab, in the order in which they were looked at

const KEPT = "tf-explored";

function read() {
  try { return JSON.parse(sessionStorage.getItem(KEPT)) ?? { addresses: [], at: -1 }; } catch { return { addresses: [], at: -1 }; }
}

function here() { return location.pathname + location.search; }

function note() {
  const trail = read();
  const address = here();
  if (trail.addresses[trail.at] !== address) {
    if (trail.addresses[trail.at - 1] === address) trail.at -= 1;
    else if (trail.addresses[trail.at + 1] === address) trail.at += 1;
    else {
      trail.addresses = [...trail.addresses.slice(Math.max(0, trail.at - 98), trail.at + 1), address];
      trail.at = trail.addresses.length - 1;
    }
  }
  sessionStorage.setItem(KEPT, JSON.stringify(trail));
  find("undo").disabled = trail.at <= 0;
  find("redo").disabled = trail.at >= trail.addresses.length - 1;
}

function step(by) {
  const trail = read();
  const address = trail.addresses[trail.at + by];
  if (address !== undefined) location.assign(address);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-undo]")) step(-1);
  if (event.target.closest("[data-redo]")) step(1);
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (typing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  event.preventDefault();
  step(event.shiftKey ? 1 : -1);
});
document.addEventListener("htmx:pushedIntoHistory", () => {
  document.querySelector(".tf-starts")?.remove(); // somebody has begun
  note();
});
addEventListener("pageshow", note);
note();

// The drawer: who is behind a point, and how to call what is saved

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-behind]");
  if (!link || !find("drawer") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  htmx.ajax("GET", link.getAttribute("href"), { target: "#drawer-content", swap: "innerHTML" });
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "drawer-content" && !find("drawer").open) find("drawer").showModal();
  if (event.target.id === "drawer-content") find("drawer").scrollTop = 0;
});
document.addEventListener("click", (event) => { if (event.target.id === "drawer") event.target.close(); });

// What came, said aloud; and that something is under way

function busy(event) { if (event.target.id === "answer") event.target.setAttribute("aria-busy", event.type === "htmx:beforeRequest"); }
document.addEventListener("htmx:beforeRequest", busy);
document.addEventListener("htmx:afterRequest", busy);
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "answer") return;
  const said = event.target.querySelector("[data-say]");
  if (said) find("said").textContent = said.textContent;
});

// Something new has come: the answer asks again, after what is under way. A time that is over, and
// what takes long to find out, does not.

let stale = false;

function again() {
  const live = document.querySelector("#answered[data-live-chart]");
  if (!live) return;
  stale = find("answer").getAttribute("aria-busy") === "true";
  if (!stale) htmx.trigger(find("answer"), "tf:again");
}
document.body.addEventListener("tf:redraw", again);
// Not when it has settled: then its request is not over yet, and would look as if it were under way.
document.addEventListener("htmx:afterRequest", (event) => { if (event.target.id === "answer" && stale) again(); });

// On a phone the answer comes first; what to look at is one tap away

const narrowScreen = matchMedia("(max-width: 1000px)");
function fold() { if (find("desk")) find("desk").open = !narrowScreen.matches || location.search === ""; }
narrowScreen.addEventListener("change", fold);
fold();
