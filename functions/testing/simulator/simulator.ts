import { ALL, originalName, paths, type AlbumId, type ItemId } from '@maru/model';
import { ingestOriginal } from '../../src/ingest/ingest-original.ts';
import { processItem, type ProcessPorts } from '../../src/processing/process-item.ts';
import { reprocessAlbum, runReprocessing } from '../../src/processing/reprocess-album.ts';
import { indexAlbum } from '../../src/album-index/index-album.ts';
import { sweep } from '../../src/maintenance/sweep.ts';
import type { Fields, Store } from '../../src/ports/documents.ts';
import { makeStrip } from '../../src/strips/make-strip.ts';
import { processPart } from '../../src/streams/process-part.ts';
import type { PartTask, ProcessingQueue } from '../../src/ports/queue.ts';
import { fakeDocuments } from '../fake-documents.ts';
import { noIds, noQueue, noRemoval } from '../unused-ports.ts';
import { bytesOf, idOfBytes, library, me, sizeOf, summer, type SampleFile } from './sample-files.ts';
import { snapshotOf } from './snapshot.ts';
import { fakeAdapters, type Did, type Objects } from './fake-adapters.ts';

// A library for tests of processing, whose machines can crash at any step and whose events arrive in any order.

/** Thrown at the step where a machine crashes, and by every later step. */
class Killed extends Error {}

/** A delivery, repeated as long as it throws. */
export interface Delivery {
  readonly what: string;
  /** Not before this time, ms. */
  readonly at?: number;
  readonly run: (ports: ProcessPorts) => Promise<unknown>;
}

