import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'vitest';

/** Real photos, videos and sounds, which are never part of the repository. */
export const MEDIA = process.env['MARU_MEDIA'] ?? fileURLToPath(new URL('../../../shared/media', import.meta.url));

/** Skips a test if the folder is missing; generated media cover the same behaviour. */
export function needsMedia({ skip }: Pick<TestContext, 'skip'>): void {
  skip(!existsSync(MEDIA), 'no real media: set MARU_MEDIA to their folder');
}
