// The scan: the line beside a finding, and the page with the word framed.

import { h } from "./dom.js";

function frame([left, top, width, height]) {
  const i = h("i", { class: "frame" });
  const pad = 0.006;
  for (const [k, v] of [["left", left - pad], ["top", top - pad], ["width", width + 2 * pad], ["height", height + 2 * pad]]) i.style.setProperty(k, `${v * 100}%`);
  return i;
}

// snippet is the line of the scan around a finding; a click opens the page.
export function snippet(f, open) {
  const s = f.scan;
  if (s.missing) return h("p", { class: "hint scan-missing" }, `Page ${s.page}: ${s.missing}.`);
  const picture = h("img", { alt: `the scan, page ${s.page}: the line of “${f.old}”`, src: `/scan/word/${f.n}` });
  const box = h("span", { class: "snippet" }, picture, s.word.map(frame));
  box.style.setProperty("aspect-ratio", `${Math.max(s.width, 1)} / ${Math.max(s.height, 1)}`);
  picture.addEventListener("error", () => box.replaceChildren("The picture cannot be shown."));
  return h("figure", {}, h("button", { type: "button", "aria-label": `show page ${s.page} of the scan`, "aria-keyshortcuts": "p", onclick: open }, box),
    h("figcaption", {}, `${s.image}, page ${s.page} of ${s.of} `, h("kbd", { "aria-hidden": "true" }, "p")));
}

// page is the whole page, the words framed.
export function page(f) {
  const s = f.scan;
  const frames = s.frames.map(frame);
  const picture = h("img", { alt: `page ${s.page} of the scan`, src: `/scan/page/${f.file}/${s.page}` });
  const box = h("div", { class: "page-picture" }, picture, frames);
  picture.addEventListener("load", () => frames[0]?.scrollIntoView({ block: "center", inline: "center" }));
  picture.addEventListener("error", () => box.replaceChildren("The picture cannot be shown."));
  box.addEventListener("click", () => { box.classList.toggle("large"); frames[0]?.scrollIntoView({ block: "center", inline: "center" }); });
  return box;
}
