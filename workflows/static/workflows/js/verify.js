// Compares a chosen PDF with a paper by its SHA-256, in the browser: the file is not sent. Without a digest (an address
// that is not secure) or without a paper to compare with, the form is sent as it is.

const form = document.querySelector("[data-verify-file]");

if (form?.dataset.issued && window.crypto?.subtle) {
  const input = form.querySelector("input[type=file]");
  const answers = [...form.querySelectorAll("[data-hashed]")];

  const show = (answer) => {
    for (const one of answers) one.hidden = one.dataset.hashed !== answer;
  };

  const compare = async () => {
    show(undefined);
    const [file] = input.files;
    if (!file) return;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const { issued, signed } = form.dataset;
    show(sha256 === issued ? "issued" : sha256 === signed ? "signed" : "");
  };

  input.addEventListener("change", compare);
  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    compare();
  }, { capture: true });
}
