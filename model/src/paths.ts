import { tombstoneId } from './album-index/order.ts';
import {
  isItemId,
  isLibraryId,
  isSubmissionId,
  isUid,
  type AlbumId,
  type CircleId,
  type InviteId,
  type ItemId,
  type LibraryId,
  type SubmissionId,
  type Rev,
  type Uid,
} from './ids.ts';

/** Firestore paths. Everything except the rules files, which are tested against this table, takes its paths from here. */
export const paths = {
  user: (uid: Uid) => `users/${uid}`,
  guestMemberships: (uid: Uid) => `users/${uid}/guestMemberships`,
  guestMembership: (uid: Uid, a: AlbumId) => `users/${uid}/guestMemberships/${a}`,
  /** One person's favourites in one library. */
  favourites: (uid: Uid, l: LibraryId) => `users/${uid}/favourites/${l}`,
  allFavourites: (uid: Uid) => `users/${uid}/favourites`,
  /** Where one person stopped in the videos and sounds of one library. */
  playPositions: (uid: Uid, l: LibraryId) => `users/${uid}/playPositions/${l}`,
  allPlayPositions: (uid: Uid) => `users/${uid}/playPositions`,
  /** When one person last looked at the albums of one library. */
  looks: (uid: Uid, l: LibraryId) => `users/${uid}/looks/${l}`,
  allLooks: (uid: Uid) => `users/${uid}/looks`,
  libraries: () => 'libraries',
  library: (l: LibraryId) => `libraries/${l}`,
  members: (l: LibraryId) => `libraries/${l}/members`,
  member: (l: LibraryId, uid: Uid) => `libraries/${l}/members/${uid}`,
  /** How owners help a viewer: see `Care`. */
  care: (l: LibraryId, uid: Uid) => `libraries/${l}/care/${uid}`,
  circles: (l: LibraryId) => `libraries/${l}/circles`,
  circle: (l: LibraryId, c: CircleId) => `libraries/${l}/circles/${c}`,
  submissions: (l: LibraryId) => `libraries/${l}/submissions`,
  submission: (l: LibraryId, o: SubmissionId) => `libraries/${l}/submissions/${o}`,
  activities: (l: LibraryId) => `libraries/${l}/activity`,
  /** `id` starts with a timestamp, so that activities sort by time. */
  activity: (l: LibraryId, id: string) => `libraries/${l}/activity/${id}`,
  counters: (l: LibraryId) => `libraries/${l}/counters`,
  counter: (l: LibraryId, shard: number) => `libraries/${l}/counters/${String(shard)}`,
  items: (l: LibraryId) => `libraries/${l}/items`,
  item: (l: LibraryId, i: ItemId) => `libraries/${l}/items/${i}`,
  albums: (l: LibraryId) => `libraries/${l}/albums`,
  album: (l: LibraryId, a: AlbumId) => `libraries/${l}/albums/${a}`,
  entries: (l: LibraryId, a: AlbumId) => `libraries/${l}/albums/${a}/entries`,
  entry: (l: LibraryId, a: AlbumId, i: ItemId) => `libraries/${l}/albums/${a}/entries/${i}`,
  /** The pages of an album's outline, numbered from 0, and its sheets: see `album-index`. */
  outline: (l: LibraryId, a: AlbumId) => `libraries/${l}/albums/${a}/outline`,
  outlinePage: (l: LibraryId, a: AlbumId, page: number) => `libraries/${l}/albums/${a}/outline/${String(page)}`,
  sheets: (l: LibraryId, a: AlbumId) => `libraries/${l}/albums/${a}/sheets`,
  sheet: (l: LibraryId, a: AlbumId, first: ItemId) => `libraries/${l}/albums/${a}/sheets/${first}`,
  /** Marks an entry as removed, or moved: see `tombstoneId`. */
  tombstone: (l: LibraryId, a: AlbumId, i: ItemId, sortKey: string) =>
    `libraries/${l}/albums/${a}/entries/${tombstoneId(i, sortKey)}`,
  lease: (l: LibraryId, i: ItemId) => `libraries/${l}/work/lease-${i}`,
  /** Streams that are processed in parts: see `StreamJob` in functions. */
  streams: (l: LibraryId) => `libraries/${l}/streams`,
  stream: (l: LibraryId, i: ItemId) => `libraries/${l}/streams/${i}`,
  /** The parts of a stream: `part` is the number of a chunk, `sound`, `hash`, or `sound-` and the number of a chunk of the sound. */
  streamParts: (l: LibraryId, i: ItemId) => `libraries/${l}/streams/${i}/parts`,
  streamPart: (l: LibraryId, i: ItemId, part: string) => `libraries/${l}/streams/${i}/parts/${part}`,
  /** Progress of reprocessing an album, or the library (`all`): see `reprocessAlbum`. */
  reprocessings: (l: LibraryId) => `libraries/${l}/reprocessing`,
  reprocessing: (l: LibraryId, a: AlbumId) => `libraries/${l}/reprocessing/${a}`,
  /** Items with renditions of older revs, which are deleted once no open page uses them. */
  staleItems: (l: LibraryId) => `libraries/${l}/stale`,
  staleItem: (l: LibraryId, i: ItemId) => `libraries/${l}/stale/${i}`,
  /** Pending token rotations: see `rotateTokens`. */
  rotations: (l: LibraryId) => `libraries/${l}/rotations`,
  rotation: (l: LibraryId, id: string) => `libraries/${l}/rotations/${id}`,
  /** The lock that lets one task at a time process the rotations of a library. */
  rotationLock: (l: LibraryId) => `libraries/${l}/work/rotation-lock`,
  /** How much one person added on a day (`YYYY-MM-DD`, UTC). */
  dailyUsage: (l: LibraryId, uid: Uid, day: string) => `libraries/${l}/work/usage-${day}-${uid}`,
  /**
   * When somebody was removed or demoted: invites created before cannot undo it. For a deleted account, the key is the id of the
   * invite to its email address, because a new account has another uid.
   */
  revocation: (l: LibraryId, who: Uid | InviteId) => `libraries/${l}/work/revoked-${who}`,
  /** When a member lost access to an album: invites created before cannot restore it. */
  albumRevocation: (l: LibraryId, a: AlbumId, uid: Uid) => `libraries/${l}/work/album-revoked-${a}-${uid}`,
  invites: () => 'invites',
  invite: (hash: InviteId) => `invites/${hash}`,
  requests: () => 'requests',
  request: (uid: Uid) => `requests/${uid}`,
  /** The number of recent calls of one person by endpoint. */
  rates: (uid: Uid) => `rates/${uid}`,
  access: () => 'installation/access',
  /** The TVs that members let in, by the uids of their Auth users: see `Tv`. */
  tvs: (l: LibraryId) => `libraries/${l}/tvs`,
  tv: (l: LibraryId, tv: Uid) => `libraries/${l}/tvs/${tv}`,
  /** The code that a TV shows: see `TvPairing`. */
  tvPairings: () => 'tvPairings',
  tvPairing: (hash: InviteId) => `tvPairings/${hash}`,
  /** The code by which a program signs in: see `SignInCode`. */
  signInCodes: () => 'signInCodes',
  signInCode: (hash: InviteId) => `signInCodes/${hash}`,
  /** The Auth user of a program, by its own uid: see `ProgramUser`. */
  programs: () => 'programs',
  program: (uid: Uid) => `programs/${uid}`,
} as const;

