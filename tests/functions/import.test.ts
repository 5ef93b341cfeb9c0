import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ALL,
  originalName,
  paths,
  readFavourites,
  readItem,
  type AlbumId,
  type ItemId,
  type LibraryId,
  type Uid,
} from '@maru/model';
import { GoogleAuthProvider, linkWithCredential, signInWithCustomToken } from 'firebase/auth';
import { collection, doc, getDoc, getDocs, query, where } from 'firebase/firestore';
import { ref, uploadBytes } from 'firebase/storage';
import sharp from 'sharp';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CallError, createClient, signInAs, useEmulators, waitFor, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { ffmpeg } from '../media/ffmpeg.ts';
import { xmpPacket } from '../media/metadata.ts';
import { readLink, type ProgramLink } from './program-link.ts';
import { idOfBytes } from './uploading.ts';

const RUN = fileURLToPath(new URL('../../tools/import/run.ts', import.meta.url));

interface Row {
  file: string;
  item?: string;
  state: string;
  code?: string;
  renditions: string[];
  ms: number;
  message?: string;
}

interface ImportResult {
  code: number;
  out: string;
  err: string;
}

/** Where runs keep what they learned about files. */
const stateFile = (): string => join(folder, 'state', 'maru', `import-${useEmulators().projectId}.jsonl`);

/** The environment of an importer on the emulators of this run. */
const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  MARU_APP: useEmulators().urls.app,
  LANG: 'C',
  LC_ALL: '',
  XDG_STATE_HOME: join(folder, 'state'),
});

/** Files whose rows have far more bytes than a pipe holds (64 KiB). */
const MANY = 2000;

/** Runs the importer as in a terminal, on the emulators of this run. */
function runImport(...args: string[]): Promise<ImportResult> {
  const env = { ...environment(), LANG: 'ko_KR.UTF-8' };
  return new Promise((resolve) => {
    execFile(process.execPath, [RUN, ...args], { env, timeout: 110_000 }, (error, out, err) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, out, err });
    });
  });
}

const parseRows = ({ out }: ImportResult): Map<string, Row> =>
  new Map((JSON.parse(out) as { rows: Row[] }).rows.map((row) => [row.file.split('/').at(-1) ?? '', row]));

const jpeg = (red: number): Promise<Buffer> =>
  sharp({ create: { width: 640, height: 480, channels: 3, background: { r: red, g: 120, b: 60 } } })
    .jpeg()
    .toBuffer();

// A unique name, since the demo owner is in every library of these tests.
const name = `가져오기 ${String(process.pid)} ${String(Date.now())}`;
let folder: string;
let owner: Person;
let library: LibraryId;

async function writeMedia(file: string, bytes: Buffer | string): Promise<string> {
  const path = join(folder, file);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, bytes);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maru-import-'));
  owner = await signInAs('한지우', { address: 'jiwoo@example.com', canCreateLibrary: true });
  ({ library } = await owner.call('createLibrary', { name, timeZone: 'Asia/Seoul' }));
  await owner.call('createLibrary', { name: `${name} 2`, timeZone: 'Asia/Seoul' });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await owner.close();
});

async function albumOf(title: string): Promise<AlbumId | undefined> {
  const albums = await inspect.docs(paths.albums(library));
  return [...albums].find(([, album]) => album['title'] === title)?.[0] as AlbumId | undefined;
}

