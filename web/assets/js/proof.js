// The page after a login that was kept in the platform's storage: reads the value back, and posts
// the launch again with it. Without the value nothing is posted.
import { tellHeight } from './frame.js';
import { show, told } from './steps.js';
import { openStorage } from './storage.js';

async function goOn() {
  const { key, ...place } = told('storage');
  const storage = await openStorage(place);
  const value = await storage?.get(key);
  if (!value) {
    show('refused');
    return;
  }
  document.getElementById('proof').value = value;
  storage.put(key, null); // It is good once, so nobody waits for its end.
  document.getElementById('launch').submit();
}

tellHeight();
goOn();
