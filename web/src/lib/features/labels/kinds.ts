import type { Entry, Kind } from '@maru/model';
import { hasMotion } from '@maru/model/library/item';
import { m } from '#lib/paraglide/messages.js';
import { formatCaptureDate, formatDay, formatDuration } from '../../format.ts';

/** The names of kinds. */
export const KIND_LABELS: Record<Kind, () => string> = {
  photo: m.kind_photo,
  video: m.kind_video,
  sound: m.kind_sound,
};

function kindOf(entry: Pick<Entry, 'kind' | 'duration' | 'variants' | 'isUnsupported'>): string {
  if (entry.isUnsupported) return m.kind_unsupported();
  if (hasMotion(entry)) return m.kind_motion();
  const label = KIND_LABELS[entry.kind]();
  return entry.duration === undefined ? label : `${label} ${formatDuration(entry.duration)}`;
}

/** The accessible name of an entry: "동영상 12초, 2019년 5월 3일 금요일 오후 2:10". */
export const nameOf = (entry: Pick<Entry, 'kind' | 'duration' | 'takenAt' | 'variants' | 'isUnsupported'>): string =>
  `${kindOf(entry)}, ${formatCaptureDate(entry.takenAt) ?? m.kind_no_date()}`;

/** A short name of an entry, for a line among others: "소리 3분 12초 · 작년 5월 3일". */
export const shortNameOf = (entry: Parameters<typeof nameOf>[0]): string =>
  [kindOf(entry), formatDay(entry.takenAt)].filter((part) => part !== undefined).join(' · ');
