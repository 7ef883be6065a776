// What the page tells its script: addresses, vocabulary and sentences, in one JSON block.

export const config = JSON.parse(document.getElementById("map-config").textContent);

// Made when first needed: each costs milliseconds, and not every one is needed before the map is there.
const once = (make) => {
  let made;
  return () => (made ??= make());
};
const DATE = { day: "numeric", month: "short", year: "numeric" };
const dates = config.language === "en" ? "en-GB" : config.language;
const plurals = once(() => new Intl.PluralRules(config.language));
const numbers = once(() => new Intl.NumberFormat(config.language));
const calendar = once(() => new Intl.DateTimeFormat(dates, { ...DATE, timeZone: "UTC" }));
const clock = once(() => new Intl.DateTimeFormat(dates, { ...DATE, hour: "2-digit", minute: "2-digit", timeZone: config.timeZone }));

/** A number as the language writes it. */
export function number(value) {
  return numbers().format(value);
}

/** Day and time in the programme's time zone. */
export function moment(date) {
  return clock().format(date);
}

/** A day ("2026-11-15") as the language writes it. */
export function dayText(iso) {
  return calendar().format(new Date(iso));
}

/**
 * The sentence of that name with ``{name}`` filled in; a number chooses between its forms for one and several by
 * ``values.count``.
 */
export function text(name, values = {}) {
  const entry = config.text[name];
  const pattern = typeof entry === "string" ? entry : entry[plurals().select(values.count) === "one" ? "one" : "other"];
  return pattern.replace(/\{(\w+)\}/g, (_, key) => (typeof values[key] === "number" ? number(values[key]) : values[key]));
}

/** {label, href()}: the way to log in, and from there back to what is shown when it is taken. */
export function logIn() {
  const href = () => {
    const next = encodeURIComponent(location.pathname + location.search + location.hash);
    return `${config.urls.login}?next=${next}`;
  };
  return { label: text("log_in"), href };
}

/** The address of a site's panel. */
export function panelAddress(code) {
  return config.urls.panel.replace(config.urls.anyCode, encodeURIComponent(code));
}
