// The server's answers, as it gives them. What it refuses is an Error with the reason.

let secret = "";

export class Refused extends Error {
  constructor(code, say) {
    super(say);
    this.code = code;
  }
}

async function call(path, options) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", redirect: "error", ...options });
  } catch {
    throw new Refused(0, "emend has ended, or cannot be reached. Every answer that was given is in the ledger.");
  }
  const body = await response.text();
  if (response.status === 204) return null;
  let data;
  try {
    data = JSON.parse(body);
  } catch {
    throw new Refused(response.status, body.trim() || response.statusText);
  }
  if (!response.ok) throw new Refused(response.status, data.say);
  if (data.key) secret = data.key;
  if (data.state?.key) secret = data.state.key;
  return data;
}

export function get(path, query) {
  const q = new URLSearchParams(Object.entries(query ?? {}).filter(([, v]) => v !== undefined)).toString();
  return call(q ? `${path}?${q}` : path);
}

export const post = (path, body) =>
  call(path, { method: "POST", headers: { "Content-Type": "application/json", "X-Emend-Key": secret }, body: JSON.stringify(body ?? {}) });
