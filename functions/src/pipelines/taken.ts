import type { Taken } from '@maru/model';
import type { PictureClock } from '../ports.ts';

/** When a photo was taken, from what its bytes say; undefined where they say nothing that can be believed. */
export function takenFromPicture(_clock: PictureClock, _now: number): Taken | undefined {
  return undefined;
}
