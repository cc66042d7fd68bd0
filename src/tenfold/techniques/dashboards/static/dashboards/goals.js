// What the forms of goals show of themselves, the keys of the check-in, and the button that prints.

// Only the fields that belong to the chosen kind are shown and sent.
function showKind(form) {
  const kind = form.querySelector("[name=kind]").value;
  for (const part of form.querySelectorAll("[data-kind]")) {
    const here = part.dataset.kind.split(" ").includes(kind);
    part.hidden = !here;
    if (part instanceof HTMLFieldSetElement) part.disabled = !here;
  }
}

for (const form of document.querySelectorAll("[data-kinds]")) {
  form.querySelector("[name=kind]").addEventListener("change", () => showKind(form));
  showKind(form);
}

// Days of one's own are asked for only where no quarter, month or year is chosen.
for (const own of document.querySelectorAll("[data-own-dates]")) {
  const period = own.closest("form").querySelector("[name=period]");
  const show = () => { own.hidden = period.value !== "own"; };
  period.addEventListener("change", show);
  show();
}

// 1, 2, 3 choose in the row that has the focus, unless somebody is writing.
for (const form of document.querySelectorAll("[data-check-in]")) {
  form.addEventListener("keydown", (event) => {
    const writes = event.target.matches("input:not([type=radio]):not([type=checkbox]), textarea");
    const at = ["1", "2", "3"].indexOf(event.key);
    const row = event.target.closest("[data-check-row]");
    if (writes || at < 0 || !row || event.ctrlKey || event.metaKey || event.altKey) return;
    const radio = row.querySelectorAll("input[type=radio]")[at];
    radio.checked = true;
    radio.focus();
    event.preventDefault();
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
