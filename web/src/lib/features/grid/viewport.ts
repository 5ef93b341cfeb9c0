/** The scroll container of `node`: its nearest scrolling ancestor, or the page. */
export function scrollContainer(node: Element): Element {
  for (let ancestor = node.parentElement; ancestor; ancestor = ancestor.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(ancestor).overflowY) && ancestor !== document.body) return ancestor;
  }
  return document.scrollingElement ?? document.documentElement;
}

/** Calls `onchange` once per frame after scrolling or a resize, and `onrest` when scrolling has ended, where browsers support it. */
export function observeViewport(onchange: () => void, onrest: () => void): () => void {
  let frame = 0;
  const schedule = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      onchange();
    });
  };
  // Scroll events do not bubble: capture those of every container.
  const options = { capture: true, passive: true };
  document.addEventListener('scroll', schedule, options);
  document.addEventListener('scrollend', onrest, options);
  window.addEventListener('resize', schedule);
  return () => {
    cancelAnimationFrame(frame);
    document.removeEventListener('scroll', schedule, options);
    document.removeEventListener('scrollend', onrest, options);
    window.removeEventListener('resize', schedule);
  };
}
