// Logging in again in another tab changes the token that forms must carry; a page that was open all the while takes the
// new one from the cookie, so that nothing typed into it is lost.

/** Put the present token into the form's hidden field and return it. */
export function freshToken(form) {
  const field = form.elements.csrfmiddlewaretoken;
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  if (cookie) field.value = cookie.slice("csrftoken=".length);
  return field.value;
}
