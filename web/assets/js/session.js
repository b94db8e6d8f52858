// A visit's token. The page holds it, no cookie does: in this tab's storage, under the visit's
// public id, so that two visits in one tab stay apart; in memory alone where storage is refused.
const PREFIX = 'baton:';
const memory = new Map();

function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

// Reads what was kept under a name; null if there is nothing.
export function kept(name) {
  return memory.get(name) ?? storage()?.getItem(PREFIX + name) ?? null;
}

// Keeps a text for as long as the tab is open.
export function keep(name, text) {
  try {
    window.sessionStorage.setItem(PREFIX + name, text);
  } catch {
    memory.set(name, text);
  }
}

// Forgets one name.
export function forget(name) {
  memory.delete(name);
  storage()?.removeItem(PREFIX + name);
}

// Forgets all that Baton kept in this tab; returns the visits as pairs of public id and token.
export function forgetAll() {
  const tab = storage();
  const names = tab ? Object.keys(tab).filter((key) => key.startsWith(PREFIX)) : [];
  const stored = names.map((key) => [key.slice(PREFIX.length), tab.getItem(key)]);
  names.forEach((key) => tab.removeItem(key));
  const visits = [...stored, ...memory].filter(([name]) => !name.includes(':'));
  memory.clear();
  return visits;
}

// The public id of the visit that this page belongs to, as its address says.
export function publicId() {
  return location.pathname.match(/^\/s\/([^/]+)/)?.[1] ?? null;
}

// The token of this page's visit, or null when the visit has ended on this device.
export function token() {
  const id = publicId();
  return id && kept(id);
}

// The headers that say whose visit this is.
export function bearer() {
  return { Authorization: `Bearer ${token()}` };
}

// Takes over the visit that a launch or a ticket put into the page, and shows its real address.
export function adoptSession() {
  const holder = document.getElementById('session');
  if (!holder) return;
  const visit = JSON.parse(holder.textContent);
  holder.remove();
  keep(visit.id, visit.token);
  history.replaceState({ htmx: true }, '', visit.path);
}
