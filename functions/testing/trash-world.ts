import {
  ALL,
  originalName,
  paths,
  readItem,
  renditionName,
  writeEntry,
  type AlbumId,
  type Item,
  type ItemId,
  type LibraryId,
  type ProcessedItem,
  type SubmissionId,
  type Uid,
} from '@maru/model';
import type { Caller } from '../src/access/caller.ts';
import type { Fields, Store } from '../src/ports/documents.ts';
import { fakeDocuments } from './fake-documents.ts';
import { noIds, noOriginals, noQueue, noRenditions } from './unused-ports.ts';

// A library for tests of the trash, whose machine can be killed before any step.

export const library = 'l'.repeat(20) as LibraryId;
/** An album of everybody, and one of the guest too. */
export const summer = 's'.repeat(20) as AlbumId;
export const wedding = 'w'.repeat(20) as AlbumId;
/** An album that only owners and editors see. */
export const drafts = 'd'.repeat(20) as AlbumId;
export const owner: Caller = { uid: 'owner' as Uid };
export const editor: Caller = { uid: 'editor' as Uid };
export const viewer: Caller = { uid: 'viewer' as Uid };
export const guest: Caller = { uid: 'guest' as Uid };
export const START = Date.UTC(2026, 5, 1);

/** Returns an item's id from its first letters. */
export const idOf = (letters: string): ItemId => letters.repeat(32).slice(0, 32) as ItemId;

/** Thrown at the step where the machine is killed, and by every later step. */
class Killed extends Error {}

export class TrashWorld {
  documents = new Map<string, Fields>();
  /** The names of all objects. */
  objects = new Set<string>();
  /** Pending indexings and rotations, as `index ALBUM` and `rotate`. */
  tasks = new Set<string>();
  logged: string[] = [];
  now = START;
  /** The steps until the machine is killed. */
  steps = Infinity;
  #ids = 0;

  constructor() {
    const roles = { owner: 'owner', editor: 'editor', viewer: 'viewer' };
    this.documents.set(paths.library(library), {
      ...{ name: '집', timeZone: 'Asia/Seoul', roles, members: Object.keys(roles) },
    });
    this.putAlbum(ALL, ['editor', 'owner', 'viewer']);
    this.putAlbum(summer, ['editor', 'owner', 'viewer']);
    this.putAlbum(wedding, ['editor', 'guest', 'owner']);
    this.putAlbum(drafts, ['editor', 'owner']);
  }

  putAlbum(album: AlbumId, readers: readonly string[]): void {
    this.documents.set(paths.album(library, album), {
      ...{
        title: album,
        by: 'owner',
        audience: { kind: 'library' },
        readers,
        guests: {},
        guestUploads: 'yes',
        count: 0,
      },
      createdAt: new Date(0),
    });
  }

  /** Stores an item with its objects, and if it is ready and shown, its entries. */
  put(letter: string, albums: readonly AlbumId[], over: Fields = {}): ItemId {
    const id = idOf(letter);
    const media = { kind: 'photo', format: 'jpeg', width: 4, height: 3, variants: [], token: `token-${letter}` };
    this.documents.set(paths.item(library, id), {
      ...{ state: 'ready', uploader: 'owner', fileName: `${letter}.jpg`, size: 100, albums, rev: 1 },
      ...{ addedAt: new Date(START - 1000), changed: new Date(START - 500), ...media, ...over },
    });
    const counter = this.documents.get(paths.counter(library, 0))?.['bytes'] ?? 0;
    this.documents.set(paths.counter(library, 0), { bytes: Number(counter) + 100 });
    this.objects.add(originalName(library, id));
    for (const file of ['grid', 'screen'] as const) this.objects.add(renditionName(library, id, 1, file));
    const item = this.item(id);
    if (item.state === 'ready' && item.motionOf === undefined)
      for (const album of albums)
        this.documents.set(paths.entry(library, album, id), {
          ...writeEntry(item as ProcessedItem, album),
          changed: new Date(START - 500),
        });
    return id;
  }

  /** Stores a Live Photo: a photo and its video. */
  putLivePhoto(photo: string, video: string, albums: readonly AlbumId[]): { photo: ItemId; video: ItemId } {
    const clip = { kind: 'video', format: 'mov', variants: ['360'], duration: 2 };
    return {
      photo: this.put(photo, albums, { motionVideo: idOf(video), variants: ['360'] }),
      video: this.put(video, albums, { motionOf: idOf(photo), ...clip }),
    };
  }

