// The activity feed: how many notices are new, and what they say.

const bell = document.getElementById("bell");
const unread = document.getElementById("unread");
const feed = document.getElementById("feed");
const place = `read by ${feed.dataset.account}`;
let newest = 0;

const read = () => Number(sessionStorage.getItem(place));

function line({ text, preview, page }, open) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const said = document.createElement("strong");
  const more = document.createElement("small");
  button.type = "button";
  said.textContent = text;
  more.textContent = preview;
  button.append(said, more);
  button.addEventListener("click", () => open(page));
  item.append(button);
  return item;
}

function show(notices, open) {
  newest = Math.max(0, ...notices.map(({ number }) => number));
  const fresh = notices.filter(({ number }) => number > read()).length;
  unread.textContent = fresh ? `(${fresh} new)` : "";
  document.getElementById("nothing").hidden = notices.length > 0;
  document.getElementById("notices").replaceChildren(...notices.map((one) => line(one, open)));
}

function toggle() {
  feed.hidden = !feed.hidden;
  bell.setAttribute("aria-expanded", `${!feed.hidden}`);
  sessionStorage.setItem(place, newest);
  unread.textContent = "";
}

/** Look for notices again and again; `open` opens the tab at a page. */
export function followFeed(open) {
  let known = "";
  async function look() {
    const text = await fetch(feed.dataset.url).then((answer) => answer.text()).catch(() => known);
    if (text !== known) show(JSON.parse(text), open);
    known = text;
    setTimeout(look, 2000);
  }
  bell.addEventListener("click", toggle);
  look();
}
