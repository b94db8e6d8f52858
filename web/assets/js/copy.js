// Buttons that copy the value of a field.
async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return document.execCommand('copy');
  }
}

// Selecting works everywhere; copying may be forbidden in a frame. What is selected can be copied
// by hand, so the value is left selected whatever happens.
async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.focus();
  field.select();
  const copied = await write(field.value);
  const { copied: done, selected } = button.dataset;
  document.querySelector('[data-said]').textContent = copied ? done : selected;
}

// Watches the buttons.
export function watchCopies() {
  document.addEventListener('click', ({ target }) => {
    const button = target.closest?.('[data-copy]');
    if (button) copy(button);
  });
}
