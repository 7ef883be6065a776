// A photo opens beside what is being read or filled in, where there is room for it; elsewhere its link opens the original.

const ROOM = "(min-width: 62rem)";

/** Make the links with data-view show their photo in the page's viewer. */
export function offerViewer(root) {
  const viewer = root.querySelector("[data-viewer]");
  if (!viewer) return;
  const image = viewer.querySelector("[data-viewer-image]");
  let opener = null;

  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-view]");
    if (!link || !matchMedia(ROOM).matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    opener = link;
    image.src = link.dataset.view;
    image.alt = link.dataset.caption;
    viewer.querySelector("[data-viewer-caption]").textContent = link.dataset.caption;
    viewer.querySelector("[data-viewer-original]").href = link.href;
    viewer.hidden = false;
    viewer.scrollIntoView({ block: "nearest" });
    viewer.querySelector("[data-viewer-close]").focus({ preventScroll: true });
  });

  const close = () => {
    viewer.hidden = true;
    opener?.focus({ preventScroll: true });
  };
  viewer.querySelector("[data-viewer-close]").addEventListener("click", close);
  viewer.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
}
