// Teams' own way back: a step back inside the tab as long as there is one; then Teams goes back.
import { pages } from '@microsoft/teams-js';

// How many steps this tab has made until the page on the screen. It stands in the history itself,
// so that it is right after a step back or forward, and after a reload.
const steps = () => history.state?.steps ?? 0;
let made = steps();

function note() {
  history.replaceState({ ...history.state, steps: made }, '');
}

// Counts the steps that the page makes, from its first one on.
export function countSteps() {
  document.addEventListener('htmx:after:history:push', () => {
    made += 1;
    note();
  });
  document.addEventListener('htmx:after:history:replace', note);
  window.addEventListener('popstate', () => (made = steps()));
}

function stepBack() {
  if (steps() === 0) return false;
  history.back();
  return true;
}

// Answers Teams' back button, where Teams has one.
export function watchBack() {
  if (pages.backStack.isSupported()) pages.backStack.registerBackButtonHandler(stepBack);
}
