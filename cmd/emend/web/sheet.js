// Sheets lie over the page: series, the diff, the keys, the scan. And the question that is asked in between.

import { $, h, fill, count, shown, key } from "./dom.js";
import { get } from "./api.js";

const sheet = $("sheet"), body = $("sheet-body"), foot = $("sheet-foot");
let press = () => false;

export const isOpen = () => sheet.open;
export const close = () => { if (sheet.open) sheet.close(); };
$("sheet-close").addEventListener("click", close);
sheet.addEventListener("close", () => { fill(body); fill(foot); press = () => false; });
sheet.addEventListener("click", (e) => { if (e.target === sheet) close(); });

// open shows a sheet. keys is told of keys, and says whether one was its own.
export function open(title, kind, content, footer, keys) {
  $("sheet-title").textContent = title;
  sheet.className = kind;
  fill(body, content);
  fill(foot, footer ?? []);
  foot.hidden = !footer;
  press = keys ?? (() => false);
  if (!sheet.open) sheet.showModal();
  body.scrollTop = 0;
  body.focus({ preventScroll: true });
}

export function pressed(k) {
  if (press(k)) return true;
  if (k === "q") close();
  return true;
}

// ask wants a line of text (text !== null) or yes. null: thought better of it.
const question = $("ask");
let settle = null;
export const isAsking = () => question.open;

export function ask(what, text = null, yes = "OK") {
  fill($("ask-what"), what);
  const input = $("ask-text");
  input.hidden = text === null;
  input.value = text ?? "";
  fill($("ask-yes"), yes, " ", text === null ? key("y") : key("↵"));
  fill($("ask-no"), "Cancel ", text === null ? key("n") : key("esc"));
  question.showModal();
  (text === null ? $("ask-yes") : input).focus();
  input.select();
  return new Promise((resolve) => { settle = resolve; });
}

function settled(answer) {
  const done = settle;
  settle = null;
  if (question.open) question.close();
  done?.(answer);
}
question.addEventListener("close", () => settled(null));
question.querySelector("form").addEventListener("submit", (e) => { e.preventDefault(); settled($("ask-text").hidden ? true : $("ask-text").value); });
$("ask-no").addEventListener("click", () => settled(null));

export function askKey(k) {
  if (!$("ask-text").hidden) return false;
  if (k === "y") settled(true);
  else if (k === "n" || k === "q") settled(null);
  else return false;
  return true;
}

// Lists: j and k choose.
function chooser(rows, chosen) {
  let at = 0;
  const go = (to) => {
    rows()[at]?.removeAttribute("aria-selected");
    at = Math.max(0, Math.min(to, rows().length - 1));
    const row = rows()[at];
    row?.setAttribute("aria-selected", "true");
    row?.scrollIntoView({ block: "nearest" });
  };
  go(0);
  return {
    at: () => at,
    go,
    key(k) {
      const by = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[k];
      if (by) go(at + by);
      else if (k === "Enter" || k === "o") chosen(at);
      else return false;
      return true;
    },
  };
}

// seriesList shows the series; choose is called with a finding of the one that was chosen.
export async function seriesList(choose) {
  const list = await get("/api/series", { from: 0 });
  if (!list.of) return false;
  const rows = h("ol", { class: "series-list" });
  const add = (series) => rows.append(...series.map((s) => h("li", { onclick: () => choose(s.n) },
    h("button", { type: "button", class: "pair" }, h("span", { class: "old" }, shown(s.old)), h("span", { class: "arrow" }, " → "), h("span", { class: "new" }, s.new === "" ? "nothing" : s.new)),
    h("p", { class: "meta" }, `${count(s.count, "place")} in ${count(s.files, "file")}, about ${count(Math.round(s.expected), "error")}`, h("span", { class: "rule" }, s.rule)),
    h("ul", {}, s.places.map((p) => h("li", { dir: "auto" }, line(p)))))));
  add(list.series);
  let from = list.series.length;
  const more = h("button", { type: "button", class: "more", hidden: from >= list.of, onclick: async () => {
    const next = await get("/api/series", { from });
    add(next.series);
    from += next.series.length;
    more.hidden = from >= next.of || !next.series.length;
  } }, "more");
  const choice = chooser(() => [...rows.children], (at) => rows.children[at]?.click());
  open(`${list.of.toLocaleString("en")} series of findings alike`, "series", [rows, more], [h("p", { class: "hint" }, key("j"), " ", key("k"), " choose, ", key("↵"), " opens")], choice.key);
  choice.go(0);
  return true;
}

const line = (p) => [`… ${p.before} `, h("b", {}, shown(p.old)), ` ${p.after} …`];