/** An empty library with an album. */
export class Simulator {
  documents = new Map<string, Fields>();
  originals = new Map<string, { bytes: Uint8Array; generation: string }>();
  /** The renditions by name, with the token that opens each. */
  renditions = new Map<string, string>();
  playlists = new Map<string, string>();
  tape: Objects['tape'] = { announced: 210, seconds: 210 };
  pending: Delivery[] = [];
  now = 86_400_000;
  /** Every commit of an item, as `item rev`. */
  recorded: string[] = [];
  queues = new Map<ProcessingQueue, number>();
  /** The number of crashes. */
  deaths = 0;
  #random = 0;
  /** The names of tasks that run once. */
  readonly #named = new Set<string>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor() {
    const shared = { by: me, audience: { kind: 'library' }, readers: [me], count: 0 };
    const times = { createdAt: new Date(0) };
    this.documents.set(paths.library(library), {
      ...{
        name: '집',
        timeZone: 'Asia/Seoul',
        roles: { me: 'owner', p0: 'editor', p1: 'editor', p2: 'editor' },
        members: [me],
      },
    });
    for (const album of [ALL, summer])
      this.documents.set(paths.album(library, album), { ...shared, title: '여름', ...times });
  }

  /** Announces and uploads a file; its event is pending. Returns its item. */
  upload(kind: SampleFile, n: number, generation = '1'): ItemId {
    const bytes = bytesOf(kind, n);
    const item = idOfBytes(bytes);
    this.documents.set(paths.item(library, item), {
      ...{
        state: 'uploading',
        uploader: `p${n % 3}`,
        fileName: 'a',
        size: sizeOf(bytes),
        albums: [ALL, summer],
        rev: 1,
      },
      addedAt: new Date(this.now + n),
    });
    const came = kind.startsWith('damaged') ? Buffer.concat([bytes, Buffer.from('!')]) : bytes;
    this.originals.set(originalName(library, item), { bytes: came, generation });
    this.pending.push(this.event(item, generation));
    return item;
  }

  event = (item: ItemId, generation = '1'): Delivery => ({
    what: `event of ${item}`,
    run: (ports) => ingestOriginal(ports, { name: originalName(library, item), generation }),
  });
  task = (item: ItemId, generation = '1'): Delivery => ({
    what: `make ${item}`,
    run: (ports) => processItem(ports, { library, item, generation }),
  });
  part = (task: PartTask): Delivery => ({
    what: `part ${task.part} of ${task.item}`,
    run: (ports) => processPart(ports, task),
  });
  reprocessing = (album: AlbumId): Delivery => ({
    what: `remake ${album}`,
    run: (ports) => runReprocessing(ports, { library, album }),
  });
  asking = (album: AlbumId): Delivery => ({
    what: 'ask',
    run: (ports) => reprocessAlbum(ports, { uid: me }, { library, album }),
  });
  sweeping: Delivery = { what: 'sweep', run: (ports) => sweep({ ...ports, removal: noRemoval }) };

  /** Transactions run one at a time, which is their effect on the service too. */
  #store(step: () => void): Store {
    const store = fakeDocuments(this.documents, () => this.now);
    return {
      ...store,
      transact: (callback) => {
        const result = this.#turn.then(async () => {
          step();
          const before = new Map(this.documents);
          const result = await store.transact(callback);
          this.#note(before);
          // Committed, but the response is lost.
          step();
          return result;
        });
        this.#turn = result.catch(() => undefined);
        return result;
      },
    };
  }

  #note(before: ReadonlyMap<string, Fields>): void {
    for (const [path, fields] of this.documents) {
      if (!path.includes('/items/') || before.get(path) === fields) continue;
      const [was, is] = [before.get(path), fields];
      if (is['state'] !== 'ready' || (was?.['state'] === 'ready' && was['rev'] === is['rev'])) continue;
      this.recorded.push(`${path.split('/').at(-1)} ${String(is['rev'])}`);
    }
  }

  /** The ports of one process, which crashes after this many steps. */
  machine(life = Infinity): ProcessPorts {
    const step = (): void => {
      life -= 1;
      if (life >= 0) return;
      if (life === -1) this.deaths += 1;
      throw new Killed();
    };
    const later = (delivery: Delivery, name?: string): Promise<void> => {
      step();
      this.pending.push(delivery);
      if (name !== undefined) this.#named.add(name);
      step();
      return Promise.resolve();
    };
    const stepOf: Did = (act) => {
      try {
        step();
        return Promise.resolve(act());
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    return {
      store: this.#store(step),
      ...fakeAdapters(stepOf, this),
      queue: {
        ...noQueue,
        processItem: (task, queue) => {
          this.queues.set(queue, 1 + (this.queues.get(queue) ?? 0));
          return later(this.task(task.item, task.generation));
        },
        processChunk: (task) => later(this.part(task)),
        makeStrip: (task) => later({ what: `strip of ${task.item}`, run: (ports) => makeStrip(ports, task) }),
        indexAlbum: (task, at) => {
          const name = `${task.album} ${at}`;
          if (this.#named.has(name)) return Promise.resolve();
          return later({ what: 'index', at, run: (ports) => indexAlbum(ports, task) }, name);
        },
        reprocessAlbum: ({ album }) => later(this.reprocessing(album)),
      },
      clock: { now: () => this.now, sleep: (ms) => this.#sleep(ms, step), every: () => () => undefined },
      ids: { ...noIds, token: () => `token-${(this.#random += 1)}`, random: () => 'm'.repeat(20) },
      tempFolders: { withFolder: (callback) => stepOf(() => `/scratch-${(this.#random += 1)}`).then(callback) },
      log: () => undefined,
    };
  }

  /** Waiting lets other processes run. */
  async #sleep(ms: number, step: () => void): Promise<void> {
    step();
    this.now += ms;
    const next = this.pending.shift();
    if (next) await this.deliver(next);
  }

  /** Delivers to a machine; a delivery that throws is repeated after expired leases. */
  async deliver(delivery: Delivery, machine = this.machine()): Promise<boolean> {
    try {
      this.now = Math.max(this.now, delivery.at ?? 0);
      await delivery.run(machine);
      return true;
    } catch {
      this.now += 100_000;
      this.pending.push(delivery);
      return false;
    }
  }

  /** Delivers everything that is pending, and what sweeps find, until nothing is left. */
  async settle(): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      for (let next = this.pending.shift(); next; next = this.pending.shift()) await this.deliver(next);
      // The next sweep, then later ones.
      this.now += round === 0 ? 300_000 : 7 * 3600_000;
      await this.deliver(this.sweeping);
    }
  }

  /** The state without times and tokens; throws if something visible cannot be read. */
  get end(): unknown {
    return snapshotOf(this);
  }
}
