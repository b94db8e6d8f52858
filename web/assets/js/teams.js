// Inside Microsoft Teams, and there only: the page that signs people in, and Teams' theme on every
// page after it.
import { app, authentication } from '@microsoft/teams-js';

import { show, told } from './steps.js';

// How long Teams may take to answer at all, and to bring a token, before the page says so.
const PATIENCE = 10_000;
const PATIENCE_FOR_TOKEN = 20_000;
const THEMES = { default: 'light', dark: 'dark', contrast: 'contrast' };
// What Teams calls the reasons for which there is no token, and the step that speaks of each.
const REASONS = {
  resourceRequiresConsent: 'consent',
  invalid_grant: 'consent',
  resourceRequiresMfa: 'mfa',
  CancelledByUser: 'cancelled',
  FailedToOpenWindow: 'cancelled',
};

function wear(theme) {
  document.documentElement.dataset.theme = THEMES[theme] ?? 'light';
}

// What comes of a promise, or 'late' if it takes too long.
function inTime(promise) {
  return Promise.race([promise, new Promise((resolve) => setTimeout(resolve, PATIENCE, 'late'))]);
}

// Connects to Teams and wears its theme from then on; returns where the page stands in Teams.
async function connect() {
  if ((await inTime(app.initialize())) === 'late') return 'late';
  const context = await inTime(app.getContext());
  if (context === 'late') return 'late';
  wear(context.app.theme);
  app.registerOnThemeChangeHandler(wear);
  app.notifyAppLoaded();
  return context;
}

// A step with words of ours. Teams would cover it with a page of its own after any other failure.
function stop(step) {
  show(step);
  app.notifyExpectedFailure({ reason: app.ExpectedFailureReason.Other });
}

function refuse({ message }) {
  const step = REASONS[message] ?? 'refused';
  // A code such as resourceDisabled, and never a longer text.
  if (step === 'refused') document.getElementById('code').textContent = `${message}`.slice(0, 80);
  stop(step);
}

// Whether the page begins anew in the language that Teams is in.
function changesLanguage(locale) {
  const address = new URL(location.href);
  const wanted = locale.split('-')[0].toLowerCase();
  const isSpoken = wanted !== document.documentElement.lang && told('tab').languages.includes(wanted);
  if (!isSpoken || address.searchParams.get('language') === wanted) return false;
  address.searchParams.set('language', wanted);
  location.replace(address);
  return true;
}

function isElsewhere({ channel, user }) {
  const owner = channel?.ownerTenantId;
  return Boolean(owner && user?.tenant?.id && owner !== user.tenant.id);
}

function enter(token, context) {
  const form = document.getElementById('entry');
  form.elements.token.value = token;
  form.elements.theme.value = document.documentElement.dataset.theme;
  form.elements.locale.value = context.app.locale;
  form.submit();
}

async function signIn(context) {
  if (isElsewhere(context)) {
    stop('shared');
    return;
  }
  const late = setTimeout(stop, PATIENCE_FOR_TOKEN, 'slow');
  try {
    const token = await authentication.getAuthToken();
    clearTimeout(late);
    show('waiting');
    enter(token, context);
  } catch (problem) {
    clearTimeout(late);
    refuse(problem);
  }
}

async function open() {
  document.addEventListener('click', ({ target }) => {
    if (target.closest('[data-retry]')) location.reload();
  });
  let context;
  try {
    context = await connect();
  } catch {
    // There is no Teams around this page.
    show('outside');
    return;
  }
  if (context === 'late') show('silent');
  else if (!changesLanguage(context.app.locale)) signIn(context);
}

// A page of a visit, or a problem: it is on the screen already.
async function follow() {
  try {
    if ((await connect()) !== 'late') app.notifySuccess();
  } catch {
    // A window of its own, outside Teams: the system decides what it wears.
  }
}

if (document.getElementById('tab')) open();
else follow();
