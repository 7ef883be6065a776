// Whoever logs out may leave the device to somebody else: what he typed and did not send goes with him, after a question.
import { forget, keepsAny } from "../../workflows/js/draft-store.js";

/** The log-out form asks first where something was typed and not sent; the question's own form forgets it. */
export function forgetAtLogOut(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-log-out]") && keepsAny()) {
      event.preventDefault();
      root.querySelector("[data-log-out-question] dialog").showModal();
    } else if (form.matches("[data-log-out-question] form[method=post]")) forget();
  });
}
