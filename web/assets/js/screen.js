// The one thing on the screen: where the focus goes when it changes, and how it is replaced.
const screen = () => document.getElementById('screen');

// Puts the keyboard and the screen reader at the start of what is new.
export function arrive() {
  const start = screen().querySelector('[data-arrive]') ?? screen().querySelector('h1');
  if (!start) return;
  start.tabIndex = -1;
  start.focus();
}

// Shows that the visit has ended, from text that the page already holds.
export function showEnded() {
  const ended = document.getElementById('ended');
  if (!ended) return;
  screen().replaceChildren(ended.content.cloneNode(true));
  document.title = ended.dataset.title;
  arrive();
}

// Keeps the focus and the scroll right.
export function watchScreens() {
  document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
    if (ctx.response.status >= 400) return;
    if (ctx.sourceElement.matches?.('[data-piece]')) return;  // a piece came; the reader stays
    if (ctx.sourceElement !== document.body) window.scrollTo(0, 0);
    arrive();
    document.dispatchEvent(new Event('baton:screen'));
  });
}
