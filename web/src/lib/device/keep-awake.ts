/**
 * Keeps the screen on until the returned function is called, so that a phone does not stop an upload or a slideshow. Does nothing where the
 * browser cannot or the battery is low.
 */
export function keepAwake(
  page: Document = document,
  wakeLock = navigator.wakeLock as WakeLock | undefined,
): () => void {
  const controller = new AbortController();
  let sentinel: WakeLockSentinel | undefined;
  const request = async (): Promise<void> => {
    if (page.hidden) return;
    try {
      const granted = await wakeLock?.request('screen');
      if (controller.signal.aborted) await granted?.release();
      else sentinel = granted;
    } catch {
      // The battery is low, or the page was hidden meanwhile.
    }
  };
  void request();
  // A hidden page loses its lock.
  page.addEventListener('visibilitychange', () => void request(), { signal: controller.signal });
  return () => {
    controller.abort();
    void sentinel?.release();
  };
}
