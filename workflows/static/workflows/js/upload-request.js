// One request of the upload queue. XMLHttpRequest, because fetch cannot tell how much of a body has gone out.

/**
 * Post the fields; resolves, never rejects, to {html, guards, version, sentences}. ``html`` is missing when nothing was kept and
 * the server could not be reached or refused the request as a whole.
 */
export function send(url, fields, words, onProgress = () => {}) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress((event.loaded / event.total) * 100);
    });
    request.addEventListener("load", () => resolve(read(request, words)));
    for (const failure of ["error", "abort", "timeout"]) {
      request.addEventListener(failure, () => resolve({ sentences: [words.noAnswer] }));
    }
    request.send(fields);
  });
}

function read(request, words) {
  if (request.getResponseHeader("Content-Type")?.startsWith("application/json")) {
    const { html, guards, version, sentences } = JSON.parse(request.responseText);
    return { html, guards, version, sentences: sentences ?? [] };
  }
  // A page instead of an answer: the login page, when the session has ended, or an error page.
  const loggedOut = request.responseURL && new URL(request.responseURL).pathname.includes("/login");
  return { sentences: [loggedOut ? words.loggedOut : words.noAnswer] };
}