test('a folder is uploaded into a new album, and a second run adds nothing', async () => {
  const bytes = await jpeg(200);
  await writeMedia('a/1.jpg', bytes);
  await writeMedia('a/the same.jpg', bytes);
  await writeMedia(`a/b/${'바다'.normalize('NFD')} 🌊${'x'.repeat(150)}.jpg`, await jpeg(90));
  await writeMedia('a/README.md', '# nothing to see');
  await writeMedia('a/.hidden.jpg', await jpeg(1));
  const args = [join(folder, 'a'), '--library', name, '--album', '여름', '--json'];

  const first = await runImport(...args);
  expect(first.err).toContain(`${name} › 여름`);
  expect(first.code).toBe(0);
  const rows = [...parseRows(first).values()];
  const inOrder = ['README.md', '1.jpg', 'b', 'the same.jpg'];
  expect(rows.map(({ file }) => inOrder.findIndex((person) => file.includes(`/${person}`)))).toEqual([1, 0, 2, 3]);
  const states = rows.map(({ state }) => state);
  expect([states[1], states[2]]).toEqual(['skipped', 'ready']);
  expect([states[0], states[3]].sort()).toEqual(['duplicate', 'ready']);
  expect(rows[0]).toMatchObject({ item: idOfBytes(bytes), renditions: ['grid', 'screen'] });
  expect(rows[0]?.ms).toBeGreaterThan(0);

  const album = await albumOf('여름');
  if (album === undefined) throw new Error('there is no album');
  expect(await inspect.count(paths.entries(library, album))).toBe(2);
  const items = await inspect.docs(paths.items(library));
  const names = [...items.values()].map((item) => String(item['fileName']));
  expect(names).toEqual(expect.arrayContaining([expect.stringMatching(/^바다 🌊x+.jpg$/u)]));
  expect([...items.values()].map((item) => item['folder']).sort()).toEqual(['a', 'a/b']);

  const second = await runImport(...args);
  expect(second.code).toBe(0);
  expect([...parseRows(second).values()].map(({ state }) => state)).toEqual([
    'duplicate',
    'skipped',
    'duplicate',
    'duplicate',
  ]);
  expect(await inspect.count(paths.items(library))).toBe(2);
  expect(await inspect.count(paths.entries(library, album))).toBe(2);
}, 120_000);

test('a Google Photos export, unpacked or in ZIPs, is added with what Google Photos knew, its albums and a line for every file', async () => {
  const [one, two] = ['t1/Takeout/Google 포토', 'Takeout/Google 포토'];
  const json = (value: object) => JSON.stringify({ photoTakenTime: { timestamp: '1556860200' }, ...value });
  const [photo, deleted, inZip] = [await jpeg(130), await jpeg(150), await jpeg(170)];
  const fileName = '설악산.jpg';
  await writeMedia(`${one}/Photos from 2019/${fileName.normalize('NFD')}`, photo);
  await writeMedia(`${one}/Photos from 2019/deleted.jpg`, deleted);
  await writeMedia(`${one}/Photos from 2019/deleted.jpg.json`, json({ title: 'deleted.jpg', trashed: true }));
  await writeMedia(`${one}/Photos from 2019/gone.jpg.json`, json({ title: 'gone.jpg' }));
  const place = { latitude: 38.12, longitude: 128.46, altitude: 0 };
  const known = {
    title: fileName,
    description: '흔들바위',
    people: [{ name: '한상철' }],
    geoData: place,
    favorited: true,
  };
  const writer = new ZipWriter<Uint8Array>(new Uint8ArrayWriter());
  const add = (path: string, content: string | Uint8Array, level = 6) =>
    writer.add(`${two}/${path}`, new Uint8ArrayReader(Buffer.from(content)), { level });
  await add(`Photos from 2019/${fileName}.supplemental-m.json`, json(known));
  await add(`가족 여행/${fileName}`, photo);
  await add('가족 여행/메타데이터.json', JSON.stringify({ title: '가족 여행', date: {} }));
  await add(`가족 여행/${fileName}.json`, json(known));
  await add('가족 여행/이름만', inZip, 0);
  const zip = await writeMedia('takeout-002.zip', Buffer.from(await writer.close()));
  const cut = await writeMedia('takeout-003.zip', (await readFile(zip)).subarray(0, -30));
  const roots = [join(folder, 't1'), zip, cut];
  const planned = await runImport(...roots, '--dry-run', '--json');
  expect(JSON.parse(planned.out)).toMatchObject({ photos: 3, skipped: 6, unreadable: 1 });
  const result = await runImport(...roots, '--library', name, '--json');
  expect(result.code, result.err).toBe(1);
  expect(result.out, result.err).not.toBe('');
  const { rows } = JSON.parse(result.out) as { rows: (Row & { matchedBy?: { rule: string } })[] };
  const states = [
    'bad-zip',
    'duplicate',
    'in-trash',
    'ready',
    'ready',
    'sidecar',
    'sidecar',
    'sidecar',
    'sidecar',
    'unused-sidecar',
  ];
  expect(rows.map(({ code, state }) => code ?? state).sort()).toEqual(states);
  expect(rows.filter(({ matchedBy }) => matchedBy?.rule === 'name')).toHaveLength(2);
  const open = rows.find(({ file }) => file.endsWith('이름만'));
  expect(open).toMatchObject({
    unmatched: 'missing',
    message: expect.stringContaining('정보 파일이 없어서') as string,
  });
  expect(rows.find(({ code }) => code === 'unused-sidecar')?.file).toMatch(/gone\.jpg\.json$/);

  const id = idOfBytes(photo);
  const item = readItem(await inspect.doc(paths.item(library, id)));
  expect([...item.albums].sort()).toEqual([ALL, await albumOf('가족 여행')].sort());
  expect(item).toMatchObject({ fileName, state: 'ready' });
  expect(item.mediaInfo).toMatchObject({
    caption: '흔들바위',
    people: ['한상철'],
    place: { latitude: 38.12, longitude: 128.46 },
    takenAt: { local: '2019-05-03T14:10:00', source: 'xmp' },
  });
  expect(readFavourites(await inspect.doc(paths.favourites(item.uploader, library)))).toEqual({
    [id]: { album: ALL, sortKey: '2019-05-03T14:10:00' },
  });
  const items = await inspect.docs(paths.items(library));
  expect([idOfBytes(inZip), idOfBytes(deleted)].map((one) => items.get(one)?.['state'])).toEqual(['ready', undefined]);
}, 120_000);

