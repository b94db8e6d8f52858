// The pages on which Baton is connected to an LMS: copy buttons, the way back, one press only.
import { watchCopies } from './copy.js';

// The LMS has opened this page in a frame (Canvas, Moodle, Sakai) or in a tab (Brightspace).
// Nothing but the standard's word is told, so it does not matter who hears it.
function close() {
  const lms = window.opener || window.parent;
  if (lms !== window) lms.postMessage({ subject: 'org.imsglobal.lti.close' }, '*');
  document.querySelector('[data-closed]').hidden = false;
}

watchCopies();
document.querySelectorAll('[data-close]').forEach((one) => one.addEventListener('click', close));
document.querySelectorAll('form[data-once]').forEach((form) => {
  form.addEventListener('submit', (event) => {
    if (form.dataset.once === 'sent') event.preventDefault();
    form.dataset.once = 'sent';
    form.querySelector('[data-waiting]').hidden = false;
  });
});
// A page that comes back from the browser's memory may be sent again.
window.addEventListener('pageshow', () => {
  document.querySelectorAll('form[data-once]').forEach((form) => {
    form.dataset.once = '';
    form.querySelector('[data-waiting]').hidden = true;
  });
});
