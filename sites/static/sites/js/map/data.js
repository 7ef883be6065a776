// Fetching: every failure is one of three that the page has a sentence for.

import { decode } from "./columns.js";

/** Nobody is logged in any more. */
export class LoggedOut extends Error {}

/** The server could not be reached. */
export class Offline extends Error {}

/** The server answered with an error; ``sentence`` is what it said to the reader, or "". */
export class Refused extends Error {
  constructor(message, sentence = "") {
    super(message);
    this.sentence = sentence;
  }
}

async function get(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Offline(url);
  }
  if (response.status === 401) throw new LoggedOut(url);
  if (!response.ok) {
    const plain = response.headers.get("Content-Type")?.startsWith("text/plain");
    throw new Refused(`${response.status} ${url}`, plain ? await body(response, "text") : "");
  }
  return response;
}

async function body(response, read) {
  try {
    return await response[read]();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Offline(response.url);
  }
}

/** {header, columns, etag, asOf}: a layer, its version, and when the server confirmed it. */
export async function fetchLayer(url, options) {
  const response = await get(url, options);
  const layer = decode(await body(response, "arrayBuffer"));
  return { ...layer, etag: response.headers.get("ETag"), asOf: new Date(response.headers.get("Date") ?? Date.now()) };
}

export async function fetchJson(url) {
  return body(await get(url), "json");
}

/** A piece of a page. */
export async function fetchFragment(url, signal) {
  const html = await body(await get(url, { signal }), "text");
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
}