test('a run that is interrupted continues its session in the next, which reads no file again', async () => {
  const photo = await jpeg(44);
  const path = await writeMedia('cut/large.jpg', Buffer.concat([photo, Buffer.alloc(60 << 20, 44)]));
  await utimes(path, 1000, 1000);
  const args = [join(folder, 'cut'), '--library', name, '--json'];
  const interrupted = spawn(process.execPath, [RUN, ...args], { env: environment(), stdio: 'ignore' });
  const closed = new Promise((resolve) => interrupted.once('close', resolve));
  const sessions = async (): Promise<string[]> => {
    const text = await readFile(stateFile(), 'utf8').catch(() => '');
    const kept = text.matchAll(new RegExp(`${library}.*large\\.jpg.*"session":"([^"]+)"`, 'g'));
    return [...kept].map(([, session = '']) => session);
  };
  await waitFor('a session', async () => (await sessions()).length > 0);
  interrupted.kill('SIGKILL');
  await closed;
  const bytes = await readFile(path);
  // The session is of the first library only.
  const elsewhere = await runImport(join(folder, 'cut'), '--library', `${name} 2`, '--json');
  expect(parseRows(elsewhere).get('large.jpg')).toMatchObject({ state: 'ready', item: idOfBytes(bytes) });
  expect((await inspect.docs(paths.items(library))).get(idOfBytes(bytes))?.['state']).toBe('uploading');
  const second = parseRows(await runImport(...args)).get('large.jpg');
  expect(second).toMatchObject({ state: 'ready', item: idOfBytes(bytes) });
  expect(new Set(await sessions()).size).toBe(1);
  // Other bytes of the same size and time: the next run would see them if it read the file.
  await writeFile(path, Buffer.concat([photo, Buffer.alloc(60 << 20, 45)]));
  await utimes(path, 1000, 1000);
  const third = parseRows(await runImport(...args)).get('large.jpg');
  expect(third).toMatchObject({ state: 'duplicate', item: idOfBytes(bytes) });
}, 120_000);

test('a watched folder is added, then what comes to it, by the next run too, in lines of JSON, until it is ended', async () => {
  const watched = (): { rows: () => Row[]; end: () => Promise<unknown> } => {
    const args = [join(folder, 'watched'), '--watch', '--settle', '1', '--library', name, '--json'];
    const child = spawn(process.execPath, [RUN, ...args], { env: environment(), stdio: ['ignore', 'pipe', 'ignore'] });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    const code = new Promise((resolve) => child.once('close', resolve));
    return {
      rows: () =>
        out
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line) as Row),
      end: () => {
        child.kill('SIGTERM');
        return code;
      },
    };
  };
  await writeMedia('watched/1.jpg', await jpeg(61));
  const first = watched();
  await waitFor('the first file', () => Promise.resolve(first.rows().length > 0));
  expect(await first.end()).toBe(0);
  expect(first.rows()).toMatchObject([{ state: 'ready', file: join(folder, 'watched', '1.jpg') }]);
  const second = watched();
  const coming = await writeMedia('watched/new/2.jpg.part', await jpeg(62));
  await rename(coming, join(folder, 'watched', 'new', '2.jpg'));
  await waitFor('the second file', () => Promise.resolve(second.rows().length > 0));
  expect(await second.end()).toBe(0);
  expect(second.rows()).toMatchObject([{ state: 'ready', file: join(folder, 'watched', 'new', '2.jpg') }]);
}, 120_000);

