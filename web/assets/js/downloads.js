// A file to keep: it is fetched with the visit's token, and then handed to the browser.
import { say, sayAnswer } from './message.js';
import { bearer } from './session.js';

function hand(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function download(link) {
  try {
    const headers = { ...bearer(), 'HX-Request': 'true' };
    const response = await fetch(link.href, { headers });
    if (response.ok) hand(await response.blob(), link.dataset.download);
    else if (!(await sayAnswer(response))) say('message-trouble');
  } catch {
    say('message-offline');
  }
}

// Watches links that lead to a file.
export function watchDownloads() {
  document.addEventListener(
    'click',
    (event) => {
      const link = event.target.closest?.('a[data-download]');
      if (!link) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      download(link);
    },
    true,
  );
}
