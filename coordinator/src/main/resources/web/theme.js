// Before the first paint, so that the page never flashes in the other theme.
(() => {
  try {
    const chosen = localStorage.getItem("cbd-theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    // A browser that keeps nothing follows the system's theme.
  }
})();