test('a failed file is reported with advice, the others succeed and the exit code is 1', async () => {
  const whole = await jpeg(33);
  await writeMedia('bad/1987/good.jpg', whole);
  await writeMedia('bad/1987/good.jpg.xmp', xmpPacket('exif:DateTimeOriginal="1987-05-03"'));
  await writeMedia('bad/1987/.picasa.ini', '[Picasa]\nname=1987 돌\n[good.jpg]\ncaption=돌잔치');
  await writeMedia('bad/cut.jpg', whole.subarray(0, 500));
  await writeMedia('bad/empty.jpg', '');
  await writeMedia('bad/words.jpg', 'not an image');
  await writeMedia('bad/left out.jpg', await jpeg(34));
  // More rows than fit into a pipe that nobody reads.
  for (let n = 0; n < MANY; n += 1) await writeMedia(`bad/notes/${String(n)}.txt`, 'not an image either');
  const options = ['--by-folder', '--exclude', 'left*'];
  const result = await runImport(join(folder, 'bad'), ...options, '--library', name, '--json');
  expect(result.code).toBe(1);
  const rows = parseRows(result);
  expect(rows.get('good.jpg')).toMatchObject({ state: 'ready' });
  expect(await albumOf('1987 돌')).toBeDefined();
  expect([rows.get('good.jpg.xmp')?.code, rows.get('.picasa.ini')?.code]).toEqual(['sidecar', 'sidecar']);
  const { mediaInfo } = readItem(await inspect.doc(paths.item(library, idOfBytes(whole))));
  expect(mediaInfo).toMatchObject({ caption: '돌잔치', takenAt: { local: '1987-05-03T00:00:00', source: 'xmp' } });
  expect(rows.has('left out.jpg')).toBe(false);
  expect(rows.get('cut.jpg')).toMatchObject({ state: 'failed', code: 'unreadable' });
  expect(rows.get('empty.jpg')).toMatchObject({ state: 'failed', code: 'empty' });
  expect(rows.get('words.jpg')).toMatchObject({ state: 'failed', code: 'not-media' });
  expect(rows.get('empty.jpg')?.message).toMatch(/빈 파일이에요/);
  expect([...rows.keys()].filter((file) => file.endsWith('.txt'))).toHaveLength(MANY);
}, 120_000);

test('the files of a title set of a DVD become one video', async () => {
  const file = join(folder, 'whole.vob');
  const sound = ['-f', 'lavfi', '-i', 'sine=duration=4', '-c:a', 'ac3'];
  await ffmpeg(['-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=25:duration=4', ...sound, '-f', 'dvd', file]);
  const bytes = await readFile(file);
  const [one, two] = [bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)];
  await writeMedia('VIDEO_TS/VTS_01_1.VOB', one);
  await writeMedia('VIDEO_TS/VTS_01_2.VOB', two);
  const result = await runImport(join(folder, 'VIDEO_TS'), '--library', name, '--json');
  expect(result.code).toBe(0);
  const rows = [...parseRows(result)];
  expect(rows).toEqual([['VTS_01_1.VOB', expect.objectContaining({ state: 'ready', item: idOfBytes(bytes) })]]);
  const item = readItem(await inspect.doc(paths.item(library, idOfBytes(bytes))));
  expect(item.mediaInfo?.duration).toBeCloseTo(4, 0);
}, 120_000);

test('requires --library from a member of several libraries', async () => {
  const path = await writeMedia('which.jpg', await jpeg(5));
  const result = await runImport(path, '--json');
  expect(result).toMatchObject({ code: 2, out: '' });
  expect(result.err).toContain(name);
  expect(result.err).toContain(`${name} 2`);
  expect((await runImport(path, '--library', '없는 보관함')).code).toBe(2);
});

