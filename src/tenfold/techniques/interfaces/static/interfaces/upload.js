// A file is dropped or chosen, goes up with progress, and the next page opens by itself.
const form = document.getElementById("upload");
const drop = form.querySelector("[data-drop]");
const input = form.querySelector("input[type=file]");
const card = form.querySelector("[data-progress]");
const bar = card.querySelector("progress");
const said = card.querySelector("[data-said]");
let sending = null;

function size(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  let at = 0;
  while (bytes >= 1000 && at < units.length - 1) { bytes /= 1000; at += 1; }
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: units[at], maximumFractionDigits: at > 1 ? 1 : 0 }).format(bytes);
}

function say(sentence) {
  const note = document.createElement("div");
  note.className = "tf-note is-bad";
  const text = document.createElement("p");
  text.textContent = sentence;
  note.append(text);
  document.getElementById("messages").replaceChildren(note);
}

function stop(sentence) {
  sending = null;
  card.hidden = true;
  drop.hidden = false;
  form.reset();
  if (sentence) say(sentence);
}

function finish(request) {
  let answer = {};
  try { answer = JSON.parse(request.responseText); } catch { /* said below: it is no answer of ours */ }
  if (request.status === 201) { location.assign(answer.next); return; }
  stop([answer.title, answer.detail].filter(Boolean).join(" ") || form.dataset.failed);
}

function send(file) {
  if (sending || !file) return;
  document.getElementById("messages").replaceChildren();
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  body.append("file", file);
  const request = sending = new XMLHttpRequest();
  card.querySelector("[data-file]").textContent = `${file.name}, ${size(file.size)}`;
  said.textContent = said.dataset.sending;
  bar.value = 0;
  card.hidden = false;
  drop.hidden = true;
  request.upload.addEventListener("progress", (event) => {
    bar.value = event.loaded / event.total;
    said.textContent = `${size(event.loaded)} / ${size(event.total)}`;
  });
  request.upload.addEventListener("load", () => { said.textContent = said.dataset.reading; });
  request.addEventListener("load", () => finish(request));
  request.addEventListener("error", () => stop(form.dataset.failed));
  request.addEventListener("abort", () => stop(form.dataset.stopped));
  request.open("POST", form.action);
  request.setRequestHeader("X-Requested-With", "upload");
  request.setRequestHeader("Accept", "application/json");
  request.send(body);
}

input.addEventListener("change", () => send(input.files[0]));
form.addEventListener("submit", (event) => { event.preventDefault(); send(input.files[0]); });
card.querySelector("[data-stop]").addEventListener("click", () => sending?.abort());
addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("is-over"); });
addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("is-over"); });
addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("is-over");
  send(event.dataTransfer.files[0]);
});
