import type { ApiRequest, ApiResponse } from '../api/endpoints.ts';
import type { AlbumId, ItemId, LibraryId, SubmissionId, Uid } from '../ids.ts';
import type { Favourites } from '../library/favourites.ts';
import type { Item } from '../library/item.ts';
import type { Sidecar } from '../library/sidecar.ts';
import type { Submission } from '../library/submission.ts';
import type { Bytes, Platform, Signal, Stop } from './platform.ts';
import type { SendObject } from './send-object.ts';

/** A listener to a document; `fail` is called at most once, and nothing after it. */
export interface Watcher<T> {
  readonly next: (value: T) => void;
  readonly fail: (failure: 'forbidden' | 'broken') => void;
}

type UploadEndpoint = 'addToAlbum' | 'addFileName' | 'retryItem' | 'createSubmission';

/** What uploads read and write in a library. Promises reject with ApiError for refusals, and with `Unreachable` without a network. */
export interface LibraryAccess {
  readonly readItem: (library: LibraryId, item: ItemId) => Promise<Item | undefined>;
  /** Writes an announcement (`announce()`) with the server's time. */
  readonly writeItem: (library: LibraryId, item: ItemId, announcement: Record<string, unknown>) => Promise<void>;
  readonly watchItem: (library: LibraryId, item: ItemId, watcher: Watcher<Item | undefined>) => Stop;
  readonly watchSubmission: (
    library: LibraryId,
    submission: SubmissionId,
    watcher: Watcher<Submission | undefined>,
  ) => Stop;
  readonly readFavourites: (uid: Uid, library: LibraryId) => Promise<Favourites>;
  /** Adds favourites; does not change others. */
  readonly writeFavourites: (uid: Uid, library: LibraryId, added: Favourites) => Promise<void>;
  readonly call: <N extends UploadEndpoint>(name: N, request: ApiRequest<N>) => Promise<ApiResponse<N>>;
}

/** Where a file goes. */
export interface UploadTarget {
  readonly library: LibraryId;
  readonly albums: readonly AlbumId[];
  /** From a guest, to exactly one album. */
  readonly isSubmission?: true;
}

/** What is kept of an upload until it is over, so that a later window or run continues it. */
export interface QueuedUpload extends UploadTarget {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  /** The file's folder, as `folderOf` returns it. */
  readonly folder?: string | undefined;
  /** What the program that exported the file knew about it. */
  readonly sidecar?: Sidecar | undefined;
  /** It was a favourite in the program that exported the file, and becomes one of the person who adds it. */
  readonly isFavourite?: true | undefined;
  /** Known when the file has been hashed. */
  readonly item?: ItemId | undefined;
  readonly submission?: SubmissionId | undefined;
  /** The URL of the upload session; the service knows its offset. */
  readonly session?: string | undefined;
  /** All bytes arrived. */
  readonly isSent?: true | undefined;
  /** It ended, and only its person may try it again: no later window or run continues it. */
  readonly isOver?: true | undefined;
  /** How it ended well. Its file is no longer needed; it is kept only until its person was told. */
  readonly outcome?: UploadOutcome | undefined;
}

/** How an upload that is ready ended. */
export type UploadOutcome = 'added' | 'duplicate' | 'awaits-review';

/** A file to add. `source` is what the queue keeps of it: a File, or paths. `item` and `session` are those of an earlier run. */
export interface FileToAdd<Source> extends Pick<
  QueuedUpload,
  'name' | 'size' | 'folder' | 'sidecar' | 'isFavourite' | 'item' | 'session'
> {
  readonly source: Source;
}

/** The uploads of one person that are not over, or of which they were not told. */
export interface UploadQueue<Source> {
  /** Takes over the uploads that an earlier window or run left. Calls `onleft` when another window ends that has uploads. */
  readonly load: (onleft: () => void) => Promise<readonly QueuedUpload[]>;
  /** Adds uploads, whose files can be opened at once. Resolves to the ids of those that survive this window, when they are stored. */
  readonly add: (
    uploads: readonly { readonly upload: QueuedUpload; readonly source: Source }[],
  ) => Promise<readonly string[]>;
  readonly update: (upload: QueuedUpload) => Promise<void>;
  readonly remove: (ids: readonly string[]) => Promise<void>;
  /** Opens the file of an upload; undefined or a rejection if it can no longer be read. */
  readonly open: (id: string) => Promise<Bytes | undefined>;
  /** Whether an upload of this item, in any window, has sent all its bytes and is not over. */
  readonly isSent: (library: LibraryId, item: ItemId) => Promise<boolean>;
}

/** The network state of the device. */
export interface Network {
  readonly isOnline: () => boolean;
  readonly onchange: (changed: () => void) => Stop;
}

/** What an attempt to upload a file needs of a browser or a terminal. */
export interface AttemptPorts extends Platform {
  readonly uid: Uid;
  readonly library: LibraryAccess;
  readonly send: SendObject;
  readonly queue: Pick<UploadQueue<never>, 'open' | 'isSent'>;
  /** Returns the SHA-256 of a file in hexadecimal; rejects if the file cannot be read or `signal` aborts. */
  readonly hash: (bytes: Bytes, onread: (bytes: number) => void, signal: Signal) => Promise<string>;
  /** Runs work on one item (`LIBRARY/ITEM`) after all earlier work on it, in all windows of this device. */
  readonly exclusive: <T>(key: string, work: () => Promise<T>) => Promise<T>;
  /** Logs an error for which there is no message. */
  readonly report: (error: unknown) => void;
}

/** What the upload engine needs of a browser or a terminal. `Source` is how it names a file. */
export interface UploadPorts<Source> extends AttemptPorts {
  readonly queue: UploadQueue<Source>;
  readonly network: Network;
  /** Returns an id that no other upload of this person has. */
  readonly newId: () => string;
}
