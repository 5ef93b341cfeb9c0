import { createHash } from 'node:crypto';
import {
  incomingName,
  isReprocessing,
  itemIdOf,
  originalName,
  paths,
  readItem,
  readSubmission,
  type AlbumId,
  type GuestUploads,
  type ItemId,
  type LibraryId,
  type SubmissionId,
  type Uid,
} from '@maru/model';
import { ingestSubmission, type IngestPorts } from '../src/submissions/ingest-submission.ts';
import { ingestOriginal } from '../src/ingest/ingest-original.ts';
import { submissionFinalized } from '../src/submissions/submit.ts';
import { enqueueSubmissions } from '../src/submissions/submissions-of-item.ts';
import { sweep } from '../src/maintenance/sweep.ts';
import type { Fields } from '../src/ports/documents.ts';
import type { Originals } from '../src/ports/objects.ts';
import { fakeDocuments } from './fake-documents.ts';
import { noIds, noOriginals, noQueue, noRemoval, noRenditions } from './unused-ports.ts';

/** When the guest submits the photo. */
export const START = Date.UTC(2026, 5, 1);
/** A library, an album and a guest who submits a photo. */
export const library = 'a'.repeat(20) as LibraryId;
export const album = 'b'.repeat(20) as AlbumId;
const id = 'c'.repeat(20) as SubmissionId;
export const guest = 'kim' as Uid;
export const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('a photo')]);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const item = itemIdOf(sha256(photo));
/** Its object name. */
export const incoming = incomingName(library, guest, id);
/** The result of processing it. */
export const PHOTO = { kind: 'photo', format: 'jpeg', width: 4, height: 3, variants: [], token: 't' };

/** A library with a guest's submission, where a crash may happen before any step. */
export class SubmissionSimulator {
  documents = new Map<string, Fields>();
  objects = new Map<string, Uint8Array>([[incoming, photo]]);
  /** Pending deliveries; an event or task that threw is delivered again. */
  pending: (() => Promise<unknown>)[] = [];
  /** The steps until the crash. */
  steps = Infinity;
  failure: string | undefined;
  /** The result of processing. */
  mediaInfo: Fields = PHOTO;
  now = START;
  /** The queues that the item was put into, in order. */
  queues: string[] = [];

  constructor(guestUploads: GuestUploads, readers: Uid[] = [guest]) {
    const guests = readers.length > 0 ? { [guest]: { name: '옆집', since: new Date(0) } } : {};
    const times = { createdAt: new Date(0) };
    const shared = { title: '잔치', by: 'me', audience: { kind: 'library' }, readers, guests, guestUploads, count: 0 };
    this.documents.set(paths.library(library), {
      name: '집',
      timeZone: 'UTC',
      roles: { me: 'owner' },
      members: ['me'],
    });
    this.documents.set(paths.album(library, album), { ...shared, ...times });
    const submission = { state: 'uploading', by: guest, name: '옆집', album, fileName: 'a.jpg', size: photo.length };
    this.documents.set(paths.submission(library, id), { ...submission, at: new Date(START) });
    this.pending.push(() => submissionFinalized(this.ports, { name: incoming, generation: '1' }));
  }

  #step(): void {
    this.steps -= 1;
    if (this.steps === 0) throw new Error('the machine crashed');
  }

  #originals: Originals = {
    ...noOriginals,
    stat: (name) => {
      const bytes = this.objects.get(name);
      return Promise.resolve(bytes && { size: bytes.length, generation: '1' });
    },
    head: (name) => Promise.resolve(this.objects.get(name) ?? new Uint8Array()),
    digest: (name) => {
      const bytes = this.objects.get(name) ?? new Uint8Array();
      return Promise.resolve({ size: bytes.length, sha256: sha256(bytes), head: bytes });
    },
    reset: (name) => Promise.resolve(this.objects.has(name)),
    copy: (from, to) => {
      this.#step();
      if (!this.objects.has(to)) {
        this.objects.set(to, this.objects.get(from) ?? new Uint8Array());
        this.pending.push(() => ingestOriginal(this.ports, { name: to, generation: '1' }));
      }
      this.#step();
      return Promise.resolve();
    },
    remove: (name) => {
      this.#step();
      this.objects.delete(name);
      this.#step();
      return Promise.resolve();
    },
  };

  get ports(): IngestPorts {
    const store = fakeDocuments(this.documents);
    const later = (work: () => Promise<unknown>): Promise<void> => {
      this.#step();
      this.pending.push(work);
      this.#step();
      return Promise.resolve();
    };
    return {
      store: {
        ...store,
        transact: async (callback) => {
          this.#step();
          const result = await store.transact(callback);
          this.#step();
          return result;
        },
      },
      originals: this.#originals,
      renditions: { ...noRenditions, removeAll: () => Promise.resolve() },
      queue: {
        ...noQueue,
        ingestSubmission: (task) => later(() => ingestSubmission(this.ports, task)),
        processItem: (task, queue) => {
          this.queues.push(queue);
          return later(() => this.#process(task.item));
        },
        indexAlbum: () => Promise.resolve(),
      },
      clock: { now: () => this.now, sleep: () => Promise.resolve(), every: () => () => undefined },
      log: () => undefined,
    };
  }

  /** Replaces processing: a photo becomes ready, anything else damaged and deleted, or `failure`. */
  async #process(item: ItemId): Promise<void> {
    const path = paths.item(library, item);
    const stored = this.documents.get(path);
    if (stored?.['state'] === 'processing') {
      const isRight = itemIdOf(sha256(this.objects.get(originalName(library, item)) ?? new Uint8Array())) === item;
      const failure = isRight ? this.failure : 'damaged';
      if (!isRight) this.objects.delete(originalName(library, item));
      const end = failure === undefined ? { ...this.mediaInfo, state: 'ready' } : { state: 'failed', failure };
      this.documents.set(path, { ...stored, ...end });
    }
    if (stored && isReprocessing(readItem(stored))) {
      const { targetRev, ...rest } = stored;
      this.documents.set(path, { ...rest, ...this.mediaInfo, rev: targetRev });
    }
    await enqueueSubmissions(this.ports, library, item);
  }

  /** Delivers everything that is pending and what a sweep ten minutes later finds, repeating what throws. Returns how often something threw. */
  async settle(): Promise<number> {
    let crashes = 0;
    for (let round = 0; round < 3; round += 1) {
      for (let next = this.pending.shift(); next; next = this.pending.shift()) {
        try {
          await next();
        } catch (error) {
          if (!(error instanceof Error && error.message === 'the machine crashed')) throw error;
          crashes += 1;
          this.pending.push(next);
        }
      }
      this.now += 600_000;
      await sweep({ ...this.ports, ids: noIds, removal: noRemoval });
    }
    return crashes;
  }

  /** The state without times. */
  get end() {
    const fields = this.documents.get(paths.item(library, item));
    const { state, failure } = readSubmission(this.documents.get(paths.submission(library, id)));
    return {
      submission: [state, failure, this.documents.get(paths.submission(library, id))?.['needsCleanup']],
      item: fields && [readItem(fields).state, readItem(fields).uploader, readItem(fields).albums.join()],
      entry: this.documents.get(paths.entry(library, album, item))?.['guest'],
      objects: [...this.objects.keys()].sort(),
    };
  }
}
