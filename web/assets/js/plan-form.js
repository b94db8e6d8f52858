// Choosing a suggestion fills the plan's fields. What someone changed in it, or wrote as their
// own, is there again after a look at another one.
const FIELDS = ['cue', 'action', 'with'];
const changed = new WeakMap();

const chosen = (form) => form.elements.choice.value;

function remember(form) {
  const words = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
  changed.set(form, { ...changed.get(form), [chosen(form)]: words });
}

function fill(form, suggestion) {
  const words = changed.get(form)?.[chosen(form)] ?? suggestion;
  FIELDS.forEach((name) => (form.elements[name].value = words[name] ?? ''));
}

// Watches the plan form.
export function watchPlanForm() {
  document.addEventListener('change', ({ target }) => {
    if (target.matches('form[data-draft] [name="choice"]')) fill(target.form, target.dataset);
  });
  document.addEventListener('input', ({ target: { form, name } }) => {
    if (form?.matches('[data-draft]') && FIELDS.includes(name)) remember(form);
  });
}
