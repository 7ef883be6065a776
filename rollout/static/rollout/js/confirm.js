// A form is sent once. The server answers a second sending correctly too; this spares the person the question.

/** After a POST form was submitted, its buttons rest and the pressed one says so; a page shown again from the cache is fresh. */
export function guardSubmits(root) {
  const resting = new Map();

  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-repeatable")) return;
    if (resting.has(form)) {
      event.preventDefault();
      return;
    }
    // Not earlier: another listener may still refuse, and a disabled button's own value would not be sent.
    setTimeout(() => {
      if (event.defaultPrevented) return;
      const buttons = [...form.elements].filter((element) => element.type === "submit" && !element.disabled);
      resting.set(form, { buttons, pressed: event.submitter, content: event.submitter ? [...event.submitter.childNodes] : [] });
      for (const button of buttons) button.disabled = true;
      if (event.submitter && form.matches(".form")) event.submitter.replaceChildren(root.body.dataset.sending);
    });
  });

  window.addEventListener("pageshow", () => {
    for (const { buttons, pressed, content } of resting.values()) {
      for (const button of buttons) button.disabled = false;
      if (pressed) pressed.replaceChildren(...content);
    }
    resting.clear();
  });
}
