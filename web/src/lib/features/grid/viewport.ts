/** What scrolls `node`: its nearest ancestor that does, or the page. */
export function scrollContainer(node: Element): Element {
  for (let up = node.parentElement; up; up = up.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(up).overflowY) && up !== document.body) return up;
  }
  return document.scrollingElement ?? document.documentElement;
}

/** Calls `onlook` with how far `node` lies below the window's top and how high the window is: now, and as it scrolls. */
export function observeViewport(node: Element, onlook: (top: number, height: number) => void): () => void {
  let frame = 0;
  const look = () => {
    frame = 0;
    onlook(node.getBoundingClientRect().top, window.innerHeight);
  };
  const soon = () => {
    frame ||= requestAnimationFrame(look);
  };
  // Whatever scrolls: scroll events do not bubble, and can be caught on their way down.
  document.addEventListener('scroll', soon, { capture: true, passive: true });
  window.addEventListener('resize', soon);
  look();
  return () => {
    cancelAnimationFrame(frame);
    document.removeEventListener('scroll', soon, { capture: true });
    window.removeEventListener('resize', soon);
  };
}
