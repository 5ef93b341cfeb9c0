import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { paths, type ItemId, type LibraryId } from '@maru/model';
import { doc, onSnapshot } from 'firebase/firestore';
import { DEMO_PEOPLE } from '../../tools/demo/people.ts';
import { announceItem, idOfBytes, uploadOriginal } from '../functions/uploading.ts';
import { setUp } from '../harness/global-setup.ts';
import { signInAs, waitFor, useEmulators, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { mp4Of } from '../media/video.ts';
import { photographer } from './photographer.ts';
import { percentile } from './page/paint-times.ts';

const IMPORT = fileURLToPath(new URL('../../tools/import/run.ts', import.meta.url));
const [OWNER, EDITOR] = DEMO_PEOPLE;
const IMPORT_COUNT = 1000;
/** How many single photos are measured without any other load. */
const IDLE_COUNT = 40;
/** Warm-up photos, since processes start with them. */
const WARM_UP = 5;
/** The pause of a person between two photos. */
const PAUSE_MS = 1000;
/** A tape from a capture card, long enough that encoding outlasts the import. */
const TAPE = { width: 720, height: 576, rate: 25, seconds: 600 } as const;

/** Returns when the uploader's own listener reports the item as ready, ms since 1970. */
function readyAt(editor: Person, library: LibraryId, item: ItemId): Promise<number> {
  return new Promise((resolve, reject) => {
    const stop = onSnapshot(
      doc(editor.db, paths.item(library, item)),
      (now) => {
        const state: unknown = now.get('state');
        if (state !== 'ready' && state !== 'failed') return;
        stop();
        if (state === 'ready') resolve(Date.now());
        else reject(new Error(`${item} failed: ${String(now.get('failure'))}`));
      },
      reject,
    );
  });
}

/** Uploads one photo after another until `isEnough`; returns the time from the end of each upload until it is ready, ms. */
async function measureSingles(
  editor: Person,
  library: LibraryId,
  photo: () => Buffer,
  isEnough: (n: number) => boolean,
) {
  const all: number[] = [];
  while (!isEnough(all.length)) {
    const bytes = photo();
    const item = await announceItem(editor, library, bytes);
    await uploadOriginal(editor, library, item, bytes);
    const sentAt = Date.now();
    all.push((await readyAt(editor, library, item)) - sentAt);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return all;
}

/** Returns copies of a photo that differ in a comment (ITU T.81, B.2.4.5): new bytes at no cost. */
function copies(jpeg: Buffer): () => Buffer {
  const soi = jpeg.subarray(0, 2);
  return () => Buffer.concat([soi, Buffer.from([0xff, 0xfe, 0, 18]), randomBytes(16), jpeg.subarray(2)]);
}

/** A running import, which ends when all of its files are processed. */
interface Import {
  readonly child: ChildProcess;
  /** Its exit code; null if it was killed. */
  readonly over: Promise<number | null>;
}

function startImport(library: string, path: string): Import {
  const child = spawn(process.execPath, [IMPORT, path, '--library', library, '--as', OWNER.address, '--json'], {
    env: { ...process.env, MARU_APP: useEmulators().urls.app },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return { child, over: once(child, 'close').then(([code]) => code as number | null) };
}

/** Whether an item is being processed: its lease is held. */
const isProcessing = async (library: LibraryId, item: ItemId): Promise<boolean> =>
  (await inspect.doc(paths.lease(library, item))) !== undefined;

/**
 * Measures whether a single photo waits for another person's import: one person imports COUNT photos (first argument) while a tape is
 * encoded; another uploads single photos, measured from the end of the upload until ready. `fairRatio` divides the p95 by that without any
 * other load.
 */
export async function bench([countArg]: readonly string[] = []): Promise<Record<string, number>> {
  const count = Number(countArg ?? IMPORT_COUNT);
  const tearDown = await setUp({ rootDir: import.meta.dirname });
  const temporary = await mkdtemp(join(tmpdir(), 'maru-fair-'));
  const [folder, tapeFile] = [join(temporary, 'photos'), join(temporary, 'tape.mp4')];
  const imports: Import[] = [];
  try {
    await mkdir(folder);
    const owner = await signInAs(OWNER.name, { address: OWNER.address });
    const name = '나란한 집';
    const { library } = await owner.call('createLibrary', { name, timeZone: 'Asia/Seoul' });
    await owner.call('inviteByEmail', { library, address: EDITOR.address, role: 'editor' });
    const editor = await signInAs(EDITOR.name, { address: EDITOR.address });
    await editor.call('onSignIn', {});
    const photo = copies(await (await photographer())());
    for (let n = 0; n < count; n += 1) await writeFile(join(folder, `${String(n)}.jpg`), photo());
    const tape = await mp4Of(TAPE);
    await writeFile(tapeFile, tape);

    await measureSingles(editor, library, photo, (n) => n >= WARM_UP);
    const idle = await measureSingles(editor, library, photo, (n) => n >= IDLE_COUNT);

    const tapeItem = idOfBytes(tape);
    imports.push(startImport(name, tapeFile));
    await waitFor('the tape is being processed', () => isProcessing(library, tapeItem), 120_000);
    const began = Date.now();
    let isFinished = false;
    const bulkImport = startImport(name, folder);
    imports.push(bulkImport);
    const exited = bulkImport.over.finally(() => (isFinished = true));
    const loaded = await measureSingles(editor, library, photo, () => isFinished);
    const code = await exited;
    if (code !== 0) throw new Error(`the import exited with ${String(code)}`);
    if (!(await isProcessing(library, tapeItem))) throw new Error('the tape was finished before the import');

    const [idleP95S, besideP95S] = [percentile(idle, 0.95), percentile(loaded, 0.95)];
    const metrics = {
      fairRatio: Math.round((besideP95S / idleP95S) * 100) / 100,
      ...{ idleP50S: percentile(idle, 0.5), idleP95S, besideP50S: percentile(loaded, 0.5), besideP95S },
      ...{ measured: loaded.length, importS: Math.round((Date.now() - began) / 1000) },
    };
    console.table([metrics]);
    await Promise.all([owner.close(), editor.close()]);
    return metrics;
  } finally {
    for (const { child } of imports) child.kill();
    await Promise.all(imports.map(({ over: exited }) => exited));
    await rm(temporary, { recursive: true, force: true });
    await tearDown();
  }
}
