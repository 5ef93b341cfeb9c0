import type {
  AlbumId,
  CircleId,
  InviteId,
  ItemId,
  LibraryId,
  OfferId,
  Rung,
  Size,
  Sniffed,
  StreamRung,
  Uid,
} from '@maru/model';

/** A document's fields as they are stored; instants are Dates on the way in. */
export type Fields = Readonly<Record<string, unknown>>;

/** A document that a question found. */
export interface Found {
  readonly id: string;
  readonly path: string;
  readonly fields: Fields;
}

type Where = readonly [field: string, is: '==' | 'array-contains', value: unknown];

/** What is asked of one collection. */
export interface Question {
  readonly where?: Where;
  /** What is asked besides. */
  readonly and?: Where;
  /** A dotted path; documents without it are left out. */
  readonly order?: readonly [field: string, direction: 'asc' | 'desc'];
  readonly limit?: number;
  /** Only ids from this one on, in their order; not together with `order`. */
  readonly from?: string;
}

/** One story that is told in full or not at all: all reads come before the first write, and it may be told more than once. */
export interface Transaction {
  read: (path: string) => Promise<Fields | undefined>;
  readAll: (paths: readonly string[]) => Promise<(Fields | undefined)[]>;
  find: (collection: string, question: Question) => Promise<Found[]>;
  /** Writes the whole document. */
  set: (path: string, fields: Fields) => void;
  /** Replaces these fields of a document that is there; `undefined` removes the field. */
  update: (path: string, fields: Fields) => void;
  /** Adds to numbers of a document that may not be there yet. */
  add: (path: string, amounts: Readonly<Record<string, number>>) => void;
  remove: (path: string) => void;
}

/** The documents. */
export interface Store {
  read: (path: string) => Promise<Fields | undefined>;
  readAll: (paths: readonly string[]) => Promise<(Fields | undefined)[]>;
  find: (collection: string, question: Question) => Promise<Found[]>;
  count: (collection: string, question?: Question) => Promise<number>;
  transact: <T>(story: (tx: Transaction) => Promise<T>) => Promise<T>;
}

/** What was seen of an object's bytes as they passed: how many, their SHA-256 in hexadecimal and the first `HEAD_BYTES`. */
export interface Seen {
  readonly size: number;
  readonly sha256: string;
  readonly head: Uint8Array;
}

/** The originals bucket. */
export interface Originals {
  /** Bytes and the object's generation, or undefined where there is none. */
  stat: (name: string) => Promise<{ readonly size: number; readonly generation: string } | undefined>;
  /** The first `HEAD_BYTES` of an object, by a range; none where there is no object. */
  head: (name: string) => Promise<Uint8Array>;
  /** Streams an object into a file. */
  fetch: (name: string, file: string) => Promise<Seen>;
  /** The same without a file. */
  look: (name: string) => Promise<Seen>;
  /** Copies an object to a name where there is none; where there is one already, that one stays. */
  copy: (from: string, to: string) => Promise<void>;
  /** A URL that saves an object under this file name, for `ORIGINAL_URL_S`. */
  open: (name: string, fileName: string) => Promise<string>;
  /** Drops every download token that an answer of the service showed, and holds the object: nothing takes its place. */
  seal: (name: string) => Promise<void>;
  /** Removes this generation of an object; one that is gone is fine. */
  remove: (name: string, generation: string) => Promise<void>;
}

/** How a rendition is served. */
export interface Served {
  readonly type: 'image/webp' | 'video/mp4' | 'audio/mp4' | 'application/vnd.apple.mpegurl';
  readonly token: string;
}

/** The renditions bucket. */
export interface Renditions {
  /** Writes an object under its download token; a file is named by its path on this machine. */
  put: (name: string, body: Uint8Array | string, served: Served) => Promise<void>;
  /** Removes every object whose name begins so; there may be none. */
  removeAll: (prefix: string) => Promise<void>;
  /** The names of all objects that begin so. */
  list: (prefix: string) => Promise<string[]>;
  /** Lets an object be read by these download tokens and by no others, least of all by the one that is `lost`; an object that is gone is fine. */
  setTokens: (name: string, tokens: readonly string[], lost?: string) => Promise<void>;
  /** Writes a playlist anew, as it is but for what `change` does to its text, under these download tokens; one that is gone is fine. */
  retell: (name: string, change: (text: string) => string, tokens: readonly string[]) => Promise<void>;
}

/** A place on this machine for the time of one story, removed afterwards whatever happens. */
export interface Scratch {
  within: <T>(story: (folder: string) => Promise<T>) => Promise<T>;
}

/** Which picture decoder reads a file. */
export type PictureFormat = Extract<Sniffed, { kind: 'photo' }>;

