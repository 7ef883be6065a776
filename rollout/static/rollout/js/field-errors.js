// What was wrong with an answer is said beside it for as long as that answer stands: another one is judged when it is sent.

/** A field that was refused loses its error when something else is filled in, and gets it back with the old answer. */
export function settleErrors(root) {
  for (const field of root.querySelectorAll(".form .field--error")) {
    const refused = answerOf(field);
    for (const name of ["input", "change"]) {
      field.addEventListener(name, () => {
        const answer = answerOf(field);
        show(field, answer === "" || answer === refused);
      });
    }
  }
}

function answerOf(field) {
  const controls = [...field.querySelectorAll("input, select, textarea")];
  const given = controls.filter((control) => !["radio", "checkbox"].includes(control.type) || control.checked);
  return given.map((control) => control.value.trim()).join("\n");
}

function show(field, wrong) {
  field.classList.toggle("field--error", wrong);
  for (const error of field.querySelectorAll(".errorlist")) error.hidden = !wrong;
  for (const control of field.querySelectorAll("[aria-invalid]")) control.setAttribute("aria-invalid", String(wrong));
}
