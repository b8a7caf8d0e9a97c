// Elements are made here and nowhere else: text goes in as text, so that none of it can be markup.

export const $ = (id) => document.getElementById(id);

// h is an element. props: class, on… handlers, aria-…, data-…, and what an element has of its own.
export function h(tag, props, ...children) {
  const el = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) el.addEventListener(key.slice(2), value);
    else if (key in el && !key.startsWith("aria") && key !== "list") el[key] = value;
    else el.setAttribute(key === "class" ? "class" : key, value === true ? "" : value);
  }
  el.append(...children.flat(Infinity).filter((c) => c !== undefined && c !== null && c !== false && c !== ""));
  return el;
}

export const fill = (el, ...children) => el.replaceChildren(...children.flat(Infinity).filter((c) => c !== undefined && c !== null && c !== false && c !== ""));

export const count = (n, what) => `${n.toLocaleString("en")} ${what}${n === 1 ? "" : "s"}`;

// percent never says 100 of what is not certain.
export const percent = (p) => `${p < 1 ? Math.min(99, Math.round(p * 100)) : 100}%`;

// shown is a reading as it is seen: nothing is the proof-reader's caret.
export const shown = (s) => (s === "" ? "‸" : s);

export const key = (k) => h("kbd", { "aria-hidden": "true" }, k);
