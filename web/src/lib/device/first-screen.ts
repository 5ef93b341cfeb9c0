import { nextFrame } from '../next-frame.ts';

/** The longest wait, milliseconds: on a slow device, the network is worth more than a complete first screen. */
const MAX_WAIT_MS = 1500;
/** A grid that measures itself reads nothing during one frame. */
const QUIET_FRAMES = 2;
/** A hidden page has no frames. */
const FRAME_TIMEOUT_MS = 100;

/**
 * Resolves when the page has drawn its first screen: nothing is pending, and every image is loaded. Evaluating the Firebase SDK takes a phone
 * hundreds of milliseconds, in which nothing could be drawn.
 */
export async function firstScreenDrawn(isPending: () => boolean): Promise<void> {
  const end = performance.now() + MAX_WAIT_MS;
  for (let quiet = 0; quiet < QUIET_FRAMES && performance.now() < end;) {
    await Promise.race([nextFrame(), new Promise((resolve) => setTimeout(resolve, FRAME_TIMEOUT_MS))]);
    const isLoading = [...document.querySelectorAll('img')].some(({ complete }) => !complete);
    quiet = isLoading || isPending() ? 0 : quiet + 1;
  }
}
