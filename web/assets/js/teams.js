// Inside Microsoft Teams, and there only: the page that signs people in, and Teams' theme on every
// page after it.
import { app, authentication } from '@microsoft/teams-js';

import { tellOutcome, watchReports } from './reports.js';
import { show, told } from './steps.js';
import { countSteps, watchBack } from './teams-back.js';
import { watchLinks } from './teams-links.js';

// How long Teams may take to answer at all, and to bring a token, before the page says so.
const PATIENCE = 10_000;
const PATIENCE_FOR_TOKEN = 20_000;
const THEMES = { default: 'light', dark: 'dark', contrast: 'contrast' };
// The steps that speak of somebody who may not come in.
const NOT_ALLOWED = new Set(['consent', 'mfa', 'shared']);
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

// Says that the page has words of its own for what went wrong. After any other failure Teams would
// put an error page in its place.
function fail(reason) {
  app.notifyExpectedFailure({ reason: app.ExpectedFailureReason[reason] });
}

function stop(step) {
  show(step);
  fail(NOT_ALLOWED.has(step) ? 'PermissionError' : 'Other');
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

// Whether several people have this tab in common. Only the page is told so, and it opens nothing.
function isShared({ team, channel, chat, meeting }) {
  return Boolean(team || channel || chat || meeting);
}

function enter(token, context) {
  const form = document.getElementById('entry');
  form.elements.token.value = token;
  form.elements.theme.value = document.documentElement.dataset.theme;
  form.elements.locale.value = context.app.locale;
  form.elements.where.value = isShared(context) ? 'channel' : 'own';
  form.elements.page.value = context.page.subPageId ?? '';
  form.elements.zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
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

// What Teams calls a problem that our page speaks of, by its status.
function reasonOf(status) {
  if (status === 401 || status === 403) return 'PermissionError';
  return status === 404 ? 'NotFound' : 'Other';
}

// A page of a visit, or a problem: it is on the screen already.
async function follow() {
  const problem = document.querySelector('[data-problem]');
  countSteps();
  try {
    const context = await connect();
    if (context === 'late') return;
    if (problem) fail(reasonOf(Number(problem.dataset.problem)));
    else app.notifySuccess();
    const answer = document.getElementById('answer');
    if (answer) tellOutcome(answer);
    watchBack();
    watchLinks(context.app.host.clientType);
    watchReports();
  } catch {
    // A window of its own, outside Teams: the system decides what it wears.
  }
}

if (document.getElementById('tab')) open();
else follow();