// series shows one: decide(do, except, count) answers for it, visit(n) shows a place by itself, back leads to the list.
export async function series(n, { decide, never, word, visit, back }) {
  const s = await get(`/api/series/${n}`);
  if (s.count === 0) return back();
  const off = new Set();
  const rows = h("ol", { class: "places" });
  const add = (places) => rows.append(...places.map((p) => h("li", { "data-n": p.n },
    h("label", {}, h("input", { type: "checkbox", checked: true, tabindex: "-1", onchange: (e) => { e.target.checked ? off.delete(p.n) : off.add(p.n); tell(); } }), h("span", { dir: "auto" }, line(p))),
    h("span", { class: "at" }, `${p.path}:${p.line}`))));
  const these = h("span", {});
  const tell = () => { these.textContent = off.size ? `Accept the ${s.count - off.size} marked ` : "Accept the marked "; };
  tell();
  add(s.places);
  let held = s.places.length;
  const more = h("button", { type: "button", class: "more", hidden: held >= s.count, onclick: async () => {
    const next = await get(`/api/series/${n}`, { from: held });
    add(next.places);
    held += next.places.length;
    more.hidden = held >= s.count || !next.places.length;
  } }, `more, ${s.count - held} are not shown`);
  const choice = chooser(() => [...rows.children], (at) => visit(Number(rows.children[at].dataset.n)));
  const all = () => decide("accept", [], s.count, `Accept all ${s.count}?`);
  const some = () => decide("accept", [...off], s.count, `Accept the ${s.count - off.size} marked, leave ${off.size} undecided?`);
  const none = () => decide("leave", [], s.count, `Leave all ${s.count} as they are?`);
  const keys = (k) => {
    switch (k) {
      case "a": all(); break;
      case "y": some(); break;
      case "d": case "n": none(); break;
      case "v": never(s.n); break;
      case "w": word(s.n); break;
      case "q": back(); break;
      case "x": case " ": rows.children[choice.at()]?.querySelector("input").click(); break;
      default: return choice.key(k);
    }
    return true;
  };
  const b = (k, label, on, extra) => h("button", { type: "button", class: extra, "aria-keyshortcuts": k, onclick: on }, label, " ", key(k));
  const both = s.accepted > 0 && s.left > 0 && h("p", { class: "alarm" }, `Decided both ways before: accepted ${s.accepted}, left ${s.left}.`);
  open(`${s.rule}`, "series", [
    h("h3", { class: "pair", dir: "auto" }, h("span", { class: "old" }, shown(s.old)), h("span", { class: "arrow" }, " → "), h("span", { class: "new" }, s.new === "" ? "nothing" : s.new)),
    h("p", { class: "meta" }, `${count(s.count, "place")} in ${count(s.files, "file")}. ${s.reason}`), both, rows, more],
    [b("a", "Accept all", all, "first"), h("button", { type: "button", "aria-keyshortcuts": "y", onclick: some }, these, key("y")), b("d", "Leave all", none), b("v", "Never", () => never(s.n)), b("q", "Back", back)], keys);
  choice.go(0);
}

// diff shows what emend fix will write into a file; beside(file, by) is the one before or after it, go shows that.
export async function diff(file, beside, go) {
  const d = await get("/api/diff", { file });
  const kinds = { "=": "span", "-": "del", "+": "ins" };
  const changes = d.changes.map((c) => h("li", {}, h("span", { class: "at" }, `${c.line}`),
    h("p", { dir: "auto" }, c.pieces.map((p) => (p.kind === "…" ? h("span", { class: "gap" }, " … ") : h(kinds[p.kind], {}, p.t))))));
  const to = { k: beside(file, -1), j: beside(file, 1) };
  const b = (k, label) => to[k] >= 0 && h("button", { type: "button", "aria-keyshortcuts": k, onclick: () => go(to[k]) }, label, " ", key(k));
  open(d.path, "diff", [h("p", { class: "meta" }, d.edits ? `emend fix will write ${count(d.edits, "change")}, and no other byte.` : "Nothing is accepted yet: emend fix will write the file as it is."),
    h("ol", { class: "changes" }, changes)], to.k >= 0 || to.j >= 0 ? [b("k", "Previous file"), b("j", "Next file")] : null,
    (k) => (to[k] >= 0 ? (go(to[k]), true) : false));
}

export function help() {
  const row = (...pairs) => pairs.map(([k, what]) => [h("dt", {}, k.split(" ").map((one) => h("kbd", {}, one))), h("dd", {}, what)]);
  const part = (title, ...pairs) => h("section", {}, h("h3", {}, title), h("dl", {}, row(...pairs)));
  open("Keys", "help", [
    part("Answers", ["y", "accept the first candidate"], ["1-9", "accept that candidate"], ["n", "leave it as it is: no error"], ["e", "type a reading"],
      ["s", "sic: an error of the print itself, which stays"], ["w", "a word: add it to the project’s list"], ["a d", "accept, leave all like it"], ["v", "leave it everywhere, never ask again"],
      ["u", "take the last answer back, as often as wanted"], ["N", "a note on the next answer"]),
    part("Ways", ["j k", "next, previous undecided"], ["J K", "next, previous of all"], ["/", "search"], ["g", "go to a number"], ["f", "filter: rule:NAME path:PART sure:0.8 words"],
      ["S", "findings alike, as series"], ["o", "the series of this one"], ["D", "the changes as they will be written"], ["p", "the page of the scan"], ["q", "back, or end"]),
    part("In a series", ["a", "accept all"], ["x", "mark or unmark"], ["y", "accept the marked"], ["d", "leave all"], ["v", "never"], ["o", "show the place by itself"], ["q", "back"]),
    h("p", { class: "hint" }, "One answer is one place, unless it asks. Each is in the ledger before the next is shown.")]);
}

