// Light or dark on a wall, before the first pixel: as its address says, or as the screen's system has it.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    root.dataset.bsTheme = root.dataset.wallTheme || (system.matches ? "dark" : "light");
    document.dispatchEvent(new CustomEvent("tf:theme", { detail: root.dataset.bsTheme }));
  };
  apply();
  system.addEventListener("change", apply);
})();
