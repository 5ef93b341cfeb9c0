import { expect, type Page } from '@playwright/test';
import { ko } from './messages.ts';

/** Plays the video in the viewer until it is past two seconds. */
export async function playVideo(page: Page): Promise<void> {
  // Neighbouring videos are inert.
  await page
    .getByRole('button', { name: ko('player_play'), exact: true })
    .and(page.locator(':not([inert] *)'))
    .first()
    .click();
  await expect.poll(() => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0)).toBeGreaterThan(2);
}

/** Samples the position of the video four times a second. */
export const recordPlayback = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const samples: [at: number, time: number][] = [];
    Object.assign(globalThis, { notes: samples });
    setInterval(() => {
      const [video] = document.querySelectorAll('video');
      if (video) samples.push([performance.now(), video.currentTime]);
    }, 250);
  });

/** The longest stall and the last position, in seconds. */
export const playbackStats = (page: Page): Promise<{ stall: number; time: number }> =>
  page.evaluate(() => {
    const { notes: samples } = globalThis as unknown as { notes: [number, number][] };
    let [stall, lastMove, last] = [0, samples[0]?.[0] ?? 0, samples[0]?.[1] ?? 0];
    for (const [at, time] of samples) {
      if (time !== last) [lastMove, last] = [at, time];
      stall = Math.max(stall, at - lastMove);
    }
    return { stall: stall / 1000, time: last };
  });

/** The position of the one media element in seconds, and whether it plays. */
export const positionOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
export const isPlaying = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const video = document.querySelector('video');
    return video !== null && !video.paused && video.readyState > 2;
  });
