// Functions that run in the page.

declare global {
  var listenTexts: string[];
  var frameTimes: number[];
  var mostTiles: number;
}

/** Records what Firestore's listen channel receives, so that the documents in it can be counted. */
export function recordReads(): void {
  globalThis.listenTexts = [];
  const isListen = (url: string): boolean => url.includes('Firestore/Listen/channel');
  const { fetch } = globalThis;
  globalThis.fetch = async (...args) => {
    const response = await fetch(...args);
    const [input] = args;
    if (!isListen(input instanceof Request ? input.url : String(input)) || !response.body) return response;
    const [ours, theirs] = response.body.tee();
    const at = globalThis.listenTexts.push('') - 1;
    void ours.pipeThrough(new TextDecoderStream()).pipeTo(
      new WritableStream({
        write: (text) => {
          globalThis.listenTexts[at] = (globalThis.listenTexts[at] ?? '') + text;
        },
      }),
    );
    return new Response(theirs, response);
  };
}

/** How many documents the page has received. */
export const countReads = (): number =>
  globalThis.listenTexts.reduce((sum, text) => sum + text.split('"documentChange"').length - 1, 0);

/**
 * Scrolls the page by `step` CSS pixels in every frame, and records the frames' durations and the most tiles in the page, with or without
 * an image.
 */
export async function scrollFor({ ms, step }: { ms: number; step: number }): Promise<void> {
  globalThis.frameTimes = [];
  globalThis.mostTiles = 0;
  const container = document.scrollingElement ?? document.documentElement;
  const began = performance.now();
  let last = began;
  await new Promise<void>((resolve) => {
    const frame = (now: number): void => {
      globalThis.frameTimes.push(now - last);
      last = now;
      globalThis.mostTiles = Math.max(globalThis.mostTiles, document.querySelectorAll('main [role="list"] > *').length);
      if (now - began > ms) resolve();
      else {
        container.scrollBy({ top: step, behavior: 'instant' });
        requestAnimationFrame(frame);
      }
    };
    requestAnimationFrame(frame);
  });
}

/**
 * Scrolls the page from top to bottom by `step` CSS pixels in every frame; in `jumps` frames if that took more than `maxSteps`. Rests before,
 * ms.
 */
export async function scrollThrough({
  step,
  maxSteps,
  jumps,
  restMs,
}: {
  step: number;
  maxSteps: number;
  jumps: number;
  restMs: number;
}): Promise<void> {
  const container = document.scrollingElement ?? document.documentElement;
  const height = container.scrollHeight;
  const distance = height > step * maxSteps ? height / jumps : step;
  container.scrollTo({ top: 0, behavior: 'instant' });
  await new Promise((resolve) => setTimeout(resolve, restMs));
  for (let top = 0; top < height; top += distance) {
    container.scrollTo({ top, behavior: 'instant' });
    await new Promise(requestAnimationFrame);
  }
}
