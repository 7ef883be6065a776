// The app's sentences in the language of the phone's person, from the catalogue that the server made with the app.

import { read, write } from "../store/settings.js";

let sentences = {};
let language = "id";

/** Load the catalogue of the chosen language; it is part of the app's shell, so it is there without a signal. */
export async function loadTexts() {
  language = (await read("language")) ?? "id";
  const places = JSON.parse(document.getElementById("places").textContent);
  sentences = await (await fetch(places.texts[language])).json();
  document.documentElement.lang = language;
}

export const spoken = () => language;

export async function choose(chosen) {
  await write("language", chosen);
  await loadTexts();
}

/** The sentence of that name with its `{places}` filled in; one with `one` and `other` goes by the number `count`. */
export function t(name, values = {}) {
  const found = sentences[name] ?? name;
  const text = typeof found === "string" ? found : found[values.count === 1 ? "one" : "other"];
  return text.replace(/\{(\w+)\}/g, (place, key) => String(values[key] ?? place));
}

/** A moment of the device's clock or the server's, in Western Indonesian time: the day, and the hour. */
export function moment(value) {
  return new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Asia/Pontianak",
  }).format(new Date(value));
}

/** A day, of ISO text, in words. */
export function day(value) {
  const written = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  return written.format(new Date(`${value.slice(0, 10)}T00:00Z`));
}

export function number(value, places = 0) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: places }).format(value);
}

/** Bytes for a person: kB below a megabyte, GB from a thousand of them on. */
export function size(bytes) {
  if (bytes < 1_000_000) return `${number(bytes / 1000)} kB`;
  return bytes < 1_000_000_000 ? `${number(bytes / 1_000_000, 1)} MB` : `${number(bytes / 1_000_000_000, 1)} GB`;
}

/** Metres for a person: km from a thousand on. */
export function metres(value) {
  return value < 1000 ? `${number(value)} m` : `${number(value / 1000, 1)} km`;
}
