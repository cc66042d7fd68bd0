// What every page can do: dialogs, copying, times that stay true, and words when a request fails.
const words = document.documentElement.dataset;

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open).showModal();
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog").close();
  const copier = event.target.closest("[data-copy]");
  if (copier) copy(copier);
});

document.addEventListener("change", (event) => {
  if (event.target.closest("[data-submit-on-change]")) event.target.form.requestSubmit();
});

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const done = await write(source) ? button.dataset.copied : button.dataset.failed;
  button.dataset.label ??= button.textContent;
  button.textContent = done;
  setTimeout(() => { button.textContent = button.dataset.label; }, 2000);
}

async function write(source) {
  if (navigator.clipboard) {
    try { await navigator.clipboard.writeText(source.textContent); return true; } catch { /* selected below */ }
  }
  // The clipboard is closed to pages without https: the text is at least selected, ready for Ctrl+C.
  getSelection().selectAllChildren(source);
  return document.execCommand("copy");
}

// "2 minutes ago" goes on being true while the page stays open.
const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
const steps = [["second", 60], ["minute", 60], ["hour", 24], ["day", 30], ["month", 12], ["year", Infinity]];

function ago(instant) {
  let amount = (instant - Date.now()) / 1000;
  for (const [unit, size] of steps) {
    if (Math.abs(amount) < size) return relative.format(Math.round(amount), unit);
    amount /= size;
  }
}

export function tell() {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const text = ago(new Date(time.dateTime));
    if (time.textContent !== text) time.textContent = text;
  }
}
setInterval(tell, 1_000);
document.addEventListener("htmx:afterSettle", tell);
document.addEventListener("tf:tell", tell);
tell();

// A request that failed says so in words, at the place where messages stand.
function say(sentence) {
  const note = document.createElement("div");
  note.className = "tf-note is-bad tf-fresh";
  const text = document.createElement("p");
  text.textContent = sentence;
  note.append(text);
  document.getElementById("messages")?.replaceChildren(note);
}
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status >= 400 && xhr.getResponseHeader("HX-Retarget")) event.detail.shouldSwap = true;
});
document.addEventListener("htmx:responseError", (event) => {
  if (!event.detail.xhr.getResponseHeader("HX-Retarget")) say(words.sayFailed);
});
document.addEventListener("htmx:sendError", () => say(words.sayUnreachable));
