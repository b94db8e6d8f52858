// Who reports to a leader in Microsoft 365: the page sends Teams' token, and where Microsoft wants
// to ask the leader first, a button opens its window.
import { authentication } from '@microsoft/teams-js';

const PATIENCE = 20_000;
// Consent needs some seconds until it counts everywhere.
const PAUSES = [500, 1500, 3000, 5000, 8000];
const WINDOW = { width: 600, height: 700 };
// What Teams calls the ways in which a window may fail, and auth-end's own words for it.
const OUTCOMES = {
  CancelledByUser: 'closed',
  FailedToOpenWindow: 'blocked',
  declined: 'declined',
  administrator: 'administrator',
};

let pauses = null;

const question = () => document.querySelector('form[data-reports]');
const consent = () => document.querySelector('[data-consent]');

function show(outcome) {
  consent()
    ?.querySelectorAll('[data-outcome]')
    .forEach((one) => (one.hidden = !one.dataset.outcome.split(' ').includes(outcome)));
}

function tokenInTime(claims) {
  const wanted = claims ? { claims: [claims] } : undefined;
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE));
  return Promise.race([authentication.getAuthToken(wanted), late]);
}

async function ask() {
  const form = question();
  if (!form) return;
  form.dataset.asked = '';
  try {
    form.elements.token.value = await tokenInTime(consent()?.dataset.claims);
    form.requestSubmit();
  } catch {
    pauses = null;
    sayNoToken(form);
  }
}

function sayNoToken(form) {
  show('failed');
  form.querySelector('[data-reports-waiting]')?.setAttribute('hidden', '');
  form.querySelector('[data-reports-again]')?.removeAttribute('hidden');
}

// A form that is sent without a token gets one first.
function fetchToken(event) {
  const form = event.target.closest?.('form[data-reports]');
  if (!form || form.elements.token.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask();
}

// Teams' token does not stay in the page, whatever has come of it.
function dropToken({ detail: { ctx } }) {
  if (ctx?.sourceElement?.matches?.('form[data-reports]')) ctx.sourceElement.elements.token.value = '';
}

// After a yes, the same question is asked again until the yes has arrived.
function goOn(event) {
  const { ctx } = event.detail;
  const form = ctx.sourceElement;
  if (!form?.matches?.('form[data-reports]')) return;
  form.querySelector('[data-reports-waiting]')?.setAttribute('hidden', '');
  if (ctx.response.status !== 403) pauses = null;
  if (!pauses) return;
  event.preventDefault();
  const pause = pauses.shift();
  if (pause !== undefined) {
    setTimeout(ask, pause);
    return;
  }
  pauses = null;
  show('late');
}

async function openWindow() {
  const url = new URL(consent().dataset.url, location.origin).href;
  show('');
  try {
    await authentication.authenticate({ url, ...WINDOW });
  } catch (problem) {
    show(OUTCOMES[problem?.message ?? problem] ?? 'failed');
    return;
  }
  show('waiting');
  pauses = [...PAUSES];
  ask();
}

function askAtOnce() {
  if (question() && question().dataset.asked === undefined) ask();
}

// Watches for the question; the page is inside Teams.
export function watchReports() {
  document.addEventListener('submit', fetchToken, true);
  document.addEventListener('htmx:before:swap', goOn, true);
  document.addEventListener('htmx:finally:request', dropToken);
  document.addEventListener('htmx:after:swap', askAtOnce);
  document.addEventListener('baton:page', askAtOnce);
  document.addEventListener('click', ({ target }) => {
    if (target.closest?.('[data-authenticate]')) openWindow();
  });
  askAtOnce();
}

// The end of Microsoft's window: tells Teams, which closes it. Nothing but a word goes through.
export function tellOutcome(answer) {
  const { outcome } = answer.dataset;
  if (outcome === 'done') authentication.notifySuccess('done');
  else if (outcome !== 'stray' && outcome !== 'allowed') authentication.notifyFailure(outcome);
}
