import type { Tv } from '@maru/model/access/tv';
import type { TimedChange } from '@maru/model/album-index/change';
import type { Outline } from '@maru/model/album-index/outline';
import type { Activity } from '@maru/model/library/activity';
import type { Album } from '@maru/model/library/album';
import type { EndpointName, ApiRequest, ApiResponse } from '@maru/model/api/endpoints';
import type { Care, Display } from '@maru/model/care/care';
import type { Circle } from '@maru/model/library/circle';
import type { DemoPerson, MaruConfig } from '@maru/model/config';
import type { Entry } from '@maru/model/library/entry';
import type { FavouritePlace, Favourites } from '@maru/model/library/favourites';
import type { Look, Looks } from '@maru/model/news/looks';
import type { PlayPosition, PlayPositions } from '@maru/model/library/play-positions';
import type { AlbumId, CircleId, ItemId, LibraryId, SubmissionId, Uid } from '@maru/model/ids';
import type { Item } from '@maru/model/library/item';
import type { LastVisited } from '@maru/model/library/last-visited';
import type { Library, Member } from '@maru/model/library/member';
import type { SendObject } from '@maru/model/upload/send-object';
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

/** Changes of what a person keeps about items, or about albums, for themselves; null removes it. */
export type ItemChanges<T, Id extends string = ItemId> = Readonly<Record<Id, T | null>>;

/** What changes of a viewer's care. */
export interface CareChange extends Partial<Display> {
  readonly lastLooked?: NonNullable<Care['lastLooked']>;
}

/** An album's outline, and the text of its only sheet, which has no document of its own. */
export interface StoredOutline {
  readonly outline: Outline;
  readonly inline?: string;
}

/** The text of a sheet, and the version of the index in which it was written. */
export interface StoredSheet {
  readonly version: number;
  readonly text: string;
}

/** Why live data ended: access denied, or an unexpected error. */
export type LiveFailure = 'forbidden' | 'broken';

/** A listener to live data: `next` gets every value that the server confirmed; `fail` is called at most once, and nothing after it. */
export interface Watcher<T> {
  readonly next: (value: T) => void;
  readonly fail: (failure: LiveFailure) => void;
}

/** How a sign-in ended. `redirecting`: the page leaves for Google and is loaded again afterwards. */
export type SignInResult = 'signed-in' | 'cancelled' | 'offline' | 'redirecting';

/** Firebase in the model's types. The SDK is loaded on first use; live data starts after sign-in. */
export interface Cloud {
  readonly config: Promise<MaruConfig>;
  /** Loads the sign-in code, so that `signIn` can open a popup while the click still allows it. */
  prepareSignIn(): Promise<void>;
  /** Reports the signed-in person, undefined for nobody: as soon as it is known and after every change. */
  watchPerson(next: (person: Person | undefined) => void): Stop;
  /** Signs in with Google in a popup, or by redirect where popups fail. `hint` preselects an address; `demoPerson` is for the emulators. */
  signIn(demoPerson?: DemoPerson, hint?: string): Promise<SignInResult>;
  /** Signs in with a custom token, as a TV. */
  signInWithToken(token: string): Promise<void>;
  signOut(): Promise<void>;
  /** Calls an endpoint; rejects with `ApiError` for an expected refusal and with `Unreachable` without a network. */
  call<N extends EndpointName>(name: N, request: ApiRequest<N>): Promise<ApiResponse<N>>;

