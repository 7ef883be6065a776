// Light, dark, or as the device says. The server reads the cookie and draws the next page right from the start.

const YEAR = 365 * 24 * 60 * 60;

/** Make the appearance switches work, and tell the page ("themechange" on document) so that a canvas can be drawn anew. */
export function offerThemes(root) {
  for (const group of root.querySelectorAll("[data-theme-switch]")) {
    group.dataset.ready = "";
    group.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) choose(root, button.value);
    });
  }
}

function choose(root, theme) {
  root.documentElement.dataset.theme = theme;
  const secure = location.protocol === "https:" ? "; secure" : "";
  root.cookie = `theme=${theme}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
  for (const button of root.querySelectorAll("[data-theme-switch] button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
  root.dispatchEvent(new CustomEvent("themechange", { detail: { theme } }));
}
