import type { Page } from '@playwright/test';
import { button, stage } from '../../e2e/app.ts';
import { ko } from '../../e2e/messages.ts';

/** Presses ▶ and returns the seconds until the first frame is shown while it plays. */
export async function startS(page: Page): Promise<number> {
  const play = button(stage(page), ko('player_play'));
  await play.waitFor();
  return page.evaluate(
    (name) =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        document.querySelector<HTMLElement>(`.stage button[aria-label="${name}"]`)?.click();
        const wait = (): void => {
          const video = document.querySelector('video');
          if (video) video.requestVideoFrameCallback((now) => resolve((now - began) / 1000));
          else requestAnimationFrame(wait);
        };
        wait();
      }),
    ko('player_play'),
  );
}
