import type { Entry } from '../library/entry.ts';
import { localMsOf } from '../media/capture-date.ts';
import { phashBits, type PhashBits } from '../media/perceptual-hash.ts';
import { PhashIndex } from '../media/phash-index.ts';
import type { EntryRow } from './order.ts';

/** The most seconds between two photos of a burst. */
const BURST_S = 3;
/** The most bits in which a photo of a burst differs from its first one. A camera that moves by 2 % changes 6 to 14, by 3 % 8 to 20. */
const BURST_BITS = 18;
/** Photos whose ratios differ by more, as a fraction, are not similar. */
const MAX_RATIO_DIFFERENCE = 0.05;

/** Photos that look alike, oldest first; at least two. */
export type Stack = readonly EntryRow[];

interface Group {
  readonly rows: EntryRow[];
  /** When the last photo was taken, local time in ms; NaN if it is not known to the second. */
  lastAt: number;
}

const timeOf = ({ takenAt }: Entry): number => (takenAt?.precision === 'second' ? localMsOf(takenAt) : NaN);

/**
 * Groups photos that look alike: copies of one photo whatever their dates, and photos of a burst. Every photo of a stack is similar to its first
 * one, so that a stack does not drift from one photo to the next.
 */
export class SimilarPhotos {
  readonly #index = new PhashIndex();
  /** By the number of their first photo in the index. */
  readonly #groups: Group[] = [];
  /** The numbers of the groups to which the latest photos were added, which may be of the burst that goes on. */
  #latest: readonly number[] = [];

  /** The comparisons of two photos so far. */
  get comparisons(): number {
    return this.#index.comparisons;
  }

  /** The stacks, in the order of their first photos, without those of which someone decided to keep every photo. */
  get stacks(): Stack[] {
    return this.#groups
      .map(({ rows }) => rows)
      .filter((rows) => rows.length > 1 && !rows.every(([, { isKept }]) => isKept));
  }

  /** Adds the row of an album; rows are added oldest first. Anything but a photo with a perceptual hash is ignored. */
  add(row: EntryRow): void {
    const [, entry] = row;
    if (entry.phash === undefined) return;
    const [hash, at] = [phashBits(entry.phash), timeOf(entry)];
    this.#latest = this.#latest.filter((number) => at - (this.#groups[number]?.lastAt ?? NaN) <= BURST_S * 1000);
    const number = this.#numberFor(hash, entry);
    const group = (this.#groups[number] ??= { rows: [], lastAt: at });
    group.rows.push(row);
    group.lastAt = at;
    if (!this.#latest.includes(number)) this.#latest = [...this.#latest, number];
  }

  /** The number of the group that a photo belongs to, which is new if none has a similar one. */
  #numberFor(hash: PhashBits, { ratio }: Entry): number {
    const hasSameRatio = (number: number): boolean => {
      const first = this.#groups[number]?.rows[0]?.[1].ratio ?? NaN;
      return Math.abs(Math.log(first / ratio)) <= MAX_RATIO_DIFFERENCE;
    };
    const ofBurst = (number: number): boolean =>
      hasSameRatio(number) && this.#index.distance(number, hash) <= BURST_BITS;
    return this.#index.nearest(hash, hasSameRatio) ?? this.#latest.find(ofBurst) ?? this.#index.add(hash);
  }
}
