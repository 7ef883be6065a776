// The drawing of a workflow is wider than its frame: what is unfolded shows first where the process stands.

/** Scroll the frame of an unfolded drawing, and nothing else, so that the present state stands in its middle. */
export function centrePresentState(root) {
  root.addEventListener("toggle", show, true);
}

function show({ target }) {
  const frame = target.open ? target.querySelector(":scope > .diagram-frame") : null;
  const present = frame?.querySelector(".diagram-state--present");
  if (!present) return;
  const place = present.getBoundingClientRect();
  const around = frame.getBoundingClientRect();
  frame.scrollLeft += place.left + place.width / 2 - (around.left + around.width / 2);
}
