import { createHash } from 'node:crypto';
import { copyFile, open } from 'node:fs/promises';
import { ALL, HEAD_BYTES, itemIdOf, paths, readItem, type LibraryId } from '@maru/model';
import { embeddedMedia } from '../src/adapters/embedded/embedded-media.ts';
import { systemClock, systemIds, systemTempFolders } from '../src/adapters/system/system.ts';
import { ENCODER_OPTIONS, images, THREADS } from '../src/adapters/image/images.ts';
import { processItem, type ProcessPorts } from '../src/processing/process-item.ts';
import type { Fields } from '../src/ports/documents.ts';
import { fakeDocuments } from './fake-documents.ts';
import { noOriginals, noQueue, noRenditions, noSources, noVideos } from './unused-ports.ts';
import { elapsed, startTimer, type Timing } from './timing.ts';

/** The encoder options and the number of threads of renditions, for measurements. */
export { ENCODER_OPTIONS, THREADS };

const library = 'a'.repeat(20) as LibraryId;

const piece = Buffer.alloc(2 ** 20);

/** The result of a download, always into the same memory, so that nothing is left to collect. */
async function lookedAt(file: string) {
  const [hash, handle] = [createHash('sha256'), await open(file)];
  try {
    const { size } = await handle.stat();
    const head = Buffer.alloc(Math.min(HEAD_BYTES, size));
    await handle.read(head, 0, head.length, 0);
    for (let at = 0; at < size; at += piece.length)
      hash.update(piece.subarray(0, (await handle.read(piece, 0, piece.length, at)).bytesRead));
    return { size, head, sha256: hash.digest('hex') };
  } finally {
    await handle.close();
  }
}

/**
 * Runs the pipeline over documents and objects in memory, with the real decoders, encoders and files. Returns the time from the end of the
 * download to the commit.
 */
export async function makeOf(photo: string): Promise<Timing> {
  const { size, sha256, head } = await lookedAt(photo);
  const item = itemIdOf(sha256);
  const known = { state: 'processing', uploader: 'me', fileName: 'a', size, albums: [ALL], rev: 1 };
  const documents = new Map<string, Fields>([
    [paths.library(library), { name: '집', timeZone: 'Asia/Seoul', roles: { me: 'owner' }, members: ['me'] }],
    [paths.album(library, ALL), {}],
    [paths.item(library, item), { ...known, addedAt: new Date(0) }],
  ]);
  let began = startTimer();
  let took: Timing | undefined;
  const store = fakeDocuments(documents);
  const stateNow = () => readItem(documents.get(paths.item(library, item))).state;
  const ports: ProcessPorts = {
    store: {
      ...store,
      transact: async (callback) => {
        const gave = await store.transact(callback);
        if (stateNow() === 'ready') took ??= elapsed(began);
        return gave;
      },
    },
    originals: {
      ...noOriginals,
      stat: () => Promise.resolve({ size, generation: '1' }),
      head: () => Promise.resolve(head),
      download: async (_name, file) => {
        await copyFile(photo, file);
        began = startTimer();
        return { size, sha256, head };
      },
    },
    renditions: { ...noRenditions, put: () => Promise.resolve() },
    sources: noSources,
    images,
    embeddedMedia,
    videos: noVideos,
    queue: { ...noQueue, indexAlbum: () => Promise.resolve() },
    clock: systemClock,
    ids: systemIds,
    tempFolders: systemTempFolders,
    log: () => undefined,
  };
  await processItem(ports, { library, item, generation: '1' });
  if (!took) throw new Error(`${photo} is ${stateNow()}`);
  return took;
}
