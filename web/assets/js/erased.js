// Somebody has erased everything about themselves: nothing stays in this tab either.
import { forgetAll } from './session.js';

// Watches for the screen that says so.
export function watchErased() {
  document.addEventListener('baton:screen', () => {
    if (document.querySelector('#screen [data-erased]')) forgetAll();
  });
}
