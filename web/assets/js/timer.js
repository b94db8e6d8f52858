// A huddle's timer. It counts, and says when a step's time is over; it never moves on by itself.
// What it knows is kept in the tab, so that it goes on after a reload.
import { keep, kept } from './session.js';

const NEW = { began: null, before: 0, step: 0, told: -1 };
let timer = null;

const inMinutes = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

class Timer {
  constructor(element) {
    this.element = element;
    this.steps = [...document.querySelectorAll('[data-timer-steps] > li')];
    this.name = `timer:${element.dataset.timer}`;
    this.state = { ...NEW, ...JSON.parse(kept(this.name) ?? '{}') };
    element.hidden = false;
    this.show();
  }

  find(name) {
    return this.element.querySelector(`[data-timer-${name}]`);
  }

  get seconds() {
    const { began, before } = this.state;
    return Math.floor((before + (began === null ? 0 : Date.now() - began)) / 1000);
  }

  title(step) {
    return this.steps[step]?.querySelector('h2')?.innerText ?? '';
  }

  change(more) {
    Object.assign(this.state, more);
    keep(this.name, JSON.stringify(this.state));
    this.show();
  }

  go() {
    const { began, before } = this.state;
    if (began === null) this.change({ began: Date.now() });
    else this.change({ began: null, before: before + Date.now() - began });
  }

  move(by) {
    const step = Math.min(Math.max(this.state.step + by, 0), this.steps.length - 1);
    this.say('');
    this.change({ step, told: by < 0 ? step - 1 : this.state.told });
  }

  reset() {
    this.say('');
    this.change(NEW);
  }

  say(text) {
    const said = this.find('said');
    if (said.textContent !== text) said.textContent = text;
  }

  // Says once that a step's time is over, and stays where it is.
  tell() {
    const { step, told } = this.state;
    if (told >= step || this.seconds < Number(this.steps[step].dataset.until)) return;
    const { ready, over } = this.find('said').dataset;
    const isLast = step === this.steps.length - 1;
    this.state.told = step;
    keep(this.name, JSON.stringify(this.state));
    this.say(isLast ? over : ready.replace('{step}', this.title(step + 1)));
  }

  show() {
    const { began, before, step } = this.state;
    const go = this.find('go');
    const { start, pause, resume } = go.dataset;
    const label = began !== null ? pause : before > 0 ? resume : start;
    if (go.textContent !== label) go.textContent = label;
    this.find('time').textContent = inMinutes(this.seconds);
    this.find('now').textContent = this.title(step);
    this.steps.forEach((one, index) => {
      if (index === step) one.setAttribute('aria-current', 'step');
      else one.removeAttribute('aria-current');
    });
    if (began !== null) this.tell();
  }
}

function find() {
  const element = document.querySelector('[data-timer]');
  if (timer?.element !== element) timer = element && new Timer(element);
}

function press({ target }) {
  if (!timer) return;
  if (target.closest('[data-timer-go]')) timer.go();
  else if (target.closest('[data-timer-next]')) timer.move(1);
  else if (target.closest('[data-timer-back]')) timer.move(-1);
  else if (target.closest('[data-timer-reset]')) timer.reset();
}

// Watches the timer, if there is one on the screen.
export function watchTimer() {
  document.addEventListener('click', press);
  for (const name of ['baton:screen', 'baton:page']) document.addEventListener(name, find);
  setInterval(() => timer?.element.isConnected && timer.state.began !== null && timer.show(), 500);
  find();
}
