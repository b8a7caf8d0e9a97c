// The review in the browser: keys, answers, and where the editor is.

import { $, count } from "./dom.js";
import { get, post } from "./api.js";
import { attempt, end, isBusy, isOver, onRefused, say, within } from "./turn.js";
import * as head from "./head.js";
import * as files from "./files.js";
import * as text from "./text.js";
import * as card from "./card.js";
import * as sheet from "./sheet.js";
import * as scan from "./scan.js";

let state = null;
let now = null; // the finding that is shown

// What is shown may have been decided, or be gone with a file that changed: then the next one is asked.
onRefused(async (code) => {
  if (code === 410) await arrive((await get("/api/move", {})).n);
  else if (now) await go(now.n);
});

async function openFile(n) {
  const first = files.first(n);
  if (first < 0) return;
  const f = await get(`/api/finding/${first}`);
  if (f.state === "undecided") return go(first);
  const next = await get("/api/move", { from: first, by: 1 });
  const candidate = next.n >= 0 ? await get(`/api/finding/${next.n}`) : null;
  return go(candidate && candidate.file === n ? next.n : first);
}

function drawer(open) {
  document.body.classList.toggle("drawer", open);
  $("open-files").setAttribute("aria-expanded", String(open));
  if (open) files.point(now?.file);
}

// ---- going

// go shows a finding; -1: there is none.
async function go(n, told) {
  if (n < 0) return rest();
  const f = told ?? (await get(`/api/finding/${n}`));
  if (!text.holds(f)) await text.show(n);
  now = f;
  card.show(f, does);
  measure();
  text.point(n);
  files.point(f.file);
  history.replaceState(null, "", `#${n}`);
  $("pair").focus({ preventScroll: true });
  $("heard").textContent = `${f.rule}, line ${f.line}: ${f.reason}`; // the heading, which has the focus, says the readings
  return f;
}

async function move(by, all) {
  const m = await get("/api/move", { from: now?.n, by, all: all ? 1 : undefined });
  if (!m.moved && now) return say("no other undecided finding");
  await arrive(m.n, m.finding);
  if (m.wrapped) say(by > 0 ? "from the beginning again" : "from the end again");
}

// arrive goes to a finding, or, where most errors come first, to the series that it belongs to.
async function arrive(n, told) {
  const f = await go(n, told);
  if (f && state.order === "gain" && f.alike > 1 && f.state === "undecided") await openSeries(n, () => sheet.close());
}

function rest() {
  now = null;
  text.point(-1);
  history.replaceState(null, "", "/");
  const unread = (state.unreadable ?? []).slice(0, 5);
  const end = ["q", "End the review", () => leave(), "first"];
  const diff = ["D", "Show the changes", () => showDiff()];
  if (state.checked < state.files) card.rest("Checking …", [`${state.checked} of ${count(state.files, "file")} so far; nothing is undecided yet.`], [end]);
  else if (state.filter && state.undecided) card.rest("Nothing fits", [`No undecided finding fits “${state.filter}”; ${state.undecided} do not.`], [["f", "Change the filter", () => filter(), "first"]]);
  else if (!state.findings) { card.rest("No findings", ["emend has nothing to ask about these files."], [end]); text.clear(""); }
  else card.rest("All is decided", [`${count(state.findings, "finding")}, ${count(state.answers, "answer")} in this sitting. emend fix writes the texts; emend diff shows what it will write.`, ...unread],
    [end, ...(text.shownFile() >= 0 ? [diff] : []), ["u", "Undo", () => undo()]]);
  if (text.shownFile() < 0 && files.any() >= 0) attemptLater(() => text.show(files.any()));
  $("pair").focus({ preventScroll: true });
  measure();
}

const attemptLater = (f) => setTimeout(() => f().catch(() => {}), 0);

// ---- answers

async function take(outcome) {
  const before = state.revision;
  state = outcome.state;
  text.take(outcome.marks);
  if (outcome.files) outcome.files.forEach(files.tell);
  else await files.list();
  if (state.revision > before + 1) await text.refresh().catch(() => {});
  head.show(state);
  say(outcome.say);
}

async function answer(body) {
  const outcome = await post("/api/answer", { n: now?.n, note: card.note(), seen: now?.state, file: text.shownFile(), ...body });
  sheet.close();
  await take(outcome);
  await arrive(outcome.next, outcome.finding);
}

// plain answers for this place, or as far as the editor has set.
async function plain(body) {
  const { scope, count: n } = card.chosenReach();
  if (scope !== "here") {
    const what = { accept: "accept", leave: "leave", sic: "mark as sic" }[body.do];
    const where = scope === "file" ? "in all of this file" : "everywhere in this project";
    if (!(await sheet.ask(`${what} “${now.old}” ${where}, ${count(n, "finding")} now, and all that come later?`))) return say("nothing was decided");
    return answer({ ...body, scope, count: n });
  }
  return answer(body);
}

