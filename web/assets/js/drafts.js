// What someone types into a plan is kept while they type: by the server, and in this tab when the
// server cannot be reached or the visit has ended.
import { bearer, forget, keep, kept, token } from './session.js';

const PAUSE = 1000;
const FIELDS = ['cue', 'action', 'with'];
let pending = null;

const nameOf = (form) => `draft:${form.dataset.draft}`;

function typed(form) {
  const values = new FormData(form);
  return Object.fromEntries(['module', ...FIELDS].map((name) => [name, values.get(name) ?? '']));
}

// After a hand-over there is no token, and nothing more may be kept.
function keepHere(form, fields) {
  if (token()) keep(nameOf(form), JSON.stringify(fields));
}

async function send(form) {
  const fields = typed(form);
  try {
    const response = await fetch(form.dataset.draftUrl, {
      method: 'POST',
      headers: bearer(),
      body: new URLSearchParams(fields),
      keepalive: true,
    });
    if (!response.ok) throw new Error(`draft: ${response.status}`);
    forget(nameOf(form));
  } catch {
    keepHere(form, fields);
  }
}

function settle() {
  clearTimeout(pending?.timer);
  pending = null;
}

// Keeps what has been typed so far, if anything waits for it.
export async function flushDrafts() {
  const form = pending?.form;
  settle();
  if (form && token()) await send(form);
}

function onInput({ target }) {
  const form = target.form;
  if (!form?.matches('[data-draft]') || !FIELDS.includes(target.name)) return;
  settle();
  pending = { form, timer: setTimeout(flushDrafts, PAUSE) };
}

function restore() {
  const form = document.querySelector('form[data-draft]');
  const text = form && kept(nameOf(form));
  const isEmpty = text && FIELDS.every((name) => form.elements[name].value === '');
  if (!isEmpty) return;
  const fields = JSON.parse(text);
  form.elements.choice.value = 'own';
  FIELDS.forEach((name) => (form.elements[name].value = fields[name]));
  form.elements.cue.dispatchEvent(new Event('input', { bubbles: true }));
}

// A step away must not be faster than the pause: what waits is sent at once, and kept here meanwhile.
function onStep({ detail: { ctx } }) {
  if (!pending) return;
  if (ctx.sourceElement === pending.form) {
    settle();
    return;
  }
  keepHere(pending.form, typed(pending.form));
  flushDrafts();
}

function onAnswer({ detail: { ctx } }) {
  const form = ctx.sourceElement;
  if (!form?.matches?.('form[data-draft]')) return;
  if (ctx.response?.status < 400) forget(nameOf(form));
  else keepHere(form, typed(form));
}

// Watches the plan form.
export function watchDrafts() {
  document.addEventListener('input', onInput);
  document.addEventListener('htmx:before:request', onStep);
  document.addEventListener('htmx:after:request', onAnswer);
  document.addEventListener('htmx:error', ({ detail }) => detail.ctx && onAnswer({ detail }));
  document.addEventListener('htmx:after:swap', restore);
  document.addEventListener('baton:page', restore);
  window.addEventListener('pagehide', flushDrafts);
  restore();
}
