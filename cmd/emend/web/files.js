// The list of files with how far each has come. There may be thousands: only the rows in sight are on the page.

import { $, h, fill } from "./dom.js";
import { get } from "./api.js";

const box = $("file-list");
const files = new Map(); // by number, in the order of the list
let order = [];
let row = 34; // pixels, measured once there is one
let current = -1;
let open = () => {};

export const onOpen = (f) => { open = f; };
export const first = (n) => files.get(n)?.first ?? -1;
export const any = () => (order.length ? files.get(order[0]).first : -1);

// beside is the file before (-1) or after (1) one in the list; -1: none.
export function beside(n, by) {
  const k = order.indexOf(n);
  return k < 0 ? -1 : (order[k + by] ?? -1);
}

// list brings the list up to date.
export async function list() {
  const all = (await get("/api/files")).files;
  files.clear();
  for (const f of all) files.set(f.n, f);
  order = all.map((f) => f.n);
  draw();
}

export function tell(f) {
  if (!files.has(f.n)) return;
  files.set(f.n, f);
  draw();
}

// point marks the file that is shown and brings it into sight.
export function point(n) {
  current = n ?? -1;
  const k = order.indexOf(current);
  if (k >= 0 && (k * row < box.scrollTop || (k + 1) * row > box.scrollTop + box.clientHeight)) box.scrollTop = k * row - box.clientHeight / 2;
  draw();
}

function draw() {
  const from = Math.max(0, Math.floor(box.scrollTop / row) - 8);
  const to = Math.min(order.length, Math.ceil((box.scrollTop + (box.clientHeight || 800)) / row) + 8);
  const focused = box.contains(document.activeElement) ? document.activeElement.dataset.n : null;
  fill(box, space(from * row), order.slice(from, to).map((n, k) => item(files.get(n), from + k)), space((order.length - to) * row));
  if (focused) box.querySelector(`[data-n="${focused}"]`)?.focus({ preventScroll: true });
  const seen = box.querySelector("li:not(.space)")?.offsetHeight;
  if (seen && Math.abs(seen - row) > 0.5) {
    row = seen;
    draw();
  }
}

function space(height) {
  const li = h("li", { class: "space", role: "presentation" });
  li.style.setProperty("height", `${height}px`);
  return li;
}

function item(f, k) {
  const done = h("i", {});
  done.style.setProperty("width", `${f.findings ? (100 * (f.findings - f.undecided)) / f.findings : 100}%`);
  return h("li", { class: f.undecided ? "" : "done", "aria-setsize": order.length, "aria-posinset": k + 1 },
    h("button", { type: "button", "data-n": f.n, "aria-current": f.n === current ? "true" : null, onclick: () => open(f.n) },
      h("span", { class: "name", title: f.path, dir: "auto" }, f.path),
      h("span", { class: "left", "aria-label": f.undecided ? `${f.undecided} of ${f.findings} undecided` : "all decided" }, f.undecided ? String(f.undecided) : "✓"),
      h("i", {}, done)));
}

let drawing = 0;
const soon = () => { drawing ||= requestAnimationFrame(() => { drawing = 0; draw(); }); };
box.addEventListener("scroll", soon, { passive: true });
new ResizeObserver(soon).observe(box);