/** Returns the object name of an item's original, in the originals bucket. */
export const originalName = (l: LibraryId, i: ItemId): string => `originals/${l}/${i}`;

/** Parses the object name of an original; undefined for any other name. */
export function parseOriginalName(name: string): { library: LibraryId; item: ItemId } | undefined {
  const [root, library, item, ...rest] = name.split('/');
  if (root !== 'originals' || rest.length > 0 || !isLibraryId(library) || !isItemId(item)) return undefined;
  return { library, item };
}

/** Returns the object name for a guest's submission, in the originals bucket. */
export const incomingName = (l: LibraryId, uid: Uid, o: SubmissionId): string => `incoming/${l}/${uid}/${o}`;

/** The name prefix of all originals of a library. */
export const originalsPrefix = (l: LibraryId): string => `originals/${l}/`;

/** The name prefix of everything that guests uploaded to a library. */
export const incomingPrefix = (l: LibraryId): string => `incoming/${l}/`;

/** The name prefix of all renditions of a library. */
export const renditionsPrefix = (l: LibraryId): string => `r/${l}/`;

/** Parses the object name of a guest's submission; undefined for any other name. */
export function parseIncomingName(
  name: string,
): { library: LibraryId; uid: Uid; submission: SubmissionId } | undefined {
  const [root, library, uid, submission, ...rest] = name.split('/');
  if (root !== 'incoming' || rest.length > 0 || !isLibraryId(library) || !isUid(uid) || !isSubmissionId(submission))
    return undefined;
  return { library, uid, submission };
}

