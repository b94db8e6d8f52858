// Plays Teams for the tab in the frame: answers what TeamsJS asks, and says what Teams would say.

import { choose } from "./choices.js";
import { followFeed } from "./feed.js";

const frame = document.getElementById("tool");
const teams = document.getElementById("window");
const news = document.getElementById("news");
const heard = document.getElementById("heard");
const context = JSON.parse(document.getElementById("context").textContent);
const runtime = {
  apiVersion: 4,
  isLegacyTeams: false,
  hostVersionsInfo: {},
  supports: { pages: { config: {}, backStack: {}, tabs: {} }, dialog: { url: {} } },
};
const handlers = new Set();

async function token() {
  const { tokenUrl, account } = frame.dataset;
  const answer = await fetch(tokenUrl, { method: "POST", body: new URLSearchParams({ account }) });
  return answer.ok ? [true, (await answer.json()).token] : [false, "CancelledByUser"];
}

// Opens the tab anew at a page of it, in one's own app or where one is.
function open(page, place) {
  const address = new URL(location.href);
  address.searchParams.set("sub", page ?? "");
  if (place) address.searchParams.set("place", place);
  location.assign(address);
}

function offer(page, label) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Open it here";
  button.addEventListener("click", () => open(page));
  news.replaceChildren(`Here Teams asks with whom to share “${label}”. `, button);
}

function goBack() {
  news.textContent = "Here Teams goes back to where you were before.";
  return [true];
}

const answers = {
  initialize: () => [context.frameContext, "web", JSON.stringify(runtime), "2.1.2"],
  getContext: () => [context],
  "authentication.getAuthToken": token,
  navigateBack: goBack,
  "pages.backStack.navigateBack": goBack,
  "pages.navigateToApp": (app) => {
    setTimeout(open, 0, app?.subPageId, "personal");
    return [true];
  },
  shareDeepLink: (page, label) => void offer(page, label),
  registerHandler: (name) => void handlers.add(name),
};

function note(name) {
  const line = document.createElement("li");
  line.textContent = name;
  heard.append(line);
}

addEventListener("message", async ({ data, source, origin }) => {
  if (source !== frame.contentWindow || origin !== frame.dataset.origin || !data?.func) return;
  note(data.func);
  const args = await answers[data.func]?.(...(data.args ?? []));
  if (args) source.postMessage({ id: data.id, uuidAsString: data.uuidAsString, args }, origin);
});

function push(func, ...args) {
  frame.contentWindow.postMessage({ func, args }, frame.dataset.origin);
}

document.getElementById("back").addEventListener("click", () => {
  if (handlers.has("backButton")) push("backButtonPress");
  else goBack();
});

document.getElementById("reload").addEventListener("click", () => {
  handlers.clear();
  news.textContent = "";
  frame.src = frame.getAttribute("src");
});

followFeed(open);
choose((theme) => {
  context.theme = teams.dataset.theme = theme;
  if (handlers.has("themeChange")) push("themeChange", theme);
});
