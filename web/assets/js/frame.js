// Inside an LMS's frame: tells the LMS how high the page is, so that there is one scroll bar.
export function tellHeight() {
  if (window.parent === window) return;
  let told = 0;
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    // The height is all that is in it, so any page may hear it.
    window.parent.postMessage({ subject: 'lti.frameResize', height }, '*');
  };
  const observer = new ResizeObserver(tell);
  observer.observe(document.body);
  document.addEventListener('baton:page', () => observer.observe(document.body));
}
