/**
 * Calls `task` again and again, `intervalMs` after its last call ended, until the returned function is called, which waits for a running call.
 */
export function repeatedly(intervalMs: number, task: () => Promise<void>): () => Promise<void> {
  const stopped = new AbortController();
  const running = (async () => {
    while (!stopped.signal.aborted) {
      await task();
      await new Promise((resolve) => setTimeout(resolve, intervalMs));
    }
  })();
  return async () => {
    stopped.abort();
    await running;
  };
}
