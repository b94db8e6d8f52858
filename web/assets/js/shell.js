// A page that was reloaded, or reached by its address, comes as an empty shell, since its request
// carried no token. This fetches the same address with the token and puts the answer in place.
import htmx from 'htmx.org';

import { arrive, showEnded } from './screen.js';
import { say } from './message.js';
import { bearer, token } from './session.js';

function replaceDocument(text) {
  const answer = new DOMParser().parseFromString(text, 'text/html');
  if (!answer.getElementById('screen')) throw new Error('not a page of ours');
  document.title = answer.title;
  document.documentElement.lang = answer.documentElement.lang;
  document.body.replaceWith(document.adoptNode(answer.body));
  htmx.process(document.body);
  arrive();
  document.dispatchEvent(new Event('baton:page'));
}

// Fetches the page at this address again and puts it in place.
export async function refill() {
  if (!token()) {
    showEnded();
    return;
  }
  try {
    const response = await fetch(location.href, { headers: bearer(), cache: 'no-store' });
    const text = await response.text();
    if (!token()) return;
    history.replaceState({ ...history.state, htmx: true }, '', response.url);
    replaceDocument(text);
  } catch {
    say('message-offline');
  }
}

// Fills a page that came as a shell. A page that the browser keeps in its memory is emptied when
// it is left and filled again when it comes back: the visit may have been handed over since, and
// the tab's storage, as that page sees it, may be as old as the page.
export function watchShell() {
  window.addEventListener('pagehide', ({ persisted }) => {
    if (persisted) document.getElementById('screen').replaceChildren();
  });
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) refill();
  });
  if (document.querySelector('#screen[data-shell]')) refill();
}
