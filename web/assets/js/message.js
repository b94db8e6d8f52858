// The message area. What it says is written in the page, in templates, so that it is translated.
const area = () => document.getElementById('message');

// Says one of the page's ready sentences, such as "message-offline".
export function say(templateId) {
  area().replaceChildren(document.getElementById(templateId).content.cloneNode(true));
  reveal();
}

// Says what the server answered, if that is a message of ours; tells whether it was.
export async function sayAnswer(response) {
  if (response.headers.get('HX-Retarget') !== '#message') return false;
  area().innerHTML = await response.text();
  reveal();
  return true;
}

// Brings the message into view, inside a frame too.
export function reveal() {
  area().scrollIntoView({ block: 'nearest' });
}

// Empties the message area.
export function hush() {
  area()?.replaceChildren();
}
