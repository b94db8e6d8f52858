// "Done, hand over": the visit ends on this device at once, so that the next person can begin.
import { hush, say } from './message.js';
import { showEnded } from './screen.js';
import { forgetAll } from './session.js';

function end([id, token]) {
  const headers = { Authorization: `Bearer ${token}`, 'HX-Request': 'true' };
  return fetch(`/s/${id}/hand-over`, { method: 'POST', headers, keepalive: true });
}

async function handOver() {
  const visits = forgetAll();
  hush();
  showEnded();
  // A visit that cannot be ended now ends by itself; nothing of it is left on this device.
  const answers = await Promise.allSettled(visits.map(end));
  if (answers.some(({ status }) => status === 'rejected')) say('message-not-ended');
}

// Watches the button that ends the visit.
export function watchHandOver() {
  document.addEventListener(
    'submit',
    (event) => {
      if (!event.target.matches('[data-hand-over]')) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      handOver();
    },
    true,
  );
}
