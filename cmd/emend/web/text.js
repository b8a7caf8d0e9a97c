// The text with its findings marked in place. A window of it is held; more comes as the reader scrolls.

import { $, h, fill, shown } from "./dom.js";
import { get } from "./api.js";

const main = $("text");
let file = -1, edition = "", from = 0, to = 0, of = 0, loading = false;
let marks = {};
let visit = () => {};

export const onVisit = (f) => { visit = f; };
export const shownFile = () => file;

// holds reports whether a finding stands in what is shown.
export const holds = (f) => f.file === file && f.edition === edition && main.querySelector(`a[data-n="${f.n}"]`) !== null;

const top = h("div", { class: "edge" }), bottom = h("div", { class: "edge" });
const body = h("div", { class: "body" });
const title = h("h2", { class: "path" });
main.append(title, top, body, bottom);

new IntersectionObserver((seen) => {
  for (const s of seen) if (s.isIntersecting) more(s.target === top ? -1 : 1);
}, { rootMargin: "800px" }).observe(top);
new IntersectionObserver((seen) => {
  for (const s of seen) if (s.isIntersecting) more(1);
}, { rootMargin: "800px" }).observe(bottom);

// show loads the window around a finding.
export async function show(n) {
  const t = await get("/api/text", { finding: n });
  if (t.file !== file) window.scrollTo({ top: 0 });
  file = t.file; edition = t.edition; of = t.of; marks = t.marks;
  from = t.blocks.length ? t.blocks[0].i : 0;
  to = from + t.blocks.length;
  title.textContent = t.path;
  main.toggleAttribute("data-scan", t.scans > 0);
  fill(body, t.blocks.map(block));
  edges();
}

export function clear(message) {
  file = -1; from = to = of = 0; marks = {};
  title.textContent = "";
  fill(body, message ? h("p", { class: "empty" }, message) : null);
  edges();
}

function edges() {
  top.hidden = from === 0;
  bottom.hidden = to >= of;
}

async function more(by) {
  if (loading || file < 0 || (by < 0 ? from === 0 : to >= of)) return;
  loading = true;
  const wanted = file;
  try {
    const ask = by < 0 ? { file, from: Math.max(0, from - 40), to: from } : { file, from: to, to: Math.min(of, to + 40) };
    const t = await get("/api/text", ask);
    if (wanted !== file || t.edition !== edition) return;
    Object.assign(marks, t.marks);
    if (by < 0) {
      const before = document.documentElement.scrollHeight, at = window.scrollY;
      body.prepend(...t.blocks.map(block));
      from = ask.from;
      const grown = document.documentElement.scrollHeight - before;
      if (Math.abs(window.scrollY - at) < 2) window.scrollTo({ top: at + grown });
    } else {
      body.append(...t.blocks.map(block));
      to = ask.to;
    }
    edges();
  } catch {
    // the next scroll tries again
  } finally {
    loading = false;
  }
}

// block is one paragraph. The runs of one finding are one link.
function block(b) {
  const p = h("p", { class: `block ${b.kind}${b.flow ? " flow" : ""}${b.more ? " more" : ""}`, dir: "auto" });
  let open = null;
  for (const r of b.runs) {
    const look = [r.q && "quotation", r.c && "citation", r.k && "kept"].filter(Boolean).join(" ");
    if (r.n === undefined) {
      open = null;
      p.append(look ? h("span", { class: look }, r.t) : r.t);
      continue;
    }
    if (!open || open.dataset.n !== String(r.n)) {
      open = h("a", { class: "mark", href: `#${r.n}`, "data-n": r.n, onclick: (e) => { e.preventDefault(); visit(r.n); } }, h("span", { class: "old" }));
      p.append(open);
    }
    open.firstChild.append(look ? h("span", { class: look }, shown(r.t)) : shown(r.t));
  }
  for (const a of p.querySelectorAll("a.mark")) paint(a);
  if (!b.page) return p;
  return h("div", { class: "paged" }, h("span", { class: "page", "aria-label": `page ${b.page} of the scan` }, `${b.page}`), p);
}

const looks = { "undecided": "doubt", "accepted": "accepted", "left as it is": "left", "sic": "sic", "a word of the project": "left", "decided by somebody else": "left" };

function paint(a) {
  const m = marks[a.dataset.n];
  if (!m) return;
  a.className = `mark ${looks[m.state] ?? "left"}${m.state === "decided by somebody else" && m.new ? " accepted" : ""}`;
  a.querySelector(".new")?.remove();
  const accepted = a.classList.contains("accepted");
  if (accepted) a.append(h("span", { class: "new" }, shown(m.new ?? "")));
  a.setAttribute("aria-label", accepted ? `${m.old} becomes ${m.new || "nothing"}` : `${m.old}, ${m.state}`);
}

// take puts in what has become of findings.
export function take(news) {
  Object.assign(marks, news);
  for (const n of Object.keys(news)) for (const a of main.querySelectorAll(`a[data-n="${n}"]`)) paint(a);
}

// refresh asks again what has become of the findings that are shown.
export async function refresh() {
  if (file < 0) return;
  const t = await get("/api/text", { file, from, to: Math.min(to, from + 400) });
  take(t.marks);
}

// point makes a finding the current one and brings it into sight.
export function point(n) {
  for (const a of main.querySelectorAll("a.mark[aria-current]")) a.removeAttribute("aria-current");
  const all = main.querySelectorAll(`a[data-n="${n}"]`);
  for (const a of all) a.setAttribute("aria-current", "true");
  all[0]?.scrollIntoView({ block: "center", behavior: "instant" });
}