/** What a photo's own bytes say of its time, as text; nothing is believed yet. */
export interface PictureClock {
  /** EXIF DateTimeOriginal, `YYYY:MM:DD HH:MM:SS`. */
  readonly original?: string;
  /** EXIF OffsetTimeOriginal, `+09:00`. */
  readonly offset?: string;
  /** EXIF DateTimeDigitized, and OffsetTimeDigitized. */
  readonly digitised?: string;
  readonly digitisedOffset?: string;
  /** EXIF GPSDateStamp, `YYYY:MM:DD`, in UTC. */
  readonly gpsDate?: string;
  /** EXIF GPSTimeStamp: hours, minutes, seconds, in UTC. */
  readonly gpsTime?: readonly number[];
  /** XMP exif:DateTimeOriginal, photoshop:DateCreated and xmp:CreateDate, ISO 8601 or the beginning of it. */
  readonly xmpOriginal?: string;
  readonly xmpCreated?: string;
  readonly xmpDigitised?: string;
  /** XMP exif:GPSTimeStamp, ISO 8601. */
  readonly xmpGps?: string;
  /** IPTC 2:55 Date Created `YYYYMMDD`, and 2:60 Time Created `HHMMSS±HHMM`. */
  readonly iptcDate?: string;
  readonly iptcTime?: string;
}

/** What a photo's own bytes say of it (EXIF, XMP, IPTC); nothing is believed yet. */
export interface PictureFacts {
  readonly clock: PictureClock;
  readonly maker?: string;
  readonly model?: string;
  /** The programs that wrote it. */
  readonly software?: readonly string[];
  /** EXIF FileSource names a scanner of film or prints. */
  readonly isFromScanner?: boolean;
  /** An exposure time, an aperture or a film speed is told. */
  readonly isExposed?: boolean;
  /** Degrees north and east, and metres above the sea. */
  readonly latitude?: number;
  readonly longitude?: number;
  readonly altitude?: number;
  /** What could be its caption, the best first. */
  readonly captions?: readonly string[];
  readonly people?: readonly string[];
}

/** What a container says of its time, as text; nothing is believed yet. */
export interface FilmClock {
  /** `creation_time`, ISO 8601 in UTC. */
  readonly created?: string;
  /** `com.apple.quicktime.creationdate`, ISO 8601 with an offset. */
  readonly apple?: string;
}

/** What is made of a picture. */
export interface Developed {
  readonly grid: Uint8Array;
  readonly screen: Uint8Array;
  readonly thumbhash: string;
  readonly phash: string;
}

/** What a container says besides; nothing is believed yet. */
export interface FilmFacts {
  readonly maker?: string;
  readonly model?: string;
  /** The programs that wrote it. */
  readonly software?: readonly string[];
  /** Pictures as a tape has them: DV, or interlaced in standard definition. */
  readonly isOfTape?: boolean;
  /** ISO 6709, `+37.5665+126.9780+038.0/`. */
  readonly location?: string;
  readonly captions?: readonly string[];
}

/** Reads and makes still pictures. Each method throws a Refusal where the picture is to blame. */
export interface Pictures {
  /** The displayed (turned) size, from the header alone. */
  measure: (file: string, format: PictureFormat) => Promise<Size>;
  /**
   * Two WebPs without metadata, the right way up: `grid` in sRGB, `screen` in Display P3 where sRGB would lose colours; the thumbhash in
   * base64, and the perceptual hash in hexadecimal.
   */
  develop: (
    file: string,
    format: PictureFormat,
    sizes: { readonly grid: Size; readonly screen: Size },
  ) => Promise<Developed>;
  /** Never throws for what cannot be read. */
  facts: (file: string, format: PictureFormat) => Promise<PictureFacts>;
}

/** What moves in a photo: a file on this machine, and the demuxer that it is forced to. */
export interface MomentFile {
  readonly file: string;
  readonly demuxer: string;
}

/** Reads what lies in a photo's file besides its picture. What is not as it should be is not there. */
export interface Inside {
  /**
   * Writes the picture that lies in a photo which nothing here decodes, as a JPEG turned as the photo says; `nth` counts from 0,
   * the largest. False where there are no more; throws a Refusal where the file is only the beginning of one.
   */
  preview: (file: string, format: PictureFormat, nth: number, to: string) => Promise<boolean>;
  /** What a motion photo carries, written to `to`, or an animation itself; undefined where nothing moves. */
  moment: (file: string, format: PictureFormat, to: string) => Promise<MomentFile | undefined>;
  /** What both files of an Apple Live Photo carry, in the photo or in the video; undefined where there is none. */
  identifier: (file: string, sniffed: Sniffed) => Promise<string | undefined>;
}

