// The server, asked for a while and no longer: every failure is told apart by what the phone should do next.

import { read, write, writeAll } from "../store/settings.js";

const PREFIX = "/api/v1/field";
const PATIENCE_MS = 45_000;
const PROBLEM = "application/problem+json";
// Only these are the server's own word about what was sent; anything else, a relay that cut the request short or a
// gateway's page, is as good as no answer.
const MEANT = new Set([401, 403, 404, 409, 413, 415, 422, 460]);

/** The server was not reached, or is busy: try again later. */
export class Later extends Error {}

/** The office ended this enrolment; `message` is its sentence. */
export class Revoked extends Error {}

/** The server's answer to what was asked, when that is no. */
export class Refused extends Error {
  constructor(status, body, headers) {
    super(body.detail ?? body.title ?? String(status));
    Object.assign(this, { status, body, headers });
  }
}

/** How far the server has a file; an answer without it is none. */
export function offsetIn(headers) {
  const said = headers.get("Upload-Offset");
  if (!/^\d+$/.test(said ?? "")) throw new Later("no offset");
  return Number(said);
}

/** The answer's response, its JSON under `data`. Raises Later, Revoked and Refused. */
export async function call(method, path, { json, bytes, headers = {}, patience = PATIENCE_MS } = {}) {
  const token = await read("token");
  const sent = { "Accept-Language": (await read("language")) ?? "id", Accept: "application/json", ...headers };
  if (token) sent.Authorization = `Bearer ${token}`;
  if (json !== undefined) sent["Content-Type"] = "application/json";
  const response = await reached(PREFIX + path, {
    method,
    headers: sent,
    body: json === undefined ? bytes : JSON.stringify(json),
    credentials: "omit",
    cache: "no-store",
    patience,
  });
  const data = await bodyOf(response);
  if (response.ok) {
    if (data?.server_time) await write("skew", Date.now() - Date.parse(data.server_time));
    return { status: response.status, headers: response.headers, data };
  }
  if (!MEANT.has(response.status) || !response.headers.get("Content-Type")?.startsWith(PROBLEM)) {
    throw new Later(`answered ${response.status}`);
  }
  if (response.status === 401 && token) {
    await writeAll({ revoked: data?.detail ?? "revoked" });
    throw new Revoked(data?.detail);
  }
  throw new Refused(response.status, data ?? {}, response.headers);
}

async function reached(address, { patience, ...options }) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), patience);
  try {
    const response = await fetch(address, { ...options, signal: giveUp.signal });
    // The body is part of the answer: a line that breaks in the middle has not answered.
    const text = options.method === "HEAD" ? "" : await response.text();
    return { ok: response.ok, status: response.status, headers: response.headers, text };
  } catch (error) {
    throw new Later(error.message);
  } finally {
    clearTimeout(timer);
  }
}

async function bodyOf({ text, ok }) {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    // A barracks' gateway answers with a page of its own.
    if (ok) throw new Later("not the server");
    return null;
  }
}