test('is refused to viewers and unknown people; for an editor, without --json, prints a line per file', async () => {
  const bytes = await jpeg(77);
  const path = await writeMedia('who/한 장.jpg', bytes);
  const people = [
    ['한도윤', 'doyun@example.com', 'editor'],
    ['한상철', 'father@example.com', 'viewer'],
  ] as const;
  for (const [title, address, role] of people) {
    await owner.call('inviteByEmail', { library, address, role });
    const person = await signInAs(title, { address });
    await person.call('onSignIn', {});
    await person.close();
  }
  const before = await inspect.count(paths.items(library));
  const viewer = await runImport(path, '--library', name, '--as', 'father@example.com', '--album', '아버지');
  expect(viewer.code).toBe(2);
  expect(viewer.err).toMatch(/보기만 할 수 있어요/);
  expect(await albumOf('아버지')).toBeUndefined();
  expect(await inspect.count(paths.items(library))).toBe(before);

  const editor = await runImport(path, '--library', name, '--as', 'Doyun@Example.com');
  expect(editor.code).toBe(0);
  // The item, its renditions and milliseconds.
  expect(editor.out).toMatch(new RegExp(`^완료 +\\d+ ms +${idOfBytes(bytes)} +grid screen +.*한 장\\.jpg$`, 'm'));
  expect(editor.out).toMatch(/1개 넣었어요, 0개 실패, 0개 건너뜀/);
  expect(await inspect.count(paths.items(library))).toBe(before + 1);

  const nobody = await runImport(path, '--as', 'nobody@example.com');
  expect(nobody.code).toBe(2);
  expect(nobody.err).toContain('mother@example.com');
}, 120_000);

test('reports a missing path and a folder without media', async () => {
  const missing = await runImport(join(folder, 'nowhere'));
  expect(missing).toMatchObject({ code: 2, out: '' });
  expect(missing.err).toMatch(/nowhere: 이런 파일이나 폴더가 없어요/);
  await writeMedia('texts/README.md', 'words');
  expect(await runImport(join(folder, 'texts'))).toMatchObject({ code: 2, out: '' });
});

