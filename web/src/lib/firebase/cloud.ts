import type { Activity } from '@maru/model/library/activity';
import type { Album } from '@maru/model/library/album';
import type { EndpointName, ApiRequest, ApiResponse } from '@maru/model/api/endpoints';
import type { Circle } from '@maru/model/library/circle';
import type { DemoPerson, MaruConfig } from '@maru/model/config';
import type { Entry } from '@maru/model/library/entry';
import type { AlbumId, CircleId, ItemId, LibraryId, SubmissionId, Uid } from '@maru/model/ids';
import type { Item } from '@maru/model/library/item';
import type { LastVisited } from '@maru/model/library/last-visited';
import type { Library, Member } from '@maru/model/library/member';
import type { Submission } from '@maru/model/library/submission';
import type { GuestMembership } from '@maru/model/library/guest-membership';

/** A signed-in person, by their Google account. */
export interface Person {
  readonly uid: Uid;
  readonly name: string;
  readonly address: string;
  /** The URL of the account's photo, on Google's image hosts. */
  readonly photo?: string;
}

/** Stops what was started; safe to call more than once. */
export type Stop = () => void;

/** The documents of a collection, by id. */
export type Rows<Id, T> = readonly (readonly [Id, T])[];

/** Why live data ended: no access (any more), or an unexpected error. */
export type LiveFailure = 'may-not' | 'broken';

/** A listener to live data: `next` gets every state that the server confirmed, `fail` is called once, at its end. */
export interface Watcher<T> {
  readonly next: (value: T) => void;
  readonly fail: (why: LiveFailure) => void;
}

/** How a sign-in ended. `leaving`: the page redirects to Google and comes back. */
export type SignInEnd = 'signed-in' | 'given-up' | 'offline' | 'leaving';

/** How the transfer of an object ended. `refused`: by the rules, or because it exists already. */
export type UploadResult = 'arrived' | 'refused' | 'unreadable-file' | 'lost' | 'cancelled';

/** The resumable transfer of an object. It continues by itself when the network is back. */
export interface UploadTask {
  readonly end: Promise<UploadResult>;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly cancel: () => void;
}

/** Firebase in the model's types. The SDK is loaded when it is first needed; live data waits for the sign-in. */
export interface Cloud {
  readonly config: Promise<MaruConfig>;
  /** Loads what signing in needs, so that the button's press can open a window at once. */
  prepareSignIn(): Promise<void>;
  /** Says who is signed in, at once when it is known and at every change. */
  watchPerson(next: (person: Person | undefined) => void): Stop;
  /** Signs in with Google, as `hint` (an address) or as whom they choose: a popup, a redirect where popups fail; on the emulators as one of its people. */
  signIn(as?: DemoPerson, hint?: string): Promise<SignInEnd>;
  signOut(): Promise<void>;
  /** Asks functions; rejects with `ApiError` for an expected refusal and with `Unreachable` without a network. */
  call<N extends EndpointName>(name: N, ask: ApiRequest<N>): Promise<ApiResponse<N>>;

  watchLibraries(uid: Uid, watcher: Watcher<Rows<LibraryId, Library>>): Stop;
  /** The albums that this person is a guest of. */
  watchVisits(uid: Uid, watcher: Watcher<Rows<AlbumId, GuestMembership>>): Stop;
  watchMembers(library: LibraryId, watcher: Watcher<Rows<Uid, Member>>): Stop;
  /** For owners and editors. */
  watchCircles(library: LibraryId, watcher: Watcher<Rows<CircleId, Circle>>): Stop;
  /** What guests bring and nobody has judged yet; for owners and editors. */
  watchOffers(library: LibraryId, watcher: Watcher<Rows<SubmissionId, Submission>>): Stop;
  /** The latest that happened, `ACTIVITY_SHOWN` at most; for owners. */
  watchActivity(library: LibraryId, watcher: Watcher<Rows<string, Activity>>): Stop;
  /** The albums that this person may see, `all` included. */
  watchAlbums(library: LibraryId, uid: Uid, watcher: Watcher<Rows<AlbumId, Album>>): Stop;
  /** One album by its id, as a guest has it; undefined while there is none. */
  watchAlbum(library: LibraryId, album: AlbumId, watcher: Watcher<Album | undefined>): Stop;
  /** An album's entries: the latest changed, at most `MAX_ENTRIES_LISTENED`. */
  watchEntries(library: LibraryId, album: AlbumId, watcher: Watcher<Rows<ItemId, Entry>>): Stop;
  /** What was meant for an album and could not be made; for owners and editors. */
  watchFailed(library: LibraryId, album: AlbumId, watcher: Watcher<Rows<ItemId, Item>>): Stop;
  /** One item; undefined while there is none. For owners and editors. */
  watchItem(library: LibraryId, item: ItemId, watcher: Watcher<Item | undefined>): Stop;
  /** One item as the server has it now; rejects with `ApiError` (may-not) or `Unreachable`. */
  readItem(library: LibraryId, item: ItemId): Promise<Item | undefined>;
  /** Where this person was last, on whatever device; undefined for nowhere. Rejects as `readItem` does. */
  readLanding(uid: Uid): Promise<LastVisited | undefined>;
  /** Notes where this person is, for their other devices; rejects as `readItem` does. */
  writeLanding(uid: Uid, landing: LastVisited): Promise<void>;
  /** Writes an item's announcement (`announce()`), with the server's time; rejects as `readItem` does. */
  writeItem(library: LibraryId, item: ItemId, announcement: Record<string, unknown>): Promise<void>;
  /** One offer; for the guest who made it, and for owners and editors. */
  watchOffer(library: LibraryId, offer: SubmissionId, watcher: Watcher<Submission | undefined>): Stop;
  /** Sends an object to the originals bucket (`originalName`, `incomingName`); `onsent` hears of bytes. */
  send(name: string, file: Blob, onsent: (bytes: number) => void): UploadTask;
}

/** How many activities are listened to. */
export const ACTIVITY_SHOWN = 100;

/** The server cannot be reached now. Nothing is lost; retry later. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super('the server cannot be reached', { cause });
    this.name = 'Unreachable';
  }
}