/** Returns whether clients may write an object of this name. */
export const isFromClient = (name: string): boolean => /^(originals|incoming)\//.test(name);

/** The image renditions; their content type tells the encoding. `strip`: see `stripFrames`. */
export const IMAGES = ['grid', 'screen', 'poster', 'strip'] as const;
export type ImageFile = (typeof IMAGES)[number];

/** An image rendition, or a playlist or chunk of the stream, relative to `renditionFolder`. */
export type RenditionFile = ImageFile | `stream/${string}`;

/** Returns whether a rendition is an image. */
export const isImageFile = (file: string | undefined): file is ImageFile => IMAGES.some((image) => image === file);

/** The name prefix of all renditions of an item, of every rev. */
export const itemRenditionsPrefix = (l: LibraryId, i: ItemId): string => `r/${l}/${i}/`;

/** The name prefix of the renditions of one rev, with a trailing slash. */
export const renditionFolder = (l: LibraryId, i: ItemId, rev: Rev): string => `r/${l}/${i}/${String(rev)}/`;

/** Returns the object name of a rendition, in the renditions bucket. */
export const renditionName = (l: LibraryId, i: ItemId, rev: Rev, file: RenditionFile): string =>
  renditionFolder(l, i, rev) + file;

/** The peaks of a sound's waveform, one byte each: see `peaksOf`. */
export const PEAKS_FILE = 'stream/peaks' satisfies RenditionFile;
/** The master playlist of a stream. */
export const MASTER = 'stream/master.m3u8' satisfies RenditionFile;
/** The playlist of a variant: `stream/360.m3u8`, `stream/sound.m3u8`. */
export const variantPlaylist = (variant: string): RenditionFile => `stream/${variant}.m3u8`;
/** What the names of all chunks of a variant begin with; their index follows. */
export const chunkPrefix = (variant: string): `stream/${string}` => `stream/${variant}-`;
/** One chunk of a variant: a single fMP4 object whose segments are byte ranges. */
export const chunkFile = (variant: string, index: number): RenditionFile =>
  `${chunkPrefix(variant)}${String(index)}.mp4`;

/** Parses the object name of a rendition; undefined for any other name. */
export function parseRenditionName(
  name: string,
): { library: LibraryId; item: ItemId; rev: Rev; file: string } | undefined {
  const [root, library, item, rev, ...file] = name.split('/');
  if (root !== 'r' || !isLibraryId(library) || !isItemId(item) || rev === undefined || !/^[1-9]\d{0,8}$/.test(rev))
    return undefined;
  if (file.length === 0 || file.some((part) => part === '' || part === '..')) return undefined;
  return { library, item, rev: Number(rev), file: file.join('/') };
}

/** Returns the URL of an object with its download token. `host`: `https://firebasestorage.googleapis.com`, or the emulators' proxy. */
export const objectUrl = (host: string, bucket: string, name: string, token: string): string =>
  `${objectUrlPrefix(host, bucket)}${encodeURIComponent(name)}?alt=media&token=${token}`;

/** The prefix of the URLs of all objects in a bucket. */
export const objectUrlPrefix = (host: string, bucket: string): string => `${host}/v0/b/${bucket}/o/`;
