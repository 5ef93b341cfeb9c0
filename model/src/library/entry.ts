import { isUid, type AlbumId, type Rev, type Uid } from '../ids.ts';
import { isTrue, KINDS, type Item, type Kind, type MediaInfo } from './item.ts';
import { Reader } from '../read.ts';
import { readCaptureDate, type CaptureDate } from '../media/capture-date.ts';

/**
 * An item's place in an album with the display copy that its audience may see:
 * `libraries/{L}/albums/{A}/entries/{I}`. No place, no people, no camera, no hash, no file name. Written when the item is ready.
 */
export interface Entry {
  readonly kind: Kind;
  readonly state: 'ready';
  /** Who added it. */
  readonly by: Uid;
  /** The name of the guest who added it, where a guest did. */
  readonly guest?: string;
  readonly rev: Rev;
  /** The download token of its renditions. */
  readonly token: string;
  /** Width over height as displayed; 1 for a sound. */
  readonly ratio: number;
  /** As displayed, in pixels; absent for a sound. */
  readonly width?: number;
  readonly height?: number;
  /** Seconds; of a photo those of its moment. */
  readonly duration?: number;
  readonly thumbhash?: string;
  readonly taken?: CaptureDate;
  readonly caption?: string;
  /** The rungs of the stream; of a photo those of its moment, empty where it has none. */
  readonly rungs: readonly string[];
  /** Nothing can be shown of it: it has no renditions. */
  readonly isUnseen?: true;
  /** When the item was announced: the order of what has no date. Milliseconds since 1970. */
  readonly addedAt: number;
  /** When functions last wrote it, ms since 1970. */
  readonly changed: number;
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** An entry from its document; throws BadDocument. */
export function readEntry(value: unknown): Entry {
  const r = new Reader('entry', value);
  const width = r.maybe('width', r.number);
  const height = r.maybe('height', r.number);
  const duration = r.maybe('duration', r.number);
  const thumbhash = r.maybe('thumbhash', r.text);
  const guest = r.maybe('guest', r.text);
  const caption = r.maybe('caption', r.text);
  const ratio = r.number('ratio');
  if (ratio <= 0) r.bad('ratio');
  return {
    kind: r.oneOf('kind', KINDS),
    state: r.oneOf('state', ['ready']),
    by: r.is('by', isUid),
    rev: r.number('rev'),
    token: r.text('token'),
    ratio,
    rungs: r.list('rungs', isText),
    addedAt: r.instant('addedAt'),
    changed: r.instant('changed'),
    ...(guest !== undefined && { guest }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(duration !== undefined && { duration }),
    ...(thumbhash !== undefined && { thumbhash }),
    ...(caption !== undefined && { caption }),
    ...(r.has('isUnseen') && { isUnseen: r.is('isUnseen', isTrue) }),
    ...(r.has('takenAt') && { taken: readCaptureDate(r.within('takenAt')) }),
  };
}

/** Who added an item to an album, and when: whoever uploaded it, but for a guest who brought what the library had already. */
function addedTo(album: AlbumId, { uploader, guest, addedAt, brought }: Item): Pick<Entry, 'by' | 'guest' | 'addedAt'> {
  const own = brought && Object.hasOwn(brought, album) ? brought[album] : undefined;
  if (own) return { by: own.by, guest: own.guest, addedAt: own.at };
  return { by: uploader, addedAt, ...(guest !== undefined && { guest }) };
}

/** The document of a ready item's entry in an album; `changed` (ms) is the caller's clock. Instants are Dates, which SDKs store as timestamps. */
export function writeEntry(
  item: Item & { made: MediaInfo; token: string },
  album: AlbumId,
  changed: number,
): Record<string, unknown> {
  const { taken, caption, width, height } = item.made;
  const { addedAt, ...who } = addedTo(album, item);
  const sides = width !== undefined && height !== undefined ? { width, height } : {};
  return {
    kind: item.made.kind,
    state: 'ready',
    ...who,
    rev: item.rev,
    token: item.token,
    ratio: width !== undefined && height !== undefined ? width / height : 1,
    ...sides,
    ...(item.made.duration !== undefined && { duration: item.made.duration }),
    ...(item.made.thumbhash !== undefined && { thumbhash: item.made.thumbhash }),
    ...(item.made.isUnseen && { isUnseen: true }),
    ...(taken && { takenAt: taken }),
    ...(caption !== undefined && { caption }),
    rungs: [...item.made.rungs],
    addedAt: new Date(addedAt),
    changed: new Date(changed),
  };
}

/** Orders entries as an album shows them: oldest first by the wall clock, the undated last by when they were added, ties by id. */
export function compareEntries(a: readonly [string, Entry], b: readonly [string, Entry]): number {
  const [idA, one] = a;
  const [idB, two] = b;
  if (one.taken && two.taken) {
    if (one.taken.local !== two.taken.local) return one.taken.local < two.taken.local ? -1 : 1;
  } else if (one.taken || two.taken) {
    return one.taken ? -1 : 1;
  } else if (one.addedAt !== two.addedAt) {
    return one.addedAt - two.addedAt;
  }
  return idA < idB ? -1 : idA > idB ? 1 : 0;
}
