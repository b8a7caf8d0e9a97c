// The card of one finding: what is doubted, why, and the answers.

import { $, h, fill, count, percent, shown, key } from "./dom.js";
import { snippet } from "./scan.js";

const card = $("card");

// show draws the card. does are the answers: accept(k), leave(), sic(), edit(), word(), all(), none(), never(), series(), undo(), page(), next(by).
export function show(f, does) {
  const open = f.state === "undecided";
  fill(card,
    h("header", {},
      h("p", { class: "where" }, h("span", { class: "rule" }, f.rule), h("span", {}, `${f.in_file} of ${f.of_file} here`), h("span", {}, `line ${f.line}`)),
      pair(f)),
    h("p", { class: "reason" }, f.reason),
    f.witness && h("p", { class: "meta" }, h("a", { href: `/witness/${f.n}`, target: "_blank", rel: "noopener" }, `Its place in ${f.witness}`)),
    f.scan && snippet(f, does.page),
    quotation(f),
    alarms(f),
    !open && h("p", { class: "decided" }, h("b", {}, f.decision || f.state), f.note ? `, note: ${f.note}` : ""),
    candidates(f, does),
    h("form", { id: "edit", hidden: true, onsubmit: (e) => { e.preventDefault(); does.typed($("edit-text").value); } },
      h("label", {}, "Replace by", h("input", { id: "edit-text", type: "text", value: f.reading, autocomplete: "off", spellcheck: false })),
      h("button", { type: "submit", class: "plain" }, "Accept ", key("↵"))),
    answers(f, does),
    h("footer", {},
      h("button", { type: "button", onclick: () => does.next(-1), "aria-label": "previous undecided" }, "‹ ", key("k")),
      h("button", { type: "button", onclick: () => does.next(1), "aria-label": "next undecided" }, key("j"), " ›"),
      h("button", { type: "button", onclick: does.undo }, "Undo ", key("u"))),
    reach(f),
    h("label", { class: "note" }, h("span", {}, "Note ", key("N")), h("input", { id: "note", type: "text", autocomplete: "off", placeholder: "kept with the answer" })),
    alike(f, does));
}

function pair(f) {
  const best = f.candidates[0];
  const visible = best && !f.barrier;
  return h("h2", { tabindex: "-1", id: "pair", dir: "auto" },
    h("span", { class: "old" }, shown(f.old)),
    visible && h("span", { class: "arrow", role: "img", "aria-label": "becomes" }, " → "),
    visible && h("span", { class: "new" }, shown(best.shown)),
    visible && h("small", {}, percent(best.confidence)));
}

function quotation(f) {
  if (!f.quotation && !f.citation) return null;
  return h("blockquote", {}, h("p", { dir: "auto" }, f.quotation), f.citation && h("cite", {}, f.citation));
}

function alarms(f) {
  const all = [];
  if (f.changed) all.push("The file has changed and was checked again.");
  if (f.barrier) all.push(`Cannot be written: ${f.barrier}`);
  if (f.twins > 1) all.push(`The same words stand around it in ${f.twins} places: one answer holds for all of them.`);
  if (f.accepted > 0 && f.left > 0) all.push(`Decided both ways before: accepted ${times(f.accepted)}, left ${times(f.left)}.`);
  for (const m of f.merge ?? []) all.push(`A merge left this open: ${m}.`);
  return all.map((a) => h("p", { class: "alarm" }, a));
}

const times = (n) => (n === 1 ? "once" : `${n} times`);

function candidates(f, does) {
  if (!f.candidates.length) return h("p", { class: "hint" }, "No candidate: type a reading, or leave it.");
  if (f.candidates.length === 1 && !f.barrier && !f.candidates[0].names) return null; // the heading shows it
  return h("ol", { class: "candidates", "aria-label": "Candidates" }, f.candidates.map((c, k) =>
    h("li", {}, h("button", { type: "button", disabled: Boolean(f.barrier), "aria-keyshortcuts": `${k + 1}`, onclick: () => does.accept(k) },
      key(`${k + 1}`), h("span", { class: "reading", dir: "auto" }, shown(c.shown)), c.names && h("span", { class: "names" }, c.names),
      h("meter", { min: 0, max: 1, value: c.confidence, "aria-hidden": "true" }), h("span", { class: "sure" }, percent(c.confidence))))));
}

function answers(f, does) {
  const b = (k, label, on, extra) => h("button", { type: "button", class: extra, "aria-keyshortcuts": k, onclick: on }, label, " ", key(k));
  return h("div", { class: "answers", role: "group", "aria-label": "Answers" },
    f.candidates.length > 0 && !f.barrier && b("y", "Accept", () => does.accept(0), "first"),
    b("n", "Leave", does.leave, "second"),
    h("div", {}, b("e", "Edit", does.edit), b("s", "Sic", does.sic), f.word && b("w", "Word", does.word), b("v", "Never", does.never)));
}

// reach is how far the next answer goes.
function reach(f) {
  if (f.of_reading < 2) return null;
  const one = (value, label, n) => h("label", {}, h("input", { type: "radio", name: "scope", value, checked: value === "here", "data-count": n }), h("span", {}, label));
  return h("fieldset", { class: "reach" }, h("legend", {}, "The answer holds"), one("here", "here", 1),
    f.in_this_file > 1 && one("file", `in this file, ${f.in_this_file}`, f.in_this_file), one("everywhere", `everywhere, ${f.of_reading}`, f.of_reading));
}

function alike(f, does) {
  if (f.alike < 2) return null;
  return h("section", { class: "alike" },
    h("p", {}, `${count(f.alike, "place")} alike, in ${count(f.alike_files, "file")}`),
    h("p", { class: "row" },
      f.candidates.length > 0 && h("button", { type: "button", onclick: does.all }, "Accept all ", key("a")),
      h("button", { type: "button", onclick: does.none }, "Leave all ", key("d")),
      h("button", { type: "button", onclick: does.look }, "Look ", key("o"))));
}

// chosenReach is what the editor has set: { scope, count }.
export function chosenReach() {
  const on = card.querySelector("input[name=scope]:checked");
  return { scope: on?.value ?? "here", count: Number(on?.dataset.count ?? 1) };
}

export const note = () => $("note")?.value.trim() ?? "";

export function edit() {
  $("edit").hidden = false;
  const text = $("edit-text");
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
}

export function closeEdit() {
  const form = $("edit");
  if (form) form.hidden = true;
}

// rest is what the card says where no finding is left.
export function rest(title, lines, buttons) {
  fill(card, h("header", {}, h("h2", { tabindex: "-1", id: "pair", class: "done" }, title)), lines.map((l) => h("p", { class: "reason" }, l)),
    h("div", { class: "answers resting" }, buttons.map(([k, label, on, extra]) => h("button", { type: "button", class: extra, onclick: on }, label, k ? " " : "", k ? key(k) : ""))));
}

// inUse reports whether the editor is writing on the card.
export const inUse = () => card.contains(document.activeElement) && document.activeElement.matches("input");
