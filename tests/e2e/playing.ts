import { expect, type Page } from '@playwright/test';
import { ko } from './words.ts';

/** Plays the video that is on the stage, until it has come two seconds far. */
export async function play(page: Page): Promise<void> {
  // The neighbours on the stage may be videos too; they are inert.
  await page
    .getByRole('button', { name: ko('player_play'), exact: true })
    .and(page.locator(':not([inert] *)'))
    .first()
    .click();
  await expect.poll(() => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0)).toBeGreaterThan(2);
}

/** Notes four times a second where the video is, for as long as the page lives. */
export const watch = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const notes: [at: number, time: number][] = [];
    Object.assign(globalThis, { notes });
    setInterval(() => {
      const [video] = document.querySelectorAll('video');
      if (video) notes.push([performance.now(), video.currentTime]);
    }, 250);
  });

/** The longest that the video did not move, in seconds, and how far it came. */
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
