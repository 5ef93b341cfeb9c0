import { waitToRetry } from '#lib/state/retry.ts';

/** Loads the image of a slideshow's next photo; false if it cannot be shown now. */
export async function loadPhoto(url: string, signal: AbortSignal): Promise<boolean> {
  const image = new Image();
  image.crossOrigin = 'anonymous';
  image.src = url;
  try {
    await image.decode();
    return true;
  } catch {
    // Without a network, every photo of the album would fail at once.
    await waitToRetry(1, signal);
    return false;
  }
}
