import type { Entry, Kind } from '@maru/model';
import { hasMotion } from '@maru/model/library/item';
import { m } from '#lib/paraglide/messages.js';
import { formatCaptureDate, formatDay, formatDuration, formatParts } from '../../format.ts';

/** The names of kinds. */
export const KIND_LABELS: Record<Kind, () => string> = {
  photo: m.kind_photo,
  video: m.kind_video,
  sound: m.kind_sound,
};

function kindOf(entry: Pick<Entry, 'kind' | 'duration' | 'variants' | 'isUnsupported' | 'panorama'>): string {
  if (entry.isUnsupported) return m.kind_unsupported();
  if (hasMotion(entry)) return m.kind_motion();
  if (entry.panorama) return m.kind_panorama();
  const label = KIND_LABELS[entry.kind]();
  return entry.duration === undefined ? label : `${label} ${formatDuration(entry.duration)}`;
}

/** The title of a sound: the first line of its caption. */
export const titleOf = ({ kind, caption }: Pick<Entry, 'kind' | 'caption'>): string | undefined =>
  kind === 'sound' ? caption?.split('\n')[0] : undefined;

/** The longest caption that is shown as a title only. */
const MAX_TITLE = 80;

/** Whether the whole caption of an entry is the title of a sound. */
export const isTitle = (entry: Pick<Entry, 'kind' | 'caption'>): boolean =>
  entry.caption !== undefined && entry.caption === titleOf(entry) && entry.caption.length <= MAX_TITLE;

/** The artist and the album of a sound. */
export const albumLine = ({ song }: Pick<Entry, 'song'>): string | undefined =>
  formatParts(song?.artist, song?.album) || undefined;

/** The fields of an entry that name it. */
type Named = Pick<Entry, 'kind' | 'duration' | 'takenAt' | 'variants' | 'isUnsupported' | 'panorama' | 'caption'>;

/** The accessible name of an entry: "동영상 12초, 2019년 5월 3일 금요일 오후 2:10"; of a sound, its title first. */
export const nameOf = (entry: Named): string =>
  [titleOf(entry), kindOf(entry), formatCaptureDate(entry.takenAt) ?? m.kind_no_date()]
    .filter((part) => part !== undefined)
    .join(', ');

/** A short name of an entry, for a line among others: "소리 3분 12초 · 작년 5월 3일"; of a sound, its title alone. */
export const shortNameOf = (entry: Named): string =>
  titleOf(entry) ?? formatParts(kindOf(entry), formatDay(entry.takenAt));
