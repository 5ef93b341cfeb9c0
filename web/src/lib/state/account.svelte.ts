import type { AlbumId, LibraryId, Uid } from '@maru/model/ids';
import type { LastVisited } from '@maru/model/library/last-visited';
import type { Library } from '@maru/model/library/member';
import type { GuestMembership } from '@maru/model/library/guest-membership';
import type { AccessByLibrary } from '../device/revoked-access.ts';
import type { OfflineStore } from '../device/offline-store.ts';
import type { Cloud, Rows } from '../firebase/cloud.ts';
import type { UploadContext } from './transfer.ts';
import { stored } from './stored.ts';
import { LibraryView } from './library.svelte.ts';
import { Live, type LiveState } from './live.svelte.ts';
import { memoize } from './memoize.ts';
import { Uploads, type Network } from './uploads.svelte.ts';

/** Everything of one signed-in person in this window. Created at sign-in, closed at sign-out. */
export class Account {
  readonly uid: Uid;
  readonly store: OfflineStore;
  readonly uploads: Uploads;
  readonly #cloud: Cloud;
  readonly #libraries: Live<Rows<LibraryId, Library>>;
  readonly #visits: Live<Rows<AlbumId, GuestMembership>>;

  #landed: string | undefined;

  constructor(uid: Uid, cloud: Cloud, store: OfflineStore, network: Network, hash: UploadContext['hash']) {
    this.uid = uid;
    this.store = store;
    this.#cloud = cloud;
    this.#libraries = new Live((watcher) => cloud.watchLibraries(uid, watcher), stored(store, 'libraries'));
    this.#visits = new Live((watcher) => cloud.watchVisits(uid, watcher), stored(store, 'visits'));
    this.uploads = new Uploads({ uid, cloud, hash, now: () => Date.now() }, network);
  }

  /** The libraries of which this person is a member, by name; undefined while unknown. */
  get libraries(): Rows<LibraryId, Library> | undefined {
    return this.#libraries.current?.toSorted(([, a], [, b]) => a.name.localeCompare(b.name));
  }

  get librariesState(): LiveState {
    return this.#libraries.state;
  }

  /** The albums of which this person is a guest, the latest first; undefined while unknown. */
  get visits(): Rows<AlbumId, GuestMembership> | undefined {
    return this.#visits.current?.toSorted(([, a], [, b]) => b.since - a.since);
  }

  get visitsState(): LiveState {
    return this.#visits.state;
  }

  /** One of their libraries: the same object for the same id. */
  readonly library = memoize(
    (id: LibraryId) =>
      new LibraryView(this.#cloud, this.store, { libraries: this.#libraries, visits: this.#visits }, this.uid, id),
  );

  /**
   * What this person has access to, by library, as confirmed by the server; undefined until then. Reactive.
   */
  get access(): AccessByLibrary | undefined {
    if (this.librariesState !== 'live' || this.visitsState !== 'live') return undefined;
    const members = (this.libraries ?? []).map(([id]) => id);
    const guests = (this.visits ?? []).map(([, { library }]) => library);
    return [...members, ...guests].map((id) => [id, this.library(id).access]);
  }

  /** Creates a library and returns its id; rejects as `Cloud.call` does. */
  async makeLibrary(name: string): Promise<LibraryId> {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    return (await this.#cloud.call('createLibrary', { name, timeZone })).library;
  }

  /** The album or library this person visited last, on any device; rejects as `Cloud.readItem` does. */
  landing(): Promise<LastVisited | undefined> {
    return this.#cloud.readLanding(this.uid);
  }

  /** Saves what this person is visiting, for their other devices. Never rejects. */
  async land(landing: LastVisited): Promise<void> {
    const here = `${landing.library}/${landing.album ?? ''}`;
    if (here === this.#landed) return;
    this.#landed = here;
    try {
      await this.#cloud.writeLanding(this.uid, landing);
    } catch (error) {
      console.warn('the last visited album was not saved', error);
    }
  }

  /** Their session expired: uploads wait for their return. */
  suspend(): void {
    this.uploads.suspend();
    void this.store.flush();
  }

  /** They are back. */
  resume(): void {
    this.uploads.resume();
  }

  /** Ends uploads and stores nothing more on this device. */
  close(): void {
    this.uploads.close();
    this.store.close();
  }
}
