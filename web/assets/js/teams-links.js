// Links that Teams itself can follow better than a page can: sharing, and one's own tab.
import { HostClientType, pages } from '@microsoft/teams-js';

const { android, ios, ipados } = HostClientType;
// There Teams says that it can share, and does nothing.
const CANNOT_SHARE = new Set([android, ios, ipados]);

// Opens Teams' window for sharing; tells whether Teams has one. Otherwise our page has the link.
function share({ dataset }, client) {
  if (!pages.isSupported() || CANNOT_SHARE.has(client)) return false;
  const path = dataset.share.startsWith('huddle/') ? dataset.share : 'teams/tab';
  pages.shareDeepLink({
    subPageId: dataset.share,
    subPageLabel: dataset.label,
    subPageWebUrl: `${location.origin}/${path}`,
  });
  return true;
}

// Goes to one's own tab inside Teams; where that fails, the link's address does it.
function goToOwn({ dataset, href }) {
  if (!pages.isSupported()) return false;
  const elsewhere = () => window.open(href, '_blank', 'noreferrer');
  pages.navigateToApp({ appId: dataset.ownApp, pageId: dataset.ownTab }).catch(elsewhere);
  return true;
}

function follow(link, client) {
  try {
    return link.dataset.share ? share(link, client) : goToOwn(link);
  } catch {
    // Not in this kind of frame.
    return false;
  }
}

// Watches such links. `client` is the kind of Teams that is around the page.
export function watchLinks(client) {
  document.addEventListener(
    'click',
    (event) => {
      const link = event.target.closest?.('[data-share], [data-own-app]');
      const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (!link || !isPlain || !follow(link, client)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
}
