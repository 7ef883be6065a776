// One slot for photos: taken by the camera or chosen, made smaller, kept at once, each with where and when.

import { button, h, icon, notice } from "../lib/dom.js";
import { distanceToRing } from "../lib/geo.js";
import { hashOf, prepare } from "../lib/photo.js";
import { here } from "../lib/position.js";
import { metres, moment, t } from "../lib/texts.js";
import { fileOf, keep } from "../store/files.js";

/**
 * The element of a slot. `draft.photos` is changed in place and `changed()` told, which keeps the draft; `site` gives
 * the plot for the distance.
 */
export function photoSlot(slot, draft, site, changed) {
  const list = h("ul", { class: "photos" });
  const trouble = h("div", { role: "alert" });
  const count = h("p", { class: "question__help" });
  const own = () => draft.photos.filter((photo) => photo.slot === slot.slot);

  async function show() {
    count.textContent = t("photos_of", { have: own().length, asked: slot.minimum });
    const cards = await Promise.all(own().map((photo) => card(photo, take)));
    list.replaceChildren(...cards);
  }

  async function take(photo) {
    draft.photos.splice(draft.photos.indexOf(photo), 1);
    await changed();
    await show();
  }

  async function add({ target }) {
    const chosen = [...target.files];
    target.value = "";
    trouble.replaceChildren();
    for (const file of chosen) {
      list.append(h("li", { class: "photo photo--coming" }, t("photo_coming")));
      try {
        draft.photos.push(await kept(file, slot, site));
        await changed();
      } catch (error) {
        // This is what createImageBitmap says of a file it cannot read; all else is want of room.
        trouble.replaceChildren(notice("bad", t(error.name === "InvalidStateError" ? "no_picture" : "no_room")));
      }
      await show();
    }
  }

  const input = (more) => h("input", { type: "file", class: "unseen", accept: acceptOf(slot), onchange: add, ...more });
  const camera = input({ capture: "environment", "data-slot": slot.slot });
  const gallery = input({ multiple: true, "data-gallery": slot.slot });
  show();
  return h(
    "section",
    { class: "question" },
    h("h2", { class: "question__label" }, slot.label),
    count,
    list,
    trouble,
    h(
      "div",
      { class: "pair" },
      button(t("take_photo"), () => camera.click(), { kind: "button--strong", shape: "photo" }),
      button(t("choose_photo"), () => gallery.click(), { shape: "gallery" }),
    ),
    camera,
    gallery,
  );
}

const acceptOf = (slot) => (slot.accepts === "document" ? "image/*,application/pdf" : "image/*");

/** The photo as a draft and an item name it; its bytes are in the phone's store before it is named. */
async function kept(file, slot, site) {
  const common = { slot: slot.slot, captured_at: new Date().toISOString(), position: here() };
  if (file.type === "application/pdf") {
    const sha256 = await hashOf(file);
    await keep(sha256, file);
    return { ...common, sha256, size: file.size, content_type: file.type, name: file.name, thumb: null, thumb_size: null };
  }
  const made = await prepare(file);
  await keep(made.sha256, made.photo);
  await keep(made.thumbSha256, made.thumb);
  return {
    ...common,
    sha256: made.sha256,
    size: made.photo.size,
    content_type: "image/jpeg",
    name: `${slot.slot}-${made.sha256.slice(0, 8)}.jpg`,
    thumb: made.thumbSha256,
    thumb_size: made.thumb.size,
    distance_m: common.position && site.plot ? distanceToRing(common.position, site.plot) : null,
  };
}

async function card(photo, take) {
  const picture = photo.thumb && (await fileOf(photo.thumb));
  return h(
    "li",
    { class: "photo" },
    picture ? h("img", { src: URL.createObjectURL(picture.blob), alt: "", onload: forget }) : icon("photo"),
    h("p", {}, moment(photo.captured_at), h("br"), placeOf(photo)),
    button(t("remove"), () => take(photo), { shape: "cross", "aria-label": t("remove_photo") }),
  );
}

function placeOf({ position, distance_m: away }) {
  if (!position) return t("no_position");
  const said = t("accuracy", { metres: metres(position.accuracy_m), seconds: position.fix_age_s });
  return away === null || away === undefined ? said : `${said} · ${t("from_plot", { metres: metres(away) })}`;
}

const forget = ({ target }) => URL.revokeObjectURL(target.src);
