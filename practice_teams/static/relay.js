// Stands between the practice Teams and the tab, and hands on what they say to each other.

const teams = document.documentElement.dataset.teamsOrigin;
const tab = document.getElementById("tab");

addEventListener("message", ({ data, source, origin }) => {
  if (source === tab.contentWindow && origin === location.origin) parent.postMessage(data, teams);
  else if (source === parent && origin === teams) tab.contentWindow.postMessage(data, location.origin);
});
// Only now: what the tab says first must not be lost.
tab.src = tab.dataset.src;
