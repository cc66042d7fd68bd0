// Light or dark, before the first pixel: the choice that was made here, or the system's.
// A plain script in the head, because a module would run after the page has been painted.
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try { return localStorage.getItem("tf-theme"); } catch { return null; }
  };
  const apply = () => {
    const theme = chosen() ?? (system.matches ? "dark" : "light");
    if (document.documentElement.dataset.bsTheme === theme) return;
    document.documentElement.dataset.bsTheme = theme;
    document.dispatchEvent(new CustomEvent("tf:theme", { detail: theme }));
  };
  const toggle = () => {
    const next = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
    const same = next === (system.matches ? "dark" : "light");
    try {
      if (same) localStorage.removeItem("tf-theme");
      else localStorage.setItem("tf-theme", next);
    } catch { document.documentElement.dataset.bsTheme = next; }
    apply();
  };
  // Paper is light.
  const onPaper = (paper) => {
    if (!paper) return apply();
    document.documentElement.dataset.bsTheme = "light";
    document.dispatchEvent(new CustomEvent("tf:theme", { detail: "light" }));
  };
  addEventListener("beforeprint", () => onPaper(true));
  addEventListener("afterprint", () => onPaper(false));
  apply();
  system.addEventListener("change", apply);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-theme-toggle]")) toggle();
  });
})();
