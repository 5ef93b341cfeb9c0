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
import { percentile } from './watching.ts';

const IMPORT = fileURLToPath(new URL('../../tools/import/run.ts', import.meta.url));
const [OWNER, EDITOR] = DEMO_PEOPLE;
const IMPORTED = 1000;
/** How many single photos are measured while nobody else adds anything. */
const IDLE = 40;
/** Before these nothing is measured: processes start. */
const UNMEASURED = 5;
/** Somebody who adds one photo does not add the next at once. */
const PAUSE_MS = 1000;
/** A tape as a capture card gives it; long enough that its encoding outlasts the import. */
const TAPE = { width: 720, height: 576, rate: 25, seconds: 600 } as const;

/** When an item is ready as its uploader's own listener hears it, ms since 1970. */
function readyAt(who: Person, library: LibraryId, item: ItemId): Promise<number> {
  return new Promise((resolve, reject) => {
    const stop = onSnapshot(
      doc(who.db, paths.item(library, item)),
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

/** Adds one photo after another until told that it is enough; from the end of each upload until it is ready, ms. */
async function singles(who: Person, library: LibraryId, photo: () => Buffer, isEnough: (n: number) => boolean) {
  const all: number[] = [];
  while (!isEnough(all.length)) {
    const bytes = photo();
    const item = await announceItem(who, library, bytes);
    await uploadOriginal(who, library, item, bytes);
    const sent = Date.now();
    all.push((await readyAt(who, library, item)) - sent);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return all;
}

/** Copies of one photo that differ in a comment, as JPEG keeps it (ITU T.81, B.2.4.5): for each new bytes, and no time. */
function copies(jpeg: Buffer): () => Buffer {
  const soi = jpeg.subarray(0, 2);
  return () => Buffer.concat([soi, Buffer.from([0xff, 0xfe, 0, 18]), randomBytes(16), jpeg.subarray(2)]);
}

/** An import as somebody at a terminal runs it: until all of its files are made, unless it is ended before. */
interface Import {
  readonly child: ChildProcess;
  /** Its exit code; null where it was ended. */
  readonly over: Promise<number | null>;
}

function importing(library: string, path: string): Import {
  const child = spawn(process.execPath, [IMPORT, path, '--library', library, '--as', OWNER.address, '--json'], {
    env: { ...process.env, MARU_APP: useEmulators().urls.app },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return { child, over: once(child, 'close').then(([code]) => code as number | null) };
}

/** Whether a machine is at work on it: it holds the lease. */
const isMaking = async (library: LibraryId, item: ItemId): Promise<boolean> =>
  (await inspect.doc(paths.lease(library, item))) !== undefined;

/**
 * Whether somebody's single photo waits for another's import: while one person imports so many photos (the first argument) and a
 * tape is being encoded, another adds one photo after another, from the end of its upload until it is ready; before that the
 * same with nobody else there. `fairRatio` is p95 beside p95.
 */
export async function bench([howMany]: readonly string[] = []): Promise<Record<string, number>> {
  const count = Number(howMany ?? IMPORTED);
  const end = await setUp({ rootDir: import.meta.dirname });
  const temporary = await mkdtemp(join(tmpdir(), 'maru-fair-'));
  const [folder, tapeFile] = [join(temporary, 'photos'), join(temporary, 'tape.mp4')];
  const imports: Import[] = [];
  try {
    await mkdir(folder);
    const owner = await signInAs(OWNER.name, { address: OWNER.address });
    const name = '나란한 집';
    const { library } = await owner.call('createLibrary', { name, timeZone: 'Asia/Seoul' });
    await owner.call('inviteByEmail', { library, address: EDITOR.address, role: 'editor' });
    const who = await signInAs(EDITOR.name, { address: EDITOR.address });
    await who.call('onSignIn', {});
    const photo = copies(await (await photographer())());
    for (let n = 0; n < count; n += 1) await writeFile(join(folder, `${String(n)}.jpg`), photo());
    const tape = await mp4Of(TAPE);
    await writeFile(tapeFile, tape);

    await singles(who, library, photo, (n) => n >= UNMEASURED);
    const idle = await singles(who, library, photo, (n) => n >= IDLE);

    const film = idOfBytes(tape);
    imports.push(importing(name, tapeFile));
    await waitFor('the tape is being made', () => isMaking(library, film), 120_000);
    const began = Date.now();
    let isOver = false;
    const many = importing(name, folder);
    imports.push(many);
    const over = many.over.finally(() => (isOver = true));
    const beside = await singles(who, library, photo, () => isOver);
    const code = await over;
    if (code !== 0) throw new Error(`the import ended with ${String(code)}`);
    if (!(await isMaking(library, film))) throw new Error('the tape was over before the import was');

    const [idleP95S, besideP95S] = [percentile(idle, 0.95), percentile(beside, 0.95)];
    const metrics = {
      fairRatio: Math.round((besideP95S / idleP95S) * 100) / 100,
      ...{ idleP50S: percentile(idle, 0.5), idleP95S, besideP50S: percentile(beside, 0.5), besideP95S },
      ...{ besides: beside.length, importS: Math.round((Date.now() - began) / 1000) },
    };
    console.table([metrics]);
    await Promise.all([owner.close(), who.close()]);
    return metrics;
  } finally {
    for (const { child } of imports) child.kill();
    await Promise.all(imports.map(({ over }) => over));
    await rm(temporary, { recursive: true, force: true });
    await end();
  }
}
