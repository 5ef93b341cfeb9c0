import { createHash } from 'node:crypto';
import { copyFileSync, createReadStream, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ALL, HEAD_BYTES, itemIdOf, paths, readEntry, readItem, type LibraryId } from '@maru/model';
import { lazyVideos, lazyEmbeddedMedia, lazyImages } from '../../src/adapters/lazy.ts';
import { rangeServer } from '../../src/adapters/range-server.ts';
import { systemClock, systemIds, systemTempFolders } from '../../src/adapters/system/system.ts';
import { processItem, type ProcessPorts } from '../../src/processing/process-item.ts';
import type { Fields } from '../../src/ports/documents.ts';
import type { PartTask, ProcessTask } from '../../src/ports/queue.ts';
import { processPart } from '../../src/streams/process-part.ts';
import { fakeDocuments } from '../fake-documents.ts';
import { noOriginals, noQueue, noRenditions } from '../unused-ports.ts';
import { forgetPeak, openFiles, peakOf } from './process-memory.ts';

// The process that handles hostile files one after the other, as an instance does, with the real pipeline and adapters.

/** A file, its name and the folder for its renditions. */
export interface Job {
  readonly file: string;
  readonly fileName: string;
  readonly to: string;
}

export interface Outcome {
  /** The state in the item's document. */
  readonly state: string;
  readonly failure?: string;
  readonly format?: string;
  readonly takenAt?: string;
  /** It is displayed as far as it goes. */
  readonly isDamaged?: true;
  readonly duration?: number;
  /** What processing threw, which would cause a useless retry. */
  readonly thrown?: string;
  /** The names of the renditions in the folder. */
  readonly renditions: readonly string[];
  /** What should not be left: temporary files, a lease, a connection. */
  readonly left: readonly string[];
  readonly seconds: number;
  /** Peak memory in MiB. */
  readonly peak: number;
}

const LIBRARY = 'a'.repeat(20) as LibraryId;
let connections: string[] = [];
// eslint-disable-next-line @typescript-eslint/unbound-method -- it is bound to the socket at hand below
const { connect } = Socket.prototype;
Socket.prototype.connect = function (this: Socket, ...to: Parameters<typeof connect>): Socket {
  connections.push(JSON.stringify(to[0]));
  return connect.apply(this, to);
} as typeof connect;

function initialDocuments(task: ProcessTask, fileName: string, size: number): Map<string, Fields> {
  const item = { state: 'processing', uploader: 'me', fileName, size, albums: [ALL], rev: 1, addedAt: new Date(0) };
  return new Map<string, Fields>([
    [paths.library(LIBRARY), { name: '집', timeZone: 'Asia/Seoul', roles: { me: 'owner' }, members: ['me'] }],
    [paths.album(LIBRARY, ALL), {}],
    [paths.item(LIBRARY, task.item), item],
  ]);
}

function createPorts(
  documents: Map<string, Fields>,
  { file, to }: Job,
  bytes: Buffer,
  parts: PartTask[],
): ProcessPorts {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const info = { size: bytes.length, sha256, head: bytes.subarray(0, HEAD_BYTES) };
  const download = (at: string): Promise<typeof info> => {
    copyFileSync(file, at);
    return Promise.resolve(info);
  };
  const put = (name: string, body: Uint8Array | string): Promise<void> => {
    const at = join(to, name.replaceAll('/', '~'));
    if (typeof body === 'string') copyFileSync(body, at);
    else writeFileSync(at, body);
    return Promise.resolve();
  };
  const removeAll = (folder: string): Promise<void> => {
    for (const name of readdirSync(to).filter((one) => one.startsWith(folder.replaceAll('/', '~'))))
      rmSync(join(to, name));
    return Promise.resolve();
  };
  return {
    store: fakeDocuments(documents),
    originals: {
      ...noOriginals,
      stat: (name) => Promise.resolve(name.startsWith('originals/') ? { size: info.size, generation: '7' } : undefined),
      head: () => Promise.resolve(info.head),
      digest: () => Promise.resolve(info),
      download: (_name, at) => download(at),
    },
    renditions: { ...noRenditions, put, removeAll },
    sources: rangeServer({ read: (_name, range) => createReadStream(file, range) }, noRenditions),
    images: lazyImages,
    videos: lazyVideos,
    embeddedMedia: lazyEmbeddedMedia,
    queue: {
      ...noQueue,
      indexAlbum: () => Promise.resolve(),
      makeStrip: () => Promise.resolve(),
      processChunk: (part) => {
        parts.push(part);
        return Promise.resolve();
      },
    },
    clock: systemClock,
    ids: systemIds,
    tempFolders: systemTempFolders,
    log: () => undefined,
  };
}

async function processJob(job: Job): Promise<Outcome> {
  const bytes = readFileSync(job.file);
  const item = itemIdOf(createHash('sha256').update(bytes).digest('hex'));
  const task: ProcessTask = { library: LIBRARY, item, generation: '7' };
  const documents = initialDocuments(task, job.fileName, bytes.length);
  mkdirSync(job.to);
  connections = [];
  forgetPeak();
  const [start, open] = [Date.now(), openFiles()];
  let thrown: string | undefined;
  const parts: PartTask[] = [];
  const ports = createPorts(documents, job, bytes, parts);
  const processAll = async (): Promise<void> => {
    await processItem(ports, task);
    for (const part of parts) await processPart(ports, part);
  };
  await processAll().catch((error: unknown) => {
    thrown = error instanceof Error ? String(error.stack) : String(error);
  });
  const { state, failure, mediaInfo } = readItem(documents.get(paths.item(LIBRARY, item)));
  const entry = documents.get(paths.entry(LIBRARY, ALL, item));
  if (entry) readEntry(entry);
  const left = [...readdirSync(tmpdir()), ...connections];
  for (const one of readdirSync(tmpdir())) rmSync(join(tmpdir(), one), { recursive: true });
  // A stream that was cut off closes its file a moment later.
  for (let tries = 0; tries < 100 && openFiles() > open; tries += 1) await sleep(20);
  if (openFiles() > open) left.push(`${openFiles() - open} open files`);
  if (documents.has(paths.lease(LIBRARY, item))) left.push('lease');
  if ((entry !== undefined) !== (state === 'ready')) left.push('entry');
  return {
    state,
    ...(failure && { failure }),
    ...(mediaInfo && { format: mediaInfo.format }),
    ...(mediaInfo?.duration !== undefined && { duration: mediaInfo.duration }),
    ...(mediaInfo?.isDamaged && { isDamaged: true }),
    ...(mediaInfo?.takenAt && { takenAt: mediaInfo.takenAt.local }),
    ...(thrown !== undefined && { thrown }),
    renditions: readdirSync(job.to),
    left,
    seconds: (Date.now() - start) / 1000,
    peak: peakOf('self'),
  };
}

process.on('message', (job: Job) => {
  void processJob(job).then((outcome) => process.send?.(outcome));
});
process.send?.('begun');
