// Another language shows the same page: with the view and the filters the person has chosen since it was loaded.

/** A form with data-keeps-address comes back to what the address says when it is sent. */
export function keepAddress(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-keeps-address")) {
      form.elements.next.value = location.pathname + location.search + location.hash;
    }
  });
}
