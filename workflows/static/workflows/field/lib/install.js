// The browser's offer to put the app on the home screen, kept until the person wants it.

let offer = null;

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
});

export const installable = () => offer !== null;

/** Ask the browser to ask; it does so once. */
export async function install() {
  await offer.prompt();
  offer = null;
}
