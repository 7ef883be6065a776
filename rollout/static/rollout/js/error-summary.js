// What is wrong with a form is said first, and each line leads to its field.

/** Put the focus on the error summary, and make its links focus the field itself (of a group: its first choice). */
export function focusErrorSummary(root) {
  const summary = root.querySelector("[data-error-summary]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && root.getElementById(link.hash.slice(1));
    if (!target) return;
    const control = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
    if (!control) return;
    event.preventDefault();
    control.closest(".field")?.scrollIntoView({ block: "start" });
    control.focus({ preventScroll: true });
  });
}
