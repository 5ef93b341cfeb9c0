import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'vitest';

/** Photos, videos and sounds that people made, beside the project and never in it. */
export const MEDIA = process.env['MARU_MEDIA'] ?? fileURLToPath(new URL('../../../shared/media', import.meta.url));

/** Leaves a test out, saying why, where the folder is absent: what it proves is also proven on media that tests make. */
export function needsMedia({ skip }: Pick<TestContext, 'skip'>): void {
  skip(!existsSync(MEDIA), 'no real media: name their folder by MARU_MEDIA');
}
