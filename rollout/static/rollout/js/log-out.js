// Whoever logs out may leave the device to somebody else: what he typed and did not send goes with him.
import { forget } from "../../workflows/js/draft-store.js";

/** Forget all drafts when the log-out form is sent. */
export function forgetAtLogOut(root) {
  root.addEventListener("submit", (event) => {
    if (event.target.matches("[data-log-out]")) forget();
  });
}
