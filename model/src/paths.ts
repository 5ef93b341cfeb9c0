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

/** Firestore paths. Nothing else in the house spells one (the rules files excepted, whose tests read this table). */
export const paths = {
  user: (uid: Uid) => `users/${uid}`,
  guestMemberships: (uid: Uid) => `users/${uid}/guestMemberships`,
  guestMembership: (uid: Uid, a: AlbumId) => `users/${uid}/guestMemberships/${a}`,
  libraries: () => 'libraries',
  library: (l: LibraryId) => `libraries/${l}`,
  members: (l: LibraryId) => `libraries/${l}/members`,
  member: (l: LibraryId, uid: Uid) => `libraries/${l}/members/${uid}`,
  circles: (l: LibraryId) => `libraries/${l}/circles`,
  circle: (l: LibraryId, c: CircleId) => `libraries/${l}/circles/${c}`,
  submissions: (l: LibraryId) => `libraries/${l}/submissions`,
  submission: (l: LibraryId, o: SubmissionId) => `libraries/${l}/submissions/${o}`,
  activities: (l: LibraryId) => `libraries/${l}/activity`,
  /** `id` begins with its time, so that ids are in the order of what happened. */
  activity: (l: LibraryId, id: string) => `libraries/${l}/activity/${id}`,
  counters: (l: LibraryId) => `libraries/${l}/counters`,
  counter: (l: LibraryId, shard: number) => `libraries/${l}/counters/${String(shard)}`,
  items: (l: LibraryId) => `libraries/${l}/items`,
  item: (l: LibraryId, i: ItemId) => `libraries/${l}/items/${i}`,
  albums: (l: LibraryId) => `libraries/${l}/albums`,
  album: (l: LibraryId, a: AlbumId) => `libraries/${l}/albums/${a}`,
  entries: (l: LibraryId, a: AlbumId) => `libraries/${l}/albums/${a}/entries`,
  entry: (l: LibraryId, a: AlbumId, i: ItemId) => `libraries/${l}/albums/${a}/entries/${i}`,
  lease: (l: LibraryId, i: ItemId) => `libraries/${l}/work/lease-${i}`,
  /** What is made again as a whole: see functions' `remake`. `all` is every item of the library. */
  reprocessings: (l: LibraryId) => `libraries/${l}/reprocessing`,
  reprocessing: (l: LibraryId, a: AlbumId) => `libraries/${l}/reprocessing/${a}`,
  /** What has renditions of older revs, which go away when all who look have followed. */
  staleItems: (l: LibraryId) => `libraries/${l}/stale`,
  staleItem: (l: LibraryId, i: ItemId) => `libraries/${l}/stale/${i}`,
  /** What waits for its tokens to be rotated: see functions' `rotate`. */
  rotations: (l: LibraryId) => `libraries/${l}/rotations`,
  rotation: (l: LibraryId, id: string) => `libraries/${l}/rotations/${id}`,
  /** Who works off a library's rotations. */
  rotationLock: (l: LibraryId) => `libraries/${l}/work/rotation-lock`,
  /** What one person has added on a day (`YYYY-MM-DD`, UTC). */
  dailyUsage: (l: LibraryId, uid: Uid, day: string) => `libraries/${l}/work/usage-${day}-${uid}`,
  /**
   * That somebody was removed or may less, and when: only an invite made afterwards lets them in, or makes them more, again.
   * Of who deleted their account it is under the invite that would wait for their address: they come back under another uid.
   */
  revocation: (l: LibraryId, who: Uid | InviteId) => `libraries/${l}/work/revoked-${who}`,
  /** That somebody lost an album and is still a member, and when: only an invite made afterwards shows it to them again. */
  albumRevocation: (l: LibraryId, a: AlbumId, uid: Uid) => `libraries/${l}/work/album-revoked-${a}-${uid}`,
  invites: () => 'invites',
  invite: (hash: InviteId) => `invites/${hash}`,
  requests: () => 'requests',
  request: (uid: Uid) => `requests/${uid}`,
  /** How often a person called what. */
  rates: (uid: Uid) => `rates/${uid}`,
  access: () => 'installation/access',
} as const;

/** The name of an item's original in the originals bucket. */
export const originalName = (l: LibraryId, i: ItemId): string => `originals/${l}/${i}`;

