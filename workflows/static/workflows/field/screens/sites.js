// My sites: nearest first where the phone knows where it is, else by name; what awaits a report stands on top.

import { h, icon, notice } from "../lib/dom.js";
import { distance } from "../lib/geo.js";
import { here, watch } from "../lib/position.js";
import { metres, moment, t } from "../lib/texts.js";
import { all } from "../store/database.js";
import { everyDraft } from "../store/drafts.js";
import { read } from "../store/settings.js";
import { statusLine } from "./status.js";

const MOST = 80;
let searched = "";

export async function sites() {
  const [known, drafts, pack] = [await all("sites"), await everyDraft(), await read("pack")];
  const begun = new Set(drafts.map((draft) => draft.site));
  const list = h("ul", { class: "cards" });
  const search = h("input", {
    type: "search",
    id: "search",
    class: "search",
    placeholder: t("search_sites"),
    "aria-label": t("search_sites"),
    autocomplete: "off",
    oninput: ({ target }) => {
      searched = target.value.trim().toLowerCase();
      show();
    },
  });
  search.value = searched;

  function show() {
    const found = known.filter((site) => [site.name, site.district, site.code].join(" ").toLowerCase().includes(searched));
    const sorted = inOrder(found);
    list.replaceChildren(...sorted.slice(0, MOST).map(({ site, away }) => card(site, away, begun.has(site.code))));
    if (found.length > MOST) list.append(h("li", { class: "question__help" }, t("more_sites", { count: found.length - MOST })));
    if (!found.length) list.append(h("li", {}, searched ? t("nothing_found") : t("no_sites")));
  }

  show();
  let placed = here() !== null;
  const stop = watch((fix) => {
    if (fix && !placed) {
      placed = true;
      show();
    }
  });
  const asOf = pack ? h("p", { class: "question__help" }, t("as_of", { time: moment(pack.at) })) : notice("warning", t("no_pack"));
  return { title: t("tab_sites"), content: [await statusLine(), known.length > 8 ? search : null, list, asOf], live: !searched, leave: stop };
}

function inOrder(found) {
  const me = here();
  const away = (site) => (me ? distance(me, site) : null);
  const rows = found.map((site) => ({ site, away: away(site), waits: awaited(site) }));
  return rows.sort(
    (a, b) => b.waits - a.waits || (a.away ?? 0) - (b.away ?? 0) || a.site.name.localeCompare(b.site.name),
  );
}

const awaited = (site) => Number(site.processes.some((process) => process.steps.length && process.awaits.length));

function card(site, away, begun) {
  return h(
    "li",
    {},
    h(
      "a",
      { class: "card", href: `#/site/${encodeURIComponent(site.code)}` },
      h("strong", { class: "card__name" }, site.name),
      h("span", { class: "card__place" }, [site.district, site.regency].filter(Boolean).join(", ")),
      h("span", { class: "card__stage" }, site.stage_label, away === null ? null : ` · ${metres(away)}`),
      site.flags.length ? h("span", { class: "card__flags" }, icon("warning"), site.flags.join(" · ")) : null,
      begun ? h("span", { class: "card__draft" }, t("draft_here")) : null,
    ),
  );
}
