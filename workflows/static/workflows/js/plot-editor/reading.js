// The server reads what was pasted or opened, by the same rules as the form: one reader for every notation.

/** The geometry in a text, or the sentence why there is none: {geometry} or {sentence}. */
export async function readShape(form, words, shape, text) {
  const fields = new FormData();
  fields.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  fields.append("shape", shape);
  fields.append("text", text);
  try {
    const answer = await fetch(words.readUrl, { method: "POST", body: fields });
    const { geometry, sentences } = await answer.json();
    return geometry ? { geometry } : { sentence: sentences.join(" ") };
  } catch {
    return { sentence: words.noAnswer };
  }
}