/** What a film (a video or a sound) says of itself; nothing is believed yet. */
export interface FilmProbe {
  /** Seconds, as the container announces them; many do not. */
  readonly seconds?: number;
  /** The first picture stream that is not a cover, as displayed: turned, and with square pixels. */
  readonly video?: Size & {
    readonly stream: number;
    /** Frames a second on average; undefined where nobody knows. */
    readonly frameRate?: number;
    /** More brightness than a usual screen shows (PQ or HLG): to be mapped. */
    readonly isHdr: boolean;
  };
  /** The first sound stream. */
  readonly audio?: { readonly stream: number };
  readonly clock: FilmClock;
  readonly facts?: FilmFacts;
}

/** A film on this machine, and the demuxer that it is forced to: whatever else it claims to be, nothing else reads it. */
export interface FilmFile {
  readonly file: string;
  readonly demuxer: string;
  readonly probe: FilmProbe;
}

/** One rung as encoded: what the playlists want to know, and where its one fMP4 lies. */
export interface EncodedRung {
  readonly rung: StreamRung;
  readonly file: string;
}

/** Reads and encodes films. Each method throws a Refusal where the film is to blame. `seconds` is how long it may take. */
export interface Films {
  probe: (file: string, demuxer: string) => Promise<FilmProbe>;
  /** Writes one frame at about `at` seconds, scaled to `size`, as a PNG. */
  still: (
    film: FilmFile,
    wish: { readonly at: number; readonly size: Size; readonly seconds: number },
    to: string,
  ) => Promise<void>;
  /** Encodes all rungs in one pass into a folder; no rung is a sound alone. */
  stream: (
    film: FilmFile,
    wish: {
      readonly rungs: readonly Rung[];
      readonly frameRate: number;
      readonly seconds: number;
      /** Seconds of it at most; all of it unless given. */
      readonly most?: number;
    },
    folder: string,
  ) => Promise<EncodedRung[]>;
}

/** What is waiting to be done. */
export interface Queue {
  make: (task: MakeTask, queue: MakeQueue) => Promise<void>;
  summarize: (task: SummaryTask) => Promise<void>;
  rotate: (task: RotateTask) => Promise<void>;
  admit: (task: AdmitTask) => Promise<void>;
  remake: (task: RemakeTask) => Promise<void>;
}

/** Who is made in which queue: see pipelines/line-up. All three make alike. */
export type MakeQueue = 'make' | 'makeMany' | 'makeFilm';

/** Make this item from this generation of its original. */
export interface MakeTask {
  readonly library: LibraryId;
  readonly item: ItemId;
  readonly generation: string;
}

/** Count this album, unless it was counted at `at` (ms) or later. */
export interface SummaryTask {
  readonly library: LibraryId;
  readonly album: AlbumId;
  readonly at: number;
}

/** Take what a guest sent into the library. */
export interface AdmitTask {
  readonly library: LibraryId;
  readonly offer: OfferId;
}

/** Make everything again that this album has; `all` is every item of the library. */
export interface RemakeTask {
  readonly library: LibraryId;
  readonly album: AlbumId;
}

/** Give what this rotation names new tokens. */
export interface RotateTask {
  readonly library: LibraryId;
  readonly rotation: string;
}

/** The accounts that people sign in with. */
export interface Accounts {
  /** Deletes an account; one that is gone is fine. */
  remove: (uid: Uid) => Promise<void>;
}

/** Takes away for good. What was begun and not ended is gone on with by asking again. */
export interface Removal {
  /** Removes up to `atMost` objects whose names begin so, held ones too; gives how many there were. */
  originals: (prefix: string, atMost: number) => Promise<number>;
  renditions: (prefix: string, atMost: number) => Promise<number>;
  /** Removes all documents below one, and then itself. */
  documents: (path: string) => Promise<void>;
}

/** The time, and waiting. */
export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  /** Does something every `ms` until the answer is called. */
  every: (ms: number, act: () => void) => () => void;
}

/** Chance and fingerprints. */
export interface Ids {
  library: () => LibraryId;
  album: () => AlbumId;
  circle: () => CircleId;
  offer: () => OfferId;
  /** The secret of an invite's link: 160 bits in base32. */
  secret: () => string;
  /** A random UUID (version 4): a download token, or who holds a lease. */
  token: () => string;
  /** SHA-256 of a text, 64 hexadecimal digits. */
  fingerprint: (text: string) => InviteId;
}

/** What happened, for whoever runs the project; never shown to a person, never a name or an address. */
export type Log = (what: string, details: Readonly<Record<string, string | number | boolean>>) => void;
