import type { AlbumId, LibraryId, Uid } from '@maru/model/ids';
import type { LastVisited } from '@maru/model/library/last-visited';
import type { Library } from '@maru/model/library/member';
import type { GuestMembership } from '@maru/model/library/guest-membership';
import type { AllMine } from '../device/revoked-access.ts';
import type { SeenStore } from '../device/offline-store.ts';
import type { Cloud, Rows } from '../firebase/cloud.ts';
import type { UploadWorld } from './transfer.ts';
import { kept } from './stored.ts';
import { LibraryView } from './library.svelte.ts';
import { Live, type LiveState } from './live.svelte.ts';
import { oneEach } from './memoize.ts';
import { Uploads, type Network } from './uploads.svelte.ts';

/** All that is one signed-in person's in this window. Made when somebody comes, closed when they go. */
export class Account {
  readonly uid: Uid;
  readonly store: SeenStore;
  readonly uploads: Uploads;
  readonly #cloud: Cloud;
  readonly #libraries: Live<Rows<LibraryId, Library>>;
  readonly #visits: Live<Rows<AlbumId, GuestMembership>>;

  #landed: string | undefined;

  constructor(uid: Uid, cloud: Cloud, store: SeenStore, network: Network, hash: UploadWorld['hash']) {
    this.uid = uid;
    this.store = store;
    this.#cloud = cloud;
    this.#libraries = new Live((watcher) => cloud.watchLibraries(uid, watcher), kept(store, 'libraries'));
    this.#visits = new Live((watcher) => cloud.watchVisits(uid, watcher), kept(store, 'visits'));
    this.uploads = new Uploads({ uid, cloud, hash, now: () => Date.now() }, network);
  }

  /** The libraries that this person is a member of, by name; undefined while nothing is known. */
  get libraries(): Rows<LibraryId, Library> | undefined {
    return this.#libraries.current?.toSorted(([, a], [, b]) => a.name.localeCompare(b.name));
  }

  get librariesState(): LiveState {
    return this.#libraries.state;
  }

  /** The albums that this person is a guest of, the latest first; undefined while nothing is known. */
  get visits(): Rows<AlbumId, GuestMembership> | undefined {
    return this.#visits.current?.toSorted(([, a], [, b]) => b.since - a.since);
  }

  get visitsState(): LiveState {
    return this.#visits.state;
  }

  /** One library of theirs, the same object for the same id. */
  readonly library = oneEach(
    (id: LibraryId) =>
      new LibraryView(this.#cloud, this.store, { libraries: this.#libraries, visits: this.#visits }, this.uid, id),
  );

  /**
   * What this person has, by library, as the server has just said: where it has not, undefined. Read in an effect it is heard anew
   * at every change.
   */
  get mine(): AllMine | undefined {
    if (this.librariesState !== 'live' || this.visitsState !== 'live') return undefined;
    const members = (this.libraries ?? []).map(([id]) => id);
    const guests = (this.visits ?? []).map(([, { library }]) => library);
    return [...members, ...guests].map((id) => [id, this.library(id).mine]);
  }

  /** Makes a library and answers its id; rejects as `Cloud.call` does. */
  async makeLibrary(name: string): Promise<LibraryId> {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    return (await this.#cloud.call('createLibrary', { name, timeZone })).library;
  }

  /** Where this person was last, on whatever device; rejects as `Cloud.readItem` does. */
  landing(): Promise<LastVisited | undefined> {
    return this.#cloud.readLanding(this.uid);
  }

  /** Notes where this person is, for a device of theirs that remembers nothing. Never rejects. */
  async land(landing: LastVisited): Promise<void> {
    const here = `${landing.library}/${landing.album ?? ''}`;
    if (here === this.#landed) return;
    this.#landed = here;
    try {
      await this.#cloud.writeLanding(this.uid, landing);
    } catch (error) {
      console.warn('not noted', error);
    }
  }

  /** Their session ended by itself: what goes on waits for them. */
  hold(): void {
    this.uploads.hold();
    void this.store.flush();
  }

  /** They are back. */
  goOn(): void {
    this.uploads.goOn();
  }

  /** Ends what goes on: nothing of it is written to the device any more. */
  close(): void {
    this.uploads.close();
    this.store.close();
  }
}
