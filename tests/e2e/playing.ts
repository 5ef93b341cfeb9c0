import { expect, type Page } from '@playwright/test';
import { ko } from './words.ts';

/** Plays the video in the viewer until it is past two seconds. */
export async function play(page: Page): Promise<void> {
  // Neighbouring videos are inert.
  await page
    .getByRole('button', { name: ko('player_play'), exact: true })
    .and(page.locator(':not([inert] *)'))
    .first()
    .click();
  await expect.poll(() => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0)).toBeGreaterThan(2);
}

/** Samples the position of the video four times a second. */
export const watch = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const notes: [at: number, time: number][] = [];
    Object.assign(globalThis, { notes });
    setInterval(() => {
      const [video] = document.querySelectorAll('video');
      if (video) notes.push([performance.now(), video.currentTime]);
    }, 250);
  });

/** The longest stall and the last position, in seconds. */
export const watched = (page: Page): Promise<{ still: number; time: number }> =>
  page.evaluate(() => {
    const { notes } = globalThis as unknown as { notes: [number, number][] };
    let [still, since, last] = [0, notes[0]?.[0] ?? 0, notes[0]?.[1] ?? 0];
    for (const [at, time] of notes) {
      if (time > last) [since, last] = [at, time];
      still = Math.max(still, at - since);
    }
    return { still: still / 1000, time: last };
  });
