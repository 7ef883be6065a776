// Elements made in one call; text is always set as text, never as markup.

/** An element: `h("button", {class: "x", onclick: f, disabled: true}, "text", other)`. Null children are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SVG = "http:" + "//www.w3.org/2000/svg";
const SHAPES = {
  back: "M15 5.5L8.5 12l6.5 6.5",
  list: "M4 6.5h16M4 12h16M4 17.5h16",
  map: "M9 4L3.5 6v14L9 18l6 2 5.5-2V4L15 6 9 4zM9 4v14M15 6v14",
  out: "M12 15.5V4M7 8.5l5-5 5 5M4 14v6.5h16V14",
  gear: "M12 8.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2",
  photo: "M3 7h4l2-2.5h6L17 7h4v12H3zM12 9.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7z",
  gallery: "M3 5.5h18v13H3zM3.5 17l5.5-5.5 4 4 2.5-2.5 5 4.5",
  check: "M4.5 12.5l5 5 10-11",
  waiting: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5l3.5 2",
  warning: "M12 3.5L2.5 20h19zM12 10v5M12 17.5v.01",
  person: "M12 3.5a4.5 4.5 0 100 9 4.5 4.5 0 000-9zM3.5 21c.8-4.5 4-6.5 8.5-6.5s7.7 2 8.5 6.5",
  cross: "M5.5 5.5l13 13M18.5 5.5l-13 13",
  pin: "M12 21.5c-4-5-6.5-8.5-6.5-12a6.5 6.5 0 0113 0c0 3.5-2.5 7-6.5 12z",
  sync: "M4.5 12a7.5 7.5 0 0113-5l2 2M19.5 4.5V9H15M19.5 12a7.5 7.5 0 01-13 5l-2-2M4.5 19.5V15H9",
};

/** An icon beside a word; a screen reader passes over it. */
export function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  for (const [key, value] of [["viewBox", "0 0 24 24"], ["class", "icon"], ["aria-hidden", "true"]]) {
    picture.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  picture.append(path);
  return picture;
}

/** A large button with an icon and a word. */
export function button(word, onclick, { kind = "", shape = null, ...more } = {}) {
  return h("button", { type: "button", class: `button ${kind}`.trim(), onclick, ...more }, shape && icon(shape), word);
}

/** A sentence that stands out: `kind` is "good", "waiting", "warning" or "bad". */
export function notice(kind, ...content) {
  const shape = { good: "check", warning: "warning", bad: "warning", waiting: "waiting" }[kind];
  return h("div", { class: `notice notice--${kind}` }, icon(shape), h("div", {}, ...content));
}
