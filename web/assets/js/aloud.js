// Reads the screen aloud with the browser's own voice, paragraph by paragraph. The button is there
// only where the browser has a voice for the page's language: a wrong one is worse than none.
const TEXTS = 'h1, h2, h3, p, li';
const voice = window.speechSynthesis;
let reading = null;

const language = (button) => button.closest('[lang]')?.lang || 'en';
const base = (tag) => tag.toLowerCase().split(/[-_]/)[0];
const voices = (wanted) => (voice?.getVoices() ?? []).filter(({ lang }) => base(lang) === base(wanted));

function offer() {
  document.querySelectorAll('[data-aloud]').forEach((button) => {
    button.hidden = voices(language(button)).length === 0;
  });
}

function texts() {
  const isRead = (one) =>
    !one.querySelector(TEXTS) && !one.closest('nav, form, [data-unread]') && one.checkVisibility();
  const found = [...document.querySelectorAll(TEXTS.replace(/\w+/g, '#screen $&'))].filter(isRead);
  return found.map((one) => one.innerText.trim()).filter(Boolean);
}

function stop() {
  if (!reading) return;
  const { button, text } = reading;
  reading = null;
  button.textContent = text;
  voice.cancel();
}

function start(button) {
  const mine = { button, text: button.textContent };
  const [chosen] = voices(language(button));
  const said = texts().map((text) => {
    const piece = new SpeechSynthesisUtterance(text);
    piece.lang = chosen.lang;
    piece.voice = chosen;
    return piece;
  });
  if (!said.length) return;
  reading = mine;
  button.textContent = button.dataset.reading;
  said.at(-1).onend = () => reading === mine && stop();
  voice.cancel();
  said.forEach((piece) => voice.speak(piece));
}

function press(button) {
  const isOn = reading?.button === button;
  stop();
  if (!isOn) start(button);
}

// Watches the buttons, and falls silent when the reader leaves the screen.
export function watchAloud() {
  document.addEventListener('click', ({ target }) => {
    const button = target.closest?.('[data-aloud]');
    if (button) press(button);
  });
  voice?.addEventListener?.('voiceschanged', offer);
  for (const name of ['baton:screen', 'baton:page']) {
    document.addEventListener(name, () => {
      stop();
      offer();
    });
  }
  document.addEventListener('submit', ({ target }) => target.matches('[data-hand-over]') && stop(), true);
  window.addEventListener('pagehide', stop);
  offer();
}
