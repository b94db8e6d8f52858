// The pages on which Baton is connected to an LMS: copy buttons, the way back, one press only.
const say = (text) => {
  document.querySelector('[data-said]').textContent = text;
};

// Selecting works everywhere; copying may be forbidden in a frame. What is selected can be copied
// by hand, so the value is left selected whatever happens.
async function copy({ currentTarget: button }) {
  const field = document.getElementById(button.dataset.copy);
  field.focus();
  field.select();
  const copied = await write(field.value);
  say(copied ? button.dataset.copied : button.dataset.selected);
}

async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return document.execCommand('copy');
  }
}

// The LMS has opened this page in a frame (Canvas, Moodle, Sakai) or in a tab (Brightspace).
// Nothing but the standard's word is told, so it does not matter who hears it.
function close() {
  const lms = window.opener || window.parent;
  if (lms !== window) lms.postMessage({ subject: 'org.imsglobal.lti.close' }, '*');
  document.querySelector('[data-closed]').hidden = false;
}

document.querySelectorAll('[data-copy]').forEach((one) => one.addEventListener('click', copy));
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
