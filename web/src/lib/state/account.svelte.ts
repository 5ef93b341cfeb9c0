import type { AlbumId, LibraryId, Uid } from '@maru/model/ids';
import type { LastVisited } from '@maru/model/library/last-visited';
import type { Library } from '@maru/model/library/member';
import type { Network } from '@maru/model/upload/ports';
import type { GuestMembership } from '@maru/model/library/guest-membership';
import type { DeviceDatabase } from '../device/database.ts';
import type { AccessByLibrary } from '../device/revoked-access.ts';
import type { OfflineStore } from '../device/offline-store.ts';
import type { DeviceQueue } from '../device/uploads/upload-queue.ts';
import type { UploadingDevice } from '../device/uploads/uploading-device.ts';
import type { ImportStore } from '../device/zips/import-store.ts';
import type { Zips } from '../device/zips/zips.svelte.ts';
import type { Cloud, Rows } from '../firebase/cloud.ts';
import { Batches } from './batches.svelte.ts';
import { stored } from './stored.ts';
import { LibraryView } from './library.svelte.ts';
import { Live, type LiveState } from './live.svelte.ts';
import { memoize } from './memoize.ts';
import { Saving } from './saving/saving.svelte.ts';
import type { SavingDevice } from './saving/save-job.svelte.ts';
import { Uploads } from './uploads.svelte.ts';

/** What an account needs of the device. */
interface Device {
  readonly database: Pick<DeviceDatabase, 'resume' | 'close'>;
  readonly store: OfflineStore;
  readonly network: Network;
  readonly uploading: UploadingDevice;
  readonly saving: SavingDevice;
}

/** The state of one signed-in person in this window. Created at sign-in, closed at sign-out. */
export class Account {
  readonly uid: Uid;
  readonly store: OfflineStore;
  readonly uploads: Uploads;
  /** The ZIPs that are chosen in this window, and what this device remembers of imports. */
  readonly zips: Zips;
  readonly imports: ImportStore;
  readonly batches: Batches;
  readonly saving: Saving;
  readonly #cloud: Cloud;
  readonly #database: Device['database'];
  readonly #queue: DeviceQueue;
  readonly #libraries: Live<Rows<LibraryId, Library>>;
  readonly #guestMemberships: Live<Rows<AlbumId, GuestMembership>>;
  #savedLastVisited: string | undefined;

  constructor(uid: Uid, cloud: Cloud, { database, store, network, uploading, saving }: Device) {
    this.uid = uid;
    this.#database = database;
    this.store = store;
    this.#cloud = cloud;
    this.#libraries = new Live((watcher) => cloud.watchLibraries(uid, watcher), stored(store, 'libraries'));
    this.#guestMemberships = new Live(
      (watcher) => cloud.watchGuestMemberships(uid, watcher),
      stored(store, 'guestMemberships'),
    );
    this.#queue = uploading.queue;
    this.zips = uploading.zips;
    this.imports = uploading.imports;
    this.uploads = new Uploads(
      { ...uploading, uid, library: cloud, send: (object) => cloud.send(object), network },
      uploading,
    );
    this.batches = new Batches(network, uploading.batches);
    this.saving = new Saving(saving);
  }

  /** The libraries of which this person is a member, sorted by name; undefined while unknown. */
  get libraries(): Rows<LibraryId, Library> | undefined {
    return this.#libraries.current?.toSorted(([, a], [, b]) => a.name.localeCompare(b.name));
  }

  get librariesState(): LiveState {
    return this.#libraries.state;
  }

  /** The albums of which this person is a guest, latest first; undefined while unknown. */
  get guestMemberships(): Rows<AlbumId, GuestMembership> | undefined {
    return this.#guestMemberships.current?.toSorted(([, a], [, b]) => b.since - a.since);
  }

  get guestMembershipsState(): LiveState {
    return this.#guestMemberships.state;
  }

  /** The view of one library: the same object for the same id. */
  readonly library = memoize(
    (id: LibraryId) =>
      new LibraryView(
        this.#cloud,
        this.store,
        { libraries: this.#libraries, guestMemberships: this.#guestMemberships },
        this.uid,
        id,
      ),
  );

  /** What this person has access to, by library; undefined until the server has confirmed it. */
  get access(): AccessByLibrary | undefined {
    if (this.librariesState !== 'live' || this.guestMembershipsState !== 'live') return undefined;
    const members = (this.libraries ?? []).map(([id]) => id);
    const guests = (this.guestMemberships ?? []).map(([, { library }]) => library);
    return [...members, ...guests].map((id) => [id, this.library(id).access]);
  }

  /** Creates a library and returns its id; rejects as `Cloud.call` does. */
  async createLibrary(name: string): Promise<LibraryId> {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    return (await this.#cloud.call('createLibrary', { name, timeZone })).library;
  }

  /** The album or library that this person opened last, on any device; rejects as `Cloud.readItem` does. */
  lastVisited(): Promise<LastVisited | undefined> {
    return this.#cloud.readLastVisited(this.uid);
  }

  /** Saves the album or library that this person has open, for their next device. Never rejects. */
  async saveLastVisited(lastVisited: LastVisited): Promise<void> {
    const key = `${lastVisited.library}/${lastVisited.album ?? ''}`;
    if (key === this.#savedLastVisited) return;
    this.#savedLastVisited = key;
    try {
      await this.#cloud.writeLastVisited(this.uid, lastVisited);
    } catch (error) {
      console.warn('the last visited album was not saved', error);
    }
  }

  /** Resumes the batches of closed windows; see `Batches.resumeStored`. */
  resumeBatches(ondone: (count: number) => void): Promise<void> {
    return this.batches.resumeStored(this.#cloud, ondone);
  }

  /** Whether closing the window would interrupt something that the next window does not continue. */
  get isBusy(): boolean {
    return this.uploads.isVolatile || this.batches.isRunning || this.saving.isRunning;
  }

  /** Whether files are not completely sent, in any window of this device. */
  async isSending(): Promise<boolean> {
    return this.uploads.isSending || this.#queue.isSendingElsewhere();
  }

  /** Pauses uploads and batches while the session is expired. */
  suspend(): void {
    this.uploads.suspend();
    this.batches.suspend();
    void this.store.flush();
  }

  /** Resumes them after the same person signed in again. */
  resume(): void {
    this.#database.resume();
    this.uploads.resume();
    this.batches.resume();
  }

  /** Cancels uploads, batches and saving, and stops writing to this device. */
  close(): void {
    this.uploads.close();
    this.#queue.close();
    this.batches.close();
    this.saving.close();
    this.store.close();
    this.#database.close();
  }
}
