// What every request of htmx carries, and what happens when its answer is not a new screen.
import { hush, reveal, say } from './message.js';
import { showEnded } from './screen.js';
import { bearer, token } from './session.js';

const RESTORE = 'HX-History-Restore-Request';
let failed = null;

function prepare(event) {
  const { ctx } = event.detail;
  if (!token()) {
    event.preventDefault();
    showEnded();
    return;
  }
  Object.assign(ctx.request.headers, bearer());
  if (ctx.request.headers[RESTORE]) {
    // A step back is a step like any other: a fragment, or a message in the message area.
    ctx.request.headers['HX-Request'] = 'true';
    ctx.select = null;
  }
  if (ctx.request.method !== 'GET') ctx.push = false;
}

// Whether an answer is late: the visit was handed over while the request was under way, or the
// reader has gone another step back or forward.
function isLate({ request }) {
  const here = location.pathname + location.search;
  return !token() || (request.headers[RESTORE] && request.action !== here);
}

// What an answer must hold to take the place of a target: a piece for a piece, else a screen.
const wanted = (target) => (target?.matches?.('[data-piece]') ? '[data-piece]' : '#screen');

// Nothing but a screen of ours may take the place of the screen: a proxy's error page may not.
function guard(event) {
  const { ctx, tasks } = event.detail;
  if (isLate(ctx)) {
    event.preventDefault();
    return;
  }
  const hasFailed = ctx.response.status >= 400;
  const isFit = ({ target, fragment }) =>
    target?.id === 'message' || (!hasFailed && fragment.querySelector(wanted(target)));
  if (ctx.swap === 'none' || tasks.every(isFit)) return;
  event.preventDefault();
  failed = ctx;
  say('message-trouble');
}

function keepHistoryTrue(event) {
  const { history: update, response, sourceElement } = event.detail;
  const isHere = update.path === location.pathname + location.search;
  if (isHere || response.status >= 400) event.preventDefault();
  else if (sourceElement === document.body) update.type = 'replace';
}

function tryAgain() {
  const { sourceElement, request } = failed ?? {};
  hush();
  if (sourceElement?.isConnected && sourceElement.matches('form')) {
    sourceElement.requestSubmit(request.submitter);
  } else if (sourceElement?.isConnected && sourceElement.matches('a')) {
    sourceElement.click();
  } else {
    location.reload();
  }
}

// A step back cannot fill a page that has no screen of ours in it, such as a problem's.
function restoreWhole(event) {
  if (document.querySelector('[hx-history-elt]')) return;
  event.preventDefault();
  location.reload();
}

// Watches htmx's requests.
export function watchRequests() {
  document.addEventListener('htmx:config:request', prepare);
  document.addEventListener('htmx:before:request', hush);
  document.addEventListener('htmx:before:swap', guard);
  document.addEventListener('htmx:before:history:restore', restoreWhole);
  document.addEventListener('htmx:before:history:update', keepHistoryTrue);
  document.addEventListener('htmx:error', ({ detail }) => {
    failed = detail.ctx;
    say('message-offline');
  });
  document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
    if (ctx.response.status >= 400) reveal();
  });
  document.addEventListener('click', ({ target }) => {
    if (target.closest?.('[data-again]')) tryAgain();
  });
}
