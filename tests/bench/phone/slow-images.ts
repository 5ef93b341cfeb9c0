import type { BrowserContext } from '@playwright/test';
import sharp from 'sharp';
import type { Network } from '../../e2e/slow-network.ts';

const HEADERS = { 'access-control-allow-origin': '*', 'cache-control': 'private, max-age=31536000, immutable' };

/** A synthetic image with about the bytes of a photo of this width. */
const photo = async (width: number): Promise<Buffer> => {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const grain = sharp({ create: { width, height: (width * 3) / 4, channels: 3, background: '#7a8', noise } });
  return grain.blur(1.5).jpeg({ quality: 80 }).toBuffer();
};

/**
 * Serves every rendition as such an image, at the speed of a network, because a browser slows no request that is intercepted. Returns the sizes for grid and
 * viewer, in kB.
 */
export async function serveSlowImages(
  context: BrowserContext,
  { bitsPerSecond, latencyMs }: Network,
): Promise<number[]> {
  const [grid, screen] = [await photo(320), await photo(1600)];
  let free = 0;
  await context.route(/\/v0\/b\//, async (route) => {
    const body = /%2Fscreen/i.test(route.request().url()) ? screen : grid;
    const now = performance.now();
    free = Math.max(free, now + latencyMs) + (body.length * 8000) / bitsPerSecond;
    await new Promise((resolve) => setTimeout(resolve, free - now));
    await route.fulfill({ body, contentType: 'image/jpeg', headers: HEADERS });
  });
  return [grid, screen].map(({ length }) => Math.round(length / 1000));
}
