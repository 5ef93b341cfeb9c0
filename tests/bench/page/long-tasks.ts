declare global {
  /** The durations of the page's long tasks, ms. */
  var longTasks: number[];
}

/** Records long tasks, in the page. */
export function recordLongTasks(): void {
  globalThis.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longTasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
}
