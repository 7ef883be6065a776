// Dialogs are native <dialog>: the browser holds the focus inside and gives it back.

/** An element with data-opens-dialog="id" opens that dialog instead of following its link. */
export function openDialogs(root) {
  root.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens-dialog]");
    const dialog = opener && root.getElementById(opener.dataset.opensDialog);
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
  });
}
