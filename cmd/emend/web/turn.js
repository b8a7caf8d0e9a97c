// One thing at a time, and word of what came of it.

import { $ } from "./dom.js";

let busy = false; // something is under way: no key counts until it is done
let ended = false; // so is the review
let queued = null;
let refused = async () => {};

export const isBusy = () => busy;
export const isOver = () => ended;
export const end = () => { ended = true; };

// onRefused is told of what was refused because it is not so any more.
export const onRefused = (f) => { refused = f; };

// say tells the editor something, for a while.
let fade = 0;
export function say(message, kind = "") {
  const p = $("say");
  p.textContent = message;
  p.className = kind;
  clearTimeout(fade);
  if (message && kind !== "lasting") fade = setTimeout(() => { p.textContent = ""; }, 6000);
}

// attempt runs what may be refused. Where something is under way already nothing is done: no answer is for a finding that is not
// seen yet. A way (later) is gone afterwards.
export async function attempt(f, later = false) {
  if (ended) return;
  if (busy) {
    if (later) queued = f;
    return;
  }
  occupied(true);
  try {
    await f();
  } catch (e) {
    say(e.message, e.code === 0 ? "lasting alarm" : "alarm");
    if (e.code === 409 || e.code === 410) await refused(e.code).catch(() => {});
  } finally {
    occupied(false);
  }
  if (queued) {
    const next = queued;
    queued = null;
    await attempt(next);
  }
}

// within is what may be refused within an attempt.
export const within = (f) => f().catch((e) => say(e.message, "alarm"));

function occupied(yes) {
  busy = yes;
  document.body.setAttribute("aria-busy", String(yes));
}
