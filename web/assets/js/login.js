// The page before a login in a frame. It finds out how the login can be bound to this browser,
// before the LMS's login is used up by a redirect.
import { tellHeight } from './frame.js';
import { show, told } from './steps.js';
import { openStorage } from './storage.js';

async function byCookie({ check_url: check, authorization_url: url }) {
  try {
    const response = await fetch(check, { credentials: 'same-origin', cache: 'no-store' });
    return (await response.json()).cookie === true && url;
  } catch {
    return null;
  }
}

async function byStorage({ storage: { key, value, authorization_url: url, ...place } }) {
  const storage = await openStorage(place);
  return (await storage?.put(key, value)) && url;
}

// The ways to go on inside the frame, in order; each returns where to, if it works.
const ways = [byCookie, byStorage];

async function goOn() {
  const login = told('login');
  for (const way of ways) {
    const url = await way(login);
    if (url) {
      location.replace(url);
      return;
    }
  }
  show('new-window');
  document.querySelector('#new-window a').addEventListener('click', () => {
    setTimeout(() => show('opened'));
  });
}

tellHeight();
goOn();
