import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ALL, paths, type ItemId, type LibraryId } from '@maru/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signInAs, useEmulators, waitFor, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { jpegOf } from '../media/photo.ts';
import { idOfBytes } from './uploading.ts';

const RUN = fileURLToPath(new URL('../../tools/import/run.ts', import.meta.url));

// `MARU_IMPORT_FILES=10000 npm test -- functions -- functions/import-many` compares an import that is interrupted three times with one that is not, and prints
// rate and memory. `npm run test:slow` does so with 1,000; `npm test` leaves it out, and only interrupts an upload of one file (import.test.ts).
const FILES = Number(process.env['MARU_IMPORT_FILES']);

/** The importer's memory for any number of files, MiB. */
const MAX_PEAK_MIB = 400;

let folder: string;
let owner: Person;
const ids = new Set<ItemId>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maru-many-'));
  // Writes the peak of its resident memory, in KiB, when the importer ends by itself.
  await writeFile(
    join(folder, 'memory.mjs'),
    `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(process.env.MARU_PEAK, String(process.resourceUsage().maxRSS)));`,
  );
  owner = await signInAs('한지우', { address: 'jiwoo@example.com', canCreateLibrary: true });
  const photo = await jpegOf({ width: 64, height: 48 });
  for (let n = 0; n < FILES; n += 1) {
    const bytes = Buffer.concat([photo, Buffer.from(String(n))]);
    const path = pathOf(n);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, bytes);
    await utimes(path, 1000, 1000);
    ids.add(idOfBytes(bytes));
  }
}, 600_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await owner.close();
});

const pathOf = (n: number): string => join(folder, 'photos', String(n % 50), `${String(n)}.jpg`);

/** Starts the importer into a library of this name, which remembers files in a folder of the same name. */
function start(name: string): {
  child: ChildProcess;
  end: Promise<{ code: number | null; states: Map<string, number>; peakMib: number }>;
} {
  const peak = join(folder, `peak ${name}`);
  const env = {
    ...process.env,
    ...{
      MARU_APP: useEmulators().urls.app,
      LANG: 'C',
      LC_ALL: '',
      XDG_STATE_HOME: join(folder, name),
      MARU_PEAK: peak,
    },
    NODE_OPTIONS: `--import=${pathToFileURL(join(folder, 'memory.mjs')).href}`,
  };
  const args = [RUN, join(folder, 'photos'), '--library', name, '--json'];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const end = new Promise<number | null>((resolve) => child.once('close', resolve)).then(async (code) => {
    const states = new Map<string, number>();
    const { rows } = (out === '' ? { rows: [] } : JSON.parse(out)) as { rows: { state: string }[] };
    for (const { state } of rows) states.set(state, (states.get(state) ?? 0) + 1);
    const kib = Number(await readFile(peak, 'utf8').catch(() => '0'));
    return { code, states, peakMib: Math.round(kib / 1024) };
  });
  return { child, end };
}

/** What a library holds: each item with its state and name, and the entries of its album. */
async function contentOf(library: LibraryId): Promise<{ items: unknown[]; entries: string[] }> {
  const items = await inspect.docs(paths.items(library));
  const entries = await inspect.docs(paths.entries(library, ALL));
  return {
    items: [...items].map(([id, { state, fileName, folder: from, size }]) => [id, state, fileName, from, size]).sort(),
    entries: [...entries.keys()].sort(),
  };
}

test(
  'an import that is interrupted three times ends as one that is not, and the next reads no file',
  async () => {
    const stamp = String(Date.now());
    const [whole, cut] = [`whole ${stamp}`, `cut ${stamp}`];
    const libraries = await Promise.all(
      [whole, cut].map(async (name) => (await owner.call('createLibrary', { name, timeZone: 'Asia/Seoul' })).library),
    );
    const [clean, interrupted] = libraries as [LibraryId, LibraryId];

    const began = performance.now();
    const first = await start(whole).end;
    const seconds = (performance.now() - began) / 1000;
    expect([first.code, [...first.states]]).toEqual([0, [['ready', FILES]]]);

    for (const share of [0.25, 0.5, 0.75]) {
      const run = start(cut);
      const isThere = async () => (await inspect.count(paths.items(interrupted))) >= share * FILES;
      await waitFor('a share of the items', isThere, 3_600_000);
      run.child.kill('SIGKILL');
      await run.end;
    }
    expect((await start(cut).end).code).toBe(0);
    const content = await contentOf(clean);
    expect(await contentOf(interrupted)).toEqual(content);
    expect(content.entries).toEqual([...ids].sort());
    expect(content.items.map((item) => (item as string[])[1])).toEqual(content.items.map(() => 'ready'));

    // Other bytes of the same size and time, which only a run that reads files would see.
    for (let n = 0; n < FILES; n += 1) {
      await writeFile(pathOf(n), Buffer.alloc((await stat(pathOf(n))).size));
      await utimes(pathOf(n), 1000, 1000);
    }
    const again = performance.now();
    const second = await start(whole).end;
    expect([second.code, [...second.states]]).toEqual([0, [['duplicate', FILES]]]);
    // Flat: an import of 1,000 files and one of 10,000 stay below it.
    for (const { peakMib } of [first, second]) expect(peakMib).toBeLessThan(MAX_PEAK_MIB);
    const rates = [seconds, (performance.now() - again) / 1000].map((s) => `${(FILES / s).toFixed(1)}/s`);
    console.log(
      `${String(FILES)} files: ${String(rates[0])}, peak ${String(first.peakMib)} MiB; the second run ${String(rates[1])}, peak ${String(second.peakMib)} MiB`,
    );
  },
  6 * 3_600_000,
);