/** A running importer that may wait for a sign-in, with settings of its own. */
function startImport(settings: string, ...args: string[]) {
  const { urls, projectId } = useEmulators();
  const env = { ...environment(), BROWSER: 'none', XDG_CONFIG_HOME: settings };
  const child = spawn(process.execPath, [RUN, '--project', projectId, '--site', urls.app, ...args], { env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const end = new Promise<ImportResult>((resolve) => {
    child.once('close', (code) => resolve({ code: code ?? -1, out, err }));
  });
  const link = (): Promise<ProgramLink> => readLink(() => err);
  return { end, link };
}

test('signs in to a project by its page once, adds as that person, and signs out', async () => {
  const settings = join(folder, 'settings');
  const path = await writeMedia('project.jpg', await jpeg(11));
  const first = startImport(settings, path, '--library', name, '--json');
  const { challenge, state, page, answer } = await first.link();
  expect(await answer({ state: 'x'.repeat(32), code: 'c'.repeat(32) })).toEqual([404, null]);
  const { code } = await owner.call('createSignInCode', { program: 'import', challenge });
  expect(await answer({ state, code })).toEqual([303, `${page}#done`]);
  const result = await first.end;
  expect(result.code, result.err).toBe(0);
  const item = parseRows(result).get('project.jpg')?.item as ItemId;
  expect(await inspect.doc(paths.item(library, item))).toMatchObject({ uploader: owner.uid, state: 'ready' });

  const [stored] = await readdir(join(settings, 'maru'));
  expect((await stat(join(settings, 'maru', stored ?? ''))).mode & 0o777).toBe(0o600);
  const second = await startImport(settings, path, '--library', name, '--json').end;
  expect(second).toMatchObject({ code: 0, err: expect.not.stringContaining('#program') as string });
  expect(parseRows(second).get('project.jpg')?.state).toBe('duplicate');

  expect((await startImport(settings, '--sign-out').end).code).toBe(0);
  expect(await readdir(join(settings, 'maru'))).toEqual([]);
  expect(await programsOf(owner)).toEqual([]);
}, 120_000);

const programsOf = async ({ uid }: Person): Promise<string[]> =>
  [...(await inspect.docs(paths.programs()))].flatMap(([program, fields]) => (fields['uid'] === uid ? [program] : []));

test('a code is redeemed once, for a session that becomes nobody by linking a Google account', async () => {
  const [verifier, appId] = ['v'.repeat(32), useEmulators().config.firebase.appId];
  const challenge = createHash('sha256').update(verifier).digest('hex');
  const { code } = await owner.call('createSignInCode', { program: 'import', challenge });
  const program = createClient();
  const redeem = (): Promise<string> =>
    program.call('redeemSignInCode', { code, verifier, appId }).then(
      ({ token }) => token,
      (error: unknown) => (error instanceof CallError ? error.code : String(error)),
    );
  const [token, refused] = (await Promise.all([redeem(), redeem()])).sort((a, b) => b.length - a.length);
  expect(refused).toBe('not-found');
  expect(await redeem()).toBe('not-found');

  const { user } = await signInWithCustomToken(program.auth, token);
  const requests: (() => Promise<unknown>)[] = [
    () => getDoc(doc(program.db, paths.library(library))),
    () => getDocs(query(collection(program.db, paths.libraries()), where('members', 'array-contains', owner.uid))),
    () => program.call('createAlbum', { library, title: '프로그램', audience: { kind: 'library' } }),
    () => program.call('addToAlbum', { library, album: ALL, items: ['a'.repeat(32) as ItemId] }),
  ];
  for (const request of requests) await request();
  const attacker = { sub: 'attacker', email: 'attacker@example.com', email_verified: true };
  await linkWithCredential(user, GoogleAuthProvider.credential(JSON.stringify(attacker)));
  expect((await user.getIdTokenResult(true)).signInProvider).toBe('google.com');
  requests.push(
    () => program.call('inviteByEmail', { library, address: attacker.email, role: 'owner' }),
    () => program.call('deleteLibrary', { library, name }),
    () => getDoc(doc(program.db, paths.user(owner.uid as Uid))),
    () => getDocs(collection(program.db, paths.items(library))),
    () => uploadBytes(ref(program.originals, originalName(library, 'a'.repeat(32) as ItemId)), new Uint8Array(3)),
  );
  for (const request of requests)
    await expect(request(), String(request)).rejects.toMatchObject({
      code: expect.stringMatching(/^(permission-denied|storage\/unauthorized)$/) as string,
    });
  expect(await program.call('onSignIn', {})).toMatchObject({ joined: [], canCreateLibrary: false });
  await expect(program.call('deleteAccount', { address: owner.address })).rejects.toMatchObject({
    code: 'invalid-argument',
  });
  // For deleteAccount and the next sign-in.
  expect(await programsOf(owner)).toEqual([user.uid]);
  await program.close();
}, 120_000);

test("refuses a code that is not for this program's link, and ends when the person cancels", async () => {
  const settings = join(folder, 'none');
  const path = await writeMedia('refused.jpg', await jpeg(12));
  const phished = startImport(settings, path);
  const link = await phished.link();
  const { code } = await owner.call('createSignInCode', { program: 'import', challenge: 'f'.repeat(64) });
  expect(await link.answer({ state: link.state, code })).toEqual([303, `${link.page}#failed`]);
  expect(await phished.end).toMatchObject({ code: 1, out: '' });

  const cancelled = startImport(settings, path);
  const { state, page, answer } = await cancelled.link();
  expect(await answer({ state, error: 'cancelled' })).toEqual([303, `${page}#cancelled`]);
  expect(await cancelled.end).toMatchObject({ code: 1, out: '' });
  expect(await readdir(settings).catch(() => [])).toEqual([]);
}, 120_000);

test('the same bytes under a name with a date give it to the item', async () => {
  const bytes = await jpeg(140);
  const other = '19870503_설악산.jpg';
  for (const [one, state] of [
    ['IMG_0001.jpg', 'ready'],
    [other, 'duplicate'],
  ] as const) {
    const path = await writeMedia(`named ${state}/${one}`, bytes);
    expect(parseRows(await runImport(path, '--library', name, '--json')).get(one)).toMatchObject({ state });
  }
  const item = readItem(await inspect.doc(paths.item(library, idOfBytes(bytes))));
  const takenAt = { local: '1987-05-03T00:00:00', precision: 'day', source: 'name' };
  expect(item).toMatchObject({ fileName: 'IMG_0001.jpg', otherName: other, mediaInfo: { takenAt } });
  expect(await inspect.doc(paths.entry(library, ALL, idOfBytes(bytes)))).toMatchObject({ takenAt });
});
