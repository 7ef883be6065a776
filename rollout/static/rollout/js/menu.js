// Menus are <details data-menu>: the browser opens them; this closes them as a menu should close.

/** Close an open menu on Escape (the focus returns to its button), on a click beside it, and when the focus leaves it. */
export function closeMenus(root) {
  const open = () => root.querySelectorAll("details[data-menu][open]");

  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  for (const type of ["click", "focusin"]) {
    root.addEventListener(type, (event) => {
      for (const menu of open()) {
        if (!menu.contains(event.target)) menu.open = false;
      }
    });
  }
}
