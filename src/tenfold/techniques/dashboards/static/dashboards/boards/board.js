// A board in the browser: menus that close, and arranging where that is allowed.
if (document.getElementById("arrange")) await import("./arrange.js");

const menus = () => document.querySelectorAll("[data-menu][open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) { menu.open = false; menu.querySelector("summary").focus(); }
});
document.addEventListener("focusin", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
// The picture that a figure offers, from the tile's menu.
document.addEventListener("click", (event) => {
  const wanted = event.target.closest("[data-tile-picture]");
  wanted?.closest("[data-tile]").querySelector("[data-picture]")?.click();
});
