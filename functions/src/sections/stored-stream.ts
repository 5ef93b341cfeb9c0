import {
  KEYFRAME_S,
  MASTER,
  ProcessingError,
  readMaster,
  readMediaPlaylist,
  renditionName,
  variantPlaylist,
  type ItemId,
  type LibraryId,
  type ListedSegment,
  type ListedVariant,
  type Rev,
  type SectionOf,
} from '@maru/model';
import type { ObjectRange, Renditions } from '../ports/objects.ts';

/** A variant of a stored stream, with its segments in order: at least one. */
export interface StoredVariant {
  readonly variant: ListedVariant;
  readonly segments: readonly ListedSegment[];
}

/** A stored stream: its variants, best first, and their sound, unless they contain it. */
export interface StoredStream {
  readonly variants: readonly StoredVariant[];
  readonly sound?: StoredVariant;
}

/** Reads a complete stream from its playlists. Throws ProcessingError if it does not exist. */
export async function readStream(
  { renditions }: { readonly renditions: Pick<Renditions, 'readText'> },
  { library, item, rev }: { readonly library: LibraryId; readonly item: ItemId; readonly rev: Rev },
): Promise<StoredStream> {
  const read = async (file: typeof MASTER | ReturnType<typeof variantPlaylist>): Promise<string> =>
    (await renditions.readText(renditionName(library, item, rev, file))) ?? '';
  const segmentsOf = async (variant: ListedVariant): Promise<StoredVariant> => {
    const segments = readMediaPlaylist(await read(variantPlaylist(variant.name)));
    if (segments.length === 0) throw new ProcessingError('unreadable', `no stream ${variant.name}`);
    return { variant, segments };
  };
  const { variants, sound } = readMaster(await read(MASTER));
  return {
    variants: await Promise.all(variants.map(segmentsOf)),
    ...(sound && { sound: await segmentsOf(sound) }),
  };
}

/** When a variant ends, seconds. */
export function endOf(segments: readonly ListedSegment[]): number {
  const { start = 0, seconds = 0 } = segments.at(-1) ?? {};
  return start + seconds;
}

/** Times of a stream, seconds. */
export type Bounds = Pick<SectionOf, 'start' | 'end'>;

/** Less than any group of pictures, seconds. */
const MARGIN_S = 0.5;
/** Rounding, as a part of a group of pictures. */
const SAME = 0.001;

/** The interval of keyframes of an encoded variant, seconds: they divide each segment but the last evenly. */
export const keyframeIntervalOf = ([first]: readonly ListedSegment[]): number => {
  const seconds = first?.seconds ?? KEYFRAME_S;
  return seconds / Math.max(1, Math.round(seconds / KEYFRAME_S));
};

/** Returns the times of the keyframes around these times, in an encoded variant; an end near that of the variant is moved beyond it. */
export function keyframesAround(segments: readonly ListedSegment[], { start, end }: Bounds): Bounds {
  const interval = keyframeIntervalOf(segments);
  const stepsTo = (at: number) => {
    const from = segments.findLast((one) => one.start <= at)?.start ?? 0;
    return { from, steps: (at - from) / interval };
  };
  const [first, last] = [stepsTo(start), stepsTo(end)];
  const until = last.from + Math.ceil(last.steps - SAME) * interval;
  const total = endOf(segments);
  return {
    start: first.from + Math.floor(first.steps + SAME) * interval,
    end: until > total - MARGIN_S ? total + interval : until,
  };
}

/**
 * Returns the parts of objects that hold what a variant displays between two times, with what decoding it needs, and a little more on both sides. Throws
 * ProcessingError if the decoder's configuration changes in between.
 */
export function partsBetween(segments: readonly ListedSegment[], { start, end }: Bounds): readonly ObjectRange[] {
  const shown = segments.filter((one) => one.start + one.seconds > start - MARGIN_S && one.start < end + MARGIN_S);
  const [first, ...others] = shown;
  if (!first) throw new ProcessingError('unreadable', 'nothing between these times');
  if (others.some(({ isDiscontinuous }) => isDiscontinuous))
    throw new ProcessingError('unreadable', 'the configuration of the decoder changes');
  const parts: ObjectRange[] = [{ name: first.name, ...first.init }];
  for (const { name, offset, length } of shown) {
    const before = parts.at(-1);
    // Segments of one object follow each other.
    if (before?.name === name && before.offset + before.length === offset)
      parts[parts.length - 1] = { name, offset: before.offset, length: before.length + length };
    else parts.push({ name, offset, length });
  }
  return parts;
}
