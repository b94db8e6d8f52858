// The preview of a module follows each time one of its files is saved.
import { watchPlanForm } from './plan-form.js';
import { watchPrinting } from './printing.js';

const PAUSE = 700;
const { version } = document.currentScript.dataset;

async function follow() {
  try {
    const answer = await fetch('/version', { cache: 'no-store' });
    if (answer.ok && (await answer.text()) !== version) {
      location.reload();
      return;
    }
  } catch {
    // The preview was stopped, or is just starting again.
  }
  setTimeout(follow, PAUSE);
}

watchPlanForm();
watchPrinting();
follow();
