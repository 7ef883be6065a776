// Where photos were taken: the device's position at a touch, typed by hand otherwise.
import { asPair, canLocate, devicePosition } from "./device-position.js";

/** Make the "use my position" buttons work, also in parts of the page that come later: call it again for those. */
export function offerOwnPosition(root) {
  for (const place of root.querySelectorAll("[data-place]:not([data-ready])")) offer(place);
}

function offer(place) {
  const part = (name) => place.querySelector(`[data-place-${name}]`);
  const [button, text, source, accuracy, status] = ["locate", "position", "source", "accuracy", "status"].map(part);
  place.dataset.ready = "";
  button.hidden = !canLocate();

  button.addEventListener("click", async () => {
    status.textContent = button.dataset.searching;
    button.disabled = true;
    try {
      const found = await devicePosition();
      text.value = asPair(found.longitude, found.latitude);
      source.value = "device";
      accuracy.value = String(Math.round(found.accuracy));
      status.textContent = button.dataset.found.replace("{metres}", accuracy.value);
    } catch {
      status.textContent = button.dataset.failed;
    }
    button.disabled = false;
  });

  text.addEventListener("input", () => {
    source.value = text.value.trim() ? "typed" : "";
    accuracy.value = "";
    status.textContent = "";
  });
}