  watchLibraries(uid: Uid, watcher: Watcher<Rows<LibraryId, Library>>): Stop;
  /** The albums of which this person is a guest. */
  watchGuestMemberships(uid: Uid, watcher: Watcher<Rows<AlbumId, GuestMembership>>): Stop;
  watchMembers(library: LibraryId, watcher: Watcher<Rows<Uid, Member>>): Stop;
  /** For owners and editors. */
  watchCircles(library: LibraryId, watcher: Watcher<Rows<CircleId, Circle>>): Stop;
  /** Submissions that await moderation; for owners and editors. */
  watchSubmissions(library: LibraryId, watcher: Watcher<Rows<SubmissionId, Submission>>): Stop;
  /** The latest `ACTIVITY_SHOWN` activities; for owners. */
  watchActivity(library: LibraryId, watcher: Watcher<Rows<string, Activity>>): Stop;
  /** The albums that this person may see, `all` included. */
  watchAlbums(library: LibraryId, uid: Uid, watcher: Watcher<Rows<AlbumId, Album>>): Stop;
  /** One album, undefined if it does not exist; guests may not list albums. */
  watchAlbum(library: LibraryId, album: AlbumId, watcher: Watcher<Album | undefined>): Stop;
  /** A TV as its own document says, undefined if it was removed. For that TV. */
  watchTv(library: LibraryId, tv: Uid, watcher: Watcher<Tv | undefined>): Stop;
  /** The last `MAX_CHANGES_LISTENED` changes of an album that were committed after `since` (ms since 1970). */
  watchChanges(library: LibraryId, album: AlbumId, since: number, watcher: Watcher<readonly TimedChange[]>): Stop;
  /** Reads the outline of an album, as new as the album's `index.version` or newer; rejects as `readItem` does. */
  readOutline(library: LibraryId, album: AlbumId): Promise<StoredOutline>;
  /** Reads a sheet of an album's index; undefined if it does not exist. Rejects as `readItem` does. */
  readSheet(library: LibraryId, album: AlbumId, id: ItemId): Promise<StoredSheet | undefined>;
  /** Reads one entry; undefined if the item is not in the album. Rejects as `readItem` does. */
  readEntry(library: LibraryId, album: AlbumId, item: ItemId): Promise<Entry | undefined>;
  /** The items of an album whose processing failed; for owners and editors. */
  watchFailed(library: LibraryId, album: AlbumId, watcher: Watcher<Rows<ItemId, Item>>): Stop;
  /** One item, undefined if it does not exist. For owners and editors. */
  watchItem(library: LibraryId, item: ItemId, watcher: Watcher<Item | undefined>): Stop;
  /** Reads one item from the server; rejects with `ApiError` if the rules deny it, and with `Unreachable` without a network. */
  readItem(library: LibraryId, item: ItemId): Promise<Item | undefined>;
  /** The album or library that this person opened last, on any device. Rejects as `readItem` does. */
  readLastVisited(uid: Uid): Promise<LastVisited | undefined>;
  /** Saves the album or library that this person has open; rejects as `readItem` does. */
  writeLastVisited(uid: Uid, lastVisited: LastVisited): Promise<void>;
  /** A person's favourites in a library, with their own writes that the server has not confirmed yet. */
  watchFavourites(uid: Uid, library: LibraryId, watcher: Watcher<Favourites>): Stop;
  /** Reads a person's favourites in a library from the server; rejects as `readItem` does. */
  readFavourites(uid: Uid, library: LibraryId): Promise<Favourites>;
  /** Adds items to a person's favourites, or removes them. Waits for the network; rejects as `readItem` does. */
  writeFavourites(uid: Uid, library: LibraryId, changes: ItemChanges<FavouritePlace>): Promise<void>;
  /** Where a person stopped in videos and sounds of a library, with their own writes that the server has not confirmed yet. */
  watchPlayPositions(uid: Uid, library: LibraryId, watcher: Watcher<PlayPositions>): Stop;
  /** Saves or removes such positions. Waits for the network; rejects as `readItem` does. */
  writePlayPositions(uid: Uid, library: LibraryId, changes: ItemChanges<PlayPosition>): Promise<void>;
  /** When a person last looked at the albums of a library, with their own writes that the server has not confirmed yet. */
  watchLooks(uid: Uid, library: LibraryId, watcher: Watcher<Looks>): Stop;
  /** Saves or removes looks. Waits for the network; rejects as `readItem` does. */
  writeLooks(uid: Uid, library: LibraryId, changes: ItemChanges<Look, AlbumId>): Promise<void>;
  /** A viewer's care, with this page's own writes that the server has not confirmed yet; for that viewer and for owners. */
  watchCare(library: LibraryId, viewer: Uid, watcher: Watcher<Care | undefined>): Stop;
  /** Changes a viewer's care in the name of `by`, who is signed in. Waits for the network; rejects as `readItem` does. */
  writeCare(library: LibraryId, viewer: Uid, by: Uid, change: CareChange): Promise<void>;
  /** Writes an item's announcement (`announce()`) with the server's time; rejects as `readItem` does. */
  writeItem(library: LibraryId, item: ItemId, announcement: Record<string, unknown>): Promise<void>;
  /** One submission; for the guest who sent it, and for owners and editors. */
  watchSubmission(library: LibraryId, submission: SubmissionId, watcher: Watcher<Submission | undefined>): Stop;
  /** Sends an object to the originals bucket (`originalName`, `incomingName`). */
  send: SendObject;
}

/** The number of activities that `watchActivity` reports. */
export const ACTIVITY_SHOWN = 100;