async function undo() {
  const outcome = await post("/api/undo", { file: text.shownFile() });
  sheet.close();
  await take(outcome);
  await go(outcome.next, outcome.finding);
}

async function series(kind) {
  const n = now.alike;
  const ask = kind === "accept" ? `accept “${now.old}” → “${now.candidates[0]?.shown ?? ""}” in all ${count(n, "place")}?` : `leave “${now.old}” as it is in all ${count(n, "place")}?`;
  if (!(await sheet.ask(ask))) return say("nothing was decided");
  await answer({ do: kind, scope: "series", count: n });
}

async function never(n) {
  const f = n === now?.n ? now : await get(`/api/finding/${n}`);
  if (!(await sheet.ask(`${f.rule}: leave “${f.old}” everywhere in this project, ${count(f.of_reading, "finding")}, and never ask again?`))) return say("nothing was decided");
  await answer({ n, seen: f.state, do: "leave", scope: "everywhere", count: f.of_reading });
}

async function openSeries(n, back) {
  await sheet.series(n, {
    back,
    visit: (m) => { sheet.close(); attempt(() => go(m)); },
    never: (m) => attempt(async () => { await never(m); sheet.close(); }),
    word: (m) => attempt(async () => { await answer({ n: m, seen: "", do: "word" }); sheet.close(); }),
    decide: (kind, except, total, what) => attempt(async () => {
      if (!(await sheet.ask(what))) return say("nothing was decided");
      const outcome = await post("/api/answer", { n, do: kind, scope: "series", except, count: total, note: card.note(), file: text.shownFile() });
      await take(outcome);
      back();
      if (outcome.next >= 0 || state.undecided === 0) await go(outcome.next);
    }),
  });
}

async function seriesList() {
  const back = () => within(seriesList);
  if (!(await sheet.seriesList((n) => attempt(() => openSeries(n, back))))) {
    sheet.close();
    say("no series: no two undecided findings are alike");
  }
}

async function showDiff(file = now?.file ?? text.shownFile()) {
  if (file >= 0) await sheet.diff(file, files.beside, (to) => attempt(() => showDiff(to)));
}

async function showPage() {
  if (!now?.scan) return say("the file says nothing of a scan here");
  if (now.scan.missing) return say(now.scan.missing, "alarm");
  sheet.open(`${now.scan.image}, page ${now.scan.page} of ${now.scan.of}`, "scan", scan.page(now));
}

async function find() {
  const what = await sheet.ask("Search in readings, context, rule and path", sought);
  if (!what) return;
  sought = what;
  const m = await get("/api/move", { from: now?.n, search: what });
  await go(m.n);
}
let sought = "";

async function goTo() {
  const place = await sheet.ask(`Go to number, 1 to ${state.findings}`, "");
  if (place) await go((await get("/api/move", { from: now?.n, place: place.trim() })).n);
}

async function filter() {
  const what = await sheet.ask("Filter: rule:NAME path:PART sure:0.8 and words; empty shows all", state.filter);
  if (what === null) return;
  state = await post("/api/view", { filter: what });
  head.show(state);
  say(`${count(state.visible, "finding")} undecided here`);
  await arrive((await get("/api/move", {})).n);
}

async function leave() {
  if (state.undecided && !(await sheet.ask(`End the review? ${count(state.undecided, "finding")} are undecided; it goes on there next time.`, null, "End"))) return;
  await post("/api/end", {});
  end();
  sheet.close();
  document.body.classList.add("ended");
  say("");
  card.rest("The review has ended", [`${count(state.answers, "answer")} are in the ledger. This page can be closed.`], []);
}

// does is what the card's buttons and the keys do.
const does = {
  accept: (k) => attempt(() => {
    if (!now.candidates[k]) return say(now.candidates.length ? `there is no candidate ${k + 1}` : "there is no candidate; e types a reading, n leaves it");
    return plain({ do: "accept", new: now.candidates[k].new });
  }),
  typed: (reading) => attempt(() => plain({ do: "accept", new: reading })),
  leave: () => attempt(() => plain({ do: "leave" })),
  sic: () => attempt(() => plain({ do: "sic" })),
  word: () => attempt(() => answer({ do: "word" })),
  edit: () => card.edit(),
  all: () => attempt(() => (now.alike > 0 ? series("accept") : say("none of them is undecided"))),
  none: () => attempt(() => (now.alike > 0 ? series("leave") : say("none of them is undecided"))),
  never: () => attempt(() => never(now.n)),
  look: () => attempt(() => openSeries(now.n, () => sheet.close())),
  page: () => attempt(showPage),
  undo: () => attempt(undo),
  next: (by) => attempt(() => move(by, false), true),
};

const always = {
  "?": () => sheet.help(), u: does.undo, S: () => attempt(seriesList), D: () => attempt(() => showDiff()), f: () => attempt(filter), "/": () => attempt(find), g: () => attempt(goTo),
  q: () => attempt(leave), j: () => does.next(1), ArrowDown: () => does.next(1), k: () => does.next(-1), ArrowUp: () => does.next(-1),
  J: () => attempt(() => move(1, true), true), K: () => attempt(() => move(-1, true), true),
};

