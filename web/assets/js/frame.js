// Inside an LMS's frame: tells the LMS how high the page is, so that there is one scroll bar, and
// that a new screen begins at its top.
import { capabilities } from './storage.js';

const PAUSE = 100;
// What is said is a height or nothing at all, so any page may hear it.
const say = (message) => window.parent.postMessage(message, '*');
const isFramed = () => window.parent !== window;

let told = 0;
let waiting = false;

function tell() {
  waiting = false;
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  if (height === told || height === 0) return;
  told = height;
  say({ subject: 'lti.frameResize', height });
}

// At most ten times a second: what grows bit by bit is told in steps, and the last one always.
function tellSoon() {
  if (waiting) return;
  waiting = true;
  setTimeout(tell, PAUSE);
}

function watchBody(observer) {
  observer.disconnect();
  observer.observe(document.body);
}

// Tells the height at once and whenever it changes.
export function tellHeight() {
  if (!isFramed()) return;
  tell();
  const observer = new ResizeObserver(tellSoon);
  watchBody(observer);
  document.addEventListener('baton:page', () => watchBody(observer));
}

// Lets the LMS scroll to the top of the frame when a new screen begins, where it offers that.
export async function followScreens() {
  if (!isFramed()) return;
  const offered = await capabilities();
  if (!offered.has('lti.scrollToTop')) return;
  document.addEventListener('baton:screen', () => say({ subject: 'lti.scrollToTop' }));
}
