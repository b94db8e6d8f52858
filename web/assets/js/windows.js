// A link in a new tab or window. The token stays in this page; the new window gets a ticket that
// opens one page once.
import htmx from 'htmx.org';

import { say, sayAnswer } from './message.js';
import { bearer, publicId } from './session.js';

function wantsWindow(event, link) {
  const isMiddle = event.type === 'auxclick' && event.button === 1;
  const isModified = event.ctrlKey || event.metaKey || event.shiftKey;
  return isMiddle || (event.type === 'click' && (isModified || link.target === '_blank'));
}

function askForTicket(path) {
  return fetch(`/s/${publicId()}/tickets`, {
    method: 'POST',
    headers: { ...bearer(), 'HX-Request': 'true', 'Content-Type': 'application/json' },
    body: JSON.stringify({ path }),
  });
}

async function fill(opened, path) {
  const response = await askForTicket(path);
  if (response.ok) {
    opened.location.replace((await response.json()).url);
  } else {
    opened.close();
    if (!(await sayAnswer(response))) say('message-trouble');
  }
}

// A new window starts with a copy of this tab's storage; the ticket is to be all it has.
function detach(opened) {
  try {
    opened.sessionStorage.clear();
    opened.opener = null;
  } catch {
    // It has no storage, and so nothing to forget.
  }
}

async function open(link) {
  // At once, while the browser still sees the click: later it would be blocked as a pop-up.
  const opened = window.open('', '_blank');
  if (!opened) {
    htmx.ajax('GET', link.href, { source: link, target: '#screen', swap: 'outerHTML', push: 'true' });
    return;
  }
  detach(opened);
  try {
    await fill(opened, link.pathname + link.search);
  } catch {
    opened.close();
    say('message-offline');
  }
}

function onClick(event) {
  const link = event.target.closest?.('a[href^="/s/"]');
  if (!link || !wantsWindow(event, link)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  open(link);
}

// Watches the links inside the visit.
export function watchWindows() {
  document.addEventListener('click', onClick, true);
  document.addEventListener('auxclick', onClick, true);
}