  putSubmission(state: string, item: ItemId, album: AlbumId = wedding): SubmissionId {
    const id = `${'z'.repeat(19)}${String.fromCharCode(97 + (this.#ids += 1))}` as SubmissionId;
    this.documents.set(paths.submission(library, id), {
      ...{ state, by: 'guest', name: '옆집', album, fileName: 'a.jpg', size: 100, item },
      at: new Date(START - 2000),
    });
    return id;
  }

  item = (id: ItemId): Item => readItem(this.documents.get(paths.item(library, id)));
  has = (path: string): boolean => this.documents.has(path);
  /** The albums with an entry of an item. */
  shownIn = (id: ItemId): string[] =>
    [...this.documents.keys()]
      .filter((path) => path.endsWith(`/entries/${id}`))
      .map((path) => path.split('/')[3] ?? '')
      .sort();
  /** The items that pending rotations list. */
  get rotated(): string[] {
    const rotations = [...this.documents].filter(([path]) => path.includes('/rotations/'));
    return rotations.flatMap(([, { items = [] }]) => items as string[]).sort();
  }
  /** Removes the pending rotations, for which the purge waits. */
  finishRotations(): void {
    for (const path of [...this.documents.keys()]) if (path.includes('/rotations/')) this.documents.delete(path);
  }
  objectsOf = (id: ItemId): string[] => [...this.objects].filter((name) => name.includes(id));
  get bytes(): number {
    const counters = [...this.documents].filter(([path]) => path.includes('/counters/'));
    return counters.reduce((sum, [, { bytes }]) => sum + Number(bytes), 0);
  }

  /** All documents but tombstones, without times, ids of rotations and the sharding of counters. */
  get end(): unknown {
    const kept = [...this.documents].filter(([path]) => !/~|\/rotations\/|\/counters\//.test(path));
    const withoutTimes = ({ changed: _, createdAt: __, ...fields }: Fields) => ({
      ...fields,
      ...(fields['trashedAt'] !== undefined && { trashedAt: 'some time' }),
      ...(fields['deletedAt'] !== undefined && { deletedAt: 'some time' }),
    });
    return {
      documents: kept
        .map(([path, fields]) => [path, withoutTimes(fields)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
      ...{ objects: [...this.objects].sort(), bytes: this.bytes, tasks: [...this.tasks].sort() },
      rotated: [...new Set(this.rotated)],
    };
  }

  #step(): void {
    this.steps -= 1;
    if (this.steps < 0) throw new Killed();
  }

  async #act<T>(act: () => T): Promise<T> {
    this.#step();
    return Promise.resolve(act());
  }

  get store(): Store {
    const store = fakeDocuments(this.documents, () => this.now);
    return {
      ...store,
      transact: async (run) => {
        this.#step();
        const result = await store.transact(run);
        // Committed, but the response is lost.
        this.#step();
        return result;
      },
    };
  }

  get ports() {
    return {
      store: this.store,
      originals: {
        ...noOriginals,
        stat: (name: string) => this.#act(() => (this.objects.has(name) ? { size: 100, generation: '1' } : undefined)),
        remove: (name: string) => this.#act(() => void this.objects.delete(name)),
      },
      renditions: {
        ...noRenditions,
        removeAll: (prefix: string) =>
          this.#act(() => {
            for (const name of this.objects) if (name.startsWith(prefix)) this.objects.delete(name);
          }),
      },
      queue: {
        ...noQueue,
        indexAlbum: ({ album }: { album: AlbumId }) => this.#act(() => void this.tasks.add(`index ${album}`)),
        rotateTokens: () => this.#act(() => void this.tasks.add('rotate')),
        ingestSubmission: () => this.#act(() => void this.tasks.add('ingest')),
      },
      clock: { now: () => (this.now += 1), sleep: () => Promise.resolve(), every: () => () => undefined },
      ids: { ...noIds, random: () => `r${String((this.#ids += 1)).padStart(19, '0')}`, token: () => 'token' },
      log: (what: string) => void this.logged.push(what),
    };
  }
}

/**
 * Runs `act` in a new world without interruption, then in further worlds kills it before each step in turn and repeats it until it ends, and
 * calls `check` with each of them. Returns the number of kills.
 */
export async function killedAtEachStep(
  create: () => TrashWorld,
  act: (world: TrashWorld) => Promise<unknown>,
  check: (world: TrashWorld, what: string) => Promise<void> | void,
): Promise<number> {
  for (let life = 0; ; life += 1) {
    const world = create();
    world.steps = life;
    await act(world).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    const isKilled = world.steps < 0;
    world.steps = Infinity;
    world.now += 3_600_000;
    await act(world);
    await check(world, `killed after ${String(life)} steps`);
    if (!isKilled) return life;
  }
}
