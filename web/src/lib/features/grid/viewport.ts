/** The scroll container of `node`: its nearest scrolling ancestor, or the page. */
export function scrollContainer(node: Element): Element {
  for (let ancestor = node.parentElement; ancestor; ancestor = ancestor.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(ancestor).overflowY) && ancestor !== document.body) return ancestor;
  }
  return document.scrollingElement ?? document.documentElement;
}

/** Calls `onchange` with the distance of `node` from the window's top and the window's height: now, on scroll and on resize. */
export function observeViewport(node: Element, onchange: (top: number, height: number) => void): () => void {
  let frame = 0;
  const report = () => {
    frame = 0;
    onchange(node.getBoundingClientRect().top, window.innerHeight);
  };
  const schedule = () => {
    frame ||= requestAnimationFrame(report);
  };
  // Scroll events do not bubble: capture those of every container.
  document.addEventListener('scroll', schedule, { capture: true, passive: true });
  window.addEventListener('resize', schedule);
  report();
  return () => {
    cancelAnimationFrame(frame);
    document.removeEventListener('scroll', schedule, { capture: true });
    window.removeEventListener('resize', schedule);
  };
}
