// The page before a login in a frame. It finds out whether the cookie that binds the login to this
// browser arrives back, before the LMS's login is used up by a redirect.
const read = () => JSON.parse(document.getElementById('login').textContent);
const show = (id) => {
  document.querySelectorAll('[data-step]').forEach((step) => (step.hidden = step.id !== id));
};

async function cookieArrives({ check_url: url }) {
  try {
    const response = await fetch(url, { credentials: 'same-origin', cache: 'no-store' });
    return (await response.json()).cookie === true;
  } catch {
    return false;
  }
}

// The ways to go on inside the frame, in order; the first that works is taken. Keeping the state
// in the platform's storage belongs here, after the cookie.
const ways = [cookieArrives];

async function goOn() {
  const login = read();
  for (const works of ways) {
    if (await works(login)) {
      location.replace(login.authorization_url);
      return;
    }
  }
  show('new-window');
  document.querySelector('#new-window a').addEventListener('click', () => {
    setTimeout(() => show('opened'));
  });
}

goOn();