/** Where an original's name points, or undefined for any other object name (which nothing may act on). */
export function parseOriginalName(name: string): { library: LibraryId; item: ItemId } | undefined {
  const [room, library, item, ...rest] = name.split('/');
  if (room !== 'originals' || rest.length > 0 || !isLibraryId(library) || !isItemId(item)) return undefined;
  return { library, item };
}

/** The name in the originals bucket under which a guest sends what they offer. */
export const incomingName = (l: LibraryId, uid: Uid, o: SubmissionId): string => `incoming/${l}/${uid}/${o}`;

/** The name prefix of all originals of a library. */
export const originalsPrefix = (l: LibraryId): string => `originals/${l}/`;

/** The name prefix of everything that guests uploaded to a library. */
export const incomingPrefix = (l: LibraryId): string => `incoming/${l}/`;

/** The name prefix of all renditions of a library. */
export const renditionsPrefix = (l: LibraryId): string => `r/${l}/`;

/** Where the name of something sent by a guest points, or undefined for any other object name. */
export function parseIncomingName(name: string): { library: LibraryId; uid: Uid; offer: SubmissionId } | undefined {
  const [room, library, uid, offer, ...rest] = name.split('/');
  if (room !== 'incoming' || rest.length > 0 || !isLibraryId(library) || !isUid(uid) || !isSubmissionId(offer))
    return undefined;
  return { library, uid, offer };
}

/** Whether an object of the originals bucket lies where clients may write. */
export const isFromClient = (name: string): boolean => /^(originals|incoming)\//.test(name);

/** The still renditions; the type that each is served under says how it is encoded. */
export const IMAGES = ['grid', 'screen', 'poster'] as const;
export type ImageFile = (typeof IMAGES)[number];

/** The still renditions and the stream's playlists and rungs, relative to `renditionFolder`. */
export type RenditionFile = ImageFile | `stream/${string}`;

/** Whether a rendition's file is a still. */
export const isImageFile = (file: string | undefined): file is ImageFile => IMAGES.some((still) => still === file);

/** What the names of all renditions of an item begin with, whichever making they are of. */
export const renditionsName = (l: LibraryId, i: ItemId): string => `r/${l}/${i}/`;

/** The folder of one making of an item, with a slash at its end. */
export const renditionFolder = (l: LibraryId, i: ItemId, rev: Rev): string => `r/${l}/${i}/${String(rev)}/`;

/** The name of one rendition in the renditions bucket. */
export const renditionName = (l: LibraryId, i: ItemId, rev: Rev, file: RenditionFile): string =>
  renditionFolder(l, i, rev) + file;

/** The master playlist of a stream. */
export const MASTER = 'stream/master.m3u8' satisfies RenditionFile;
/** The playlist of one rung, e.g. `stream/360.m3u8`, or `stream/sound.m3u8`. */
export const variantPlaylist = (rung: string): RenditionFile => `stream/${rung}.m3u8`;
/** One slice of one rung: a single fMP4 object whose segments are byte ranges. */
export const chunkFile = (rung: string, slice: number): RenditionFile => `stream/${rung}-${String(slice)}.mp4`;

/** Where a rendition's name points, or undefined. */
export function parseRenditionName(
  name: string,
): { library: LibraryId; item: ItemId; rev: Rev; file: string } | undefined {
  const [room, library, item, rev, ...file] = name.split('/');
  if (room !== 'r' || !isLibraryId(library) || !isItemId(item) || rev === undefined || !/^[1-9]\d{0,8}$/.test(rev))
    return undefined;
  if (file.length === 0 || file.some((part) => part === '' || part === '..')) return undefined;
  return { library, item, rev: Number(rev), file: file.join('/') };
}

/** The URL of an object by its download token, below `host` (`https://firebasestorage.googleapis.com`, or the emulators' proxy). */
export const objectUrl = (host: string, bucket: string, name: string, token: string): string =>
  `${objectUrlPrefix(host, bucket)}${encodeURIComponent(name)}?alt=media&token=${token}`;

/** What the URLs of all objects of a bucket begin with. */
export const objectUrlPrefix = (host: string, bucket: string): string => `${host}/v0/b/${bucket}/o/`;