const ofFinding = {
  y: () => does.accept(0), n: does.leave, e: does.edit, s: does.sic, w: does.word, a: does.all, d: does.none, v: does.never, o: does.look, p: does.page,
  N: () => $("note")?.focus(),
};

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.repeat && !"jk".includes(e.key)) return;
  const field = e.target instanceof HTMLElement && e.target.matches("input:not([type=radio], [type=checkbox]), select, textarea");
  if (sheet.isAsking()) {
    if (!field && sheet.askKey(e.key)) e.preventDefault();
    return;
  }
  if (field) {
    if (e.key === "Escape" || (e.key === "Enter" && e.target.id === "note")) {
      card.closeEdit();
      $("pair").focus({ preventScroll: true });
    }
    return;
  }
  if (sheet.isOpen()) {
    if (e.key === "u") return does.undo();
    if (e.key !== "Escape" && e.key !== "Tab" && !(e.key === "Enter" && e.target.matches("button")) && sheet.pressed(e.key)) e.preventDefault();
    return;
  }
  if (e.key === "Escape") return drawer(false);
  const scrolls = e.key.startsWith("Arrow") && e.target.matches("input");
  const act = always[e.key] ?? (now && (ofFinding[e.key] ?? (/^[1-9]$/.test(e.key) ? () => does.accept(Number(e.key) - 1) : null)));
  if (!act || isOver() || scrolls) return;
  e.preventDefault();
  act();
});

files.onOpen((n) => { drawer(false); attempt(() => openFile(n)); });
text.onVisit((n) => attempt(() => go(n)));
$("open-files").addEventListener("click", () => drawer(!document.body.classList.contains("drawer")));
$("text").addEventListener("click", () => drawer(false));
for (const [id, act] of [["open-series", "S"], ["open-diff", "D"], ["open-find", "/"], ["open-help", "?"], ["open-end", "q"], ["open-filter", "f"]]) $(id).addEventListener("click", () => always[act]());
$("order").addEventListener("change", (e) => attempt(async () => {
  state = await post("/api/view", { order: e.target.value });
  e.target.blur();
  await arrive((await get("/api/move", {})).n);
}));

// The card covers the lower part of a narrow screen: what is pointed at must stand above it.
const measure = () => document.documentElement.style.setProperty("--covered", getComputedStyle($("card")).position === "fixed" ? `${$("card").offsetHeight}px` : "0px");
new ResizeObserver(() => {
  const before = document.documentElement.style.getPropertyValue("--covered");
  measure();
  if (now && before !== document.documentElement.style.getPropertyValue("--covered")) text.point(now.n);
}).observe($("card"));

// ---- beginning, and what others do meanwhile

async function look() {
  if (isOver()) return;
  if (!isBusy() && !document.hidden) {
    try {
      const was = state;
      const news = await get("/api/state");
      if (!isBusy()) {
        state = news;
        if (state.revision !== was.revision || state.checked !== was.checked) await catchUp(was);
      }
      if ($("say").classList.contains("lasting")) say("");
    } catch (e) {
      say(e.message, "lasting alarm");
    }
  }
  setTimeout(look, state && state.checked < state.files ? 700 : 3000);
}

// catchUp shows what was checked, or decided by others, since.
async function catchUp(was) {
  head.show(state);
  await Promise.all([files.list(), text.refresh()]);
  if (isBusy()) return;
  if (!now) {
    if (state.undecided !== was.undecided || state.checked !== was.checked) await attempt(async () => (state.undecided ? arrive((await get("/api/move", {})).n) : rest()));
    return;
  }
  const f = await get(`/api/finding/${now.n}`);
  if (isBusy() || f.n !== now.n) return;
  if (f.state !== now.state) {
    say(f.decision || f.state, "alarm");
    await attempt(() => go(f.n));
  } else if (f.alike !== now.alike && !sheet.isOpen() && !card.inUse()) {
    await attempt(() => go(f.n, f));
  }
}

async function begin() {
  const hash = location.hash.slice(1);
  try {
    if (hash.length > 20) {
      history.replaceState(null, "", "/");
      await post("/api/enter", { token: hash });
    }
    state = await get("/api/state");
  } catch (e) {
    document.body.classList.add("locked");
    card.rest("Not open", [e.message, "Each link opens once. The enter key in the terminal where emend runs prints a new one."], []);
    return;
  }
  await files.list();
  head.show(state);
  const back = /^\d+$/.test(hash) && Number(hash) < state.findings ? Number(hash) : null;
  await attempt(async () => {
    try {
      await arrive(back ?? (await get("/api/move", {})).n);
    } catch (e) {
      say(e.message, "alarm");
      await go((await get("/api/move", {})).n);
    }
  });
  setTimeout(look, 700);
}

begin();
