// The head of the page: how far the review has come.

import { $, h, fill, count } from "./dom.js";

// show draws a state.
export function show(state) {
  const decided = state.findings - state.undecided;
  const bar = $("bar");
  bar.setAttribute("aria-valuemax", state.findings);
  bar.setAttribute("aria-valuenow", decided);
  bar.firstElementChild.style.setProperty("width", `${state.findings ? (100 * decided) / state.findings : 0}%`);
  const parts = [`undecided of ${state.findings.toLocaleString("en")}`];
  if (state.filter) parts.push(`${state.visible.toLocaleString("en")} fit “${state.filter}”`);
  if (state.checked < state.files) parts.push(`${state.checked} of ${count(state.files, "file")} checked`);
  if (state.unreadable) parts.push(`${count(state.unreadable.length, "file")} cannot be read`);
  fill($("count"), state.undecided.toLocaleString("en"), h("span", {}, ` ${parts.join(" · ")}`));
  $("count").title = [...(state.unreadable ?? []), ...(state.problems ?? [])].join("\n");
  $("order").value = state.order;
  document.title = state.undecided ? `${state.undecided} · emend` : "emend";
}
