import type { Entry, Kind } from '@maru/model';
import { m } from '#lib/paraglide/messages.js';
import { sayLength, sayMoment } from '../../format.ts';

/** What a kind is called, alone. */
export const KIND_WORDS: Record<Kind, () => string> = {
  photo: m.kind_photo,
  video: m.kind_video,
  sound: m.kind_sound,
};

/** An entry in words, for who does not see it: "동영상 12초, 2019년 5월 3일 금요일 오후 2:10". */
export function nameOf({ kind, duration, taken }: Pick<Entry, 'kind' | 'duration' | 'taken'>): string {
  const what = duration === undefined ? KIND_WORDS[kind]() : `${KIND_WORDS[kind]()} ${sayLength(duration)}`;
  return `${what}, ${sayMoment(taken) ?? m.kind_no_date()}`;
}
