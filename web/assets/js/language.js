// Another language, at once: the server is told, and the page fetches itself again.
import { flushDrafts } from './drafts.js';
import { say, sayAnswer } from './message.js';
import { bearer } from './session.js';
import { refill } from './shell.js';

const isTicked = ({ type }) => type === 'checkbox' || type === 'radio';

function hasChanged(field) {
  if (!field.name || field.type === 'file') return false;
  if (isTicked(field)) return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

// What was typed and ticked, and is kept nowhere else. A plan has its draft.
function typed() {
  const fields = document.querySelectorAll('#screen form:not([data-draft]) :is(input, textarea)');
  return [...fields].filter(hasChanged);
}

function putBack(old) {
  const fields = document.querySelectorAll(`#screen [name="${CSS.escape(old.name)}"]`);
  if (!isTicked(old)) {
    if (fields.length === 1) fields[0].value = old.value;
    return;
  }
  const same = [...fields].find(({ value }) => value === old.value);
  if (same) same.checked = old.checked;
}

async function choose(form, language) {
  try {
    await flushDrafts();
    const response = await fetch(form.action, {
      method: 'POST',
      headers: { ...bearer(), 'HX-Request': 'true' },
      body: new URLSearchParams({ language }),
    });
    if (response.ok) {
      const fields = typed();
      await refill();
      fields.forEach(putBack);
    } else if (!(await sayAnswer(response))) say('message-trouble');
  } catch {
    say('message-offline');
  }
}

// Watches the languages below each page.
export function watchLanguage() {
  document.addEventListener(
    'submit',
    (event) => {
      if (!event.target.matches('[data-language]')) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      choose(event.target, event.submitter.value);
    },
    true,
  );
}
