// Keeps the gradebook on the page fresh, and says in words what has changed in it.

const region = document.getElementById("gradebook");
const news = document.getElementById("news");
let etag = "";

const cells = () =>
  new Map([...region.querySelectorAll("[data-cell]")].map((cell) => [cell.dataset.cell, cell]));

function show(html) {
  const before = cells();
  region.innerHTML = html;
  const changed = [...cells()].filter(
    ([id, cell]) => before.get(id)?.dataset.says !== cell.dataset.says,
  );
  for (const [, cell] of changed) cell.classList.add("changed");
  if (changed.length) news.textContent = inWords(changed.map(([, cell]) => cell.dataset.says));
}

function inWords(changes) {
  return changes.length > 2 ? `${changes.length} grades have changed` : changes.join(". ");
}

async function look() {
  const answer = await fetch(region.dataset.url, { headers: { "If-None-Match": etag } });
  if (answer.status === 304) return true;
  if (!answer.ok) return false;
  etag = answer.headers.get("ETag");
  show(await answer.text());
  return true;
}

async function follow() {
  const goesOn = await look().catch(() => true);
  if (goesOn) setTimeout(follow, 1000);
  else news.textContent = "You are signed out. Reload the page to go on.";
}

document.querySelector("#clock[data-said]")?.focus();
follow();
