import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  albumsFor,
  ALL,
  type AlbumId,
  type Audience,
  type DemoPerson,
  type LibraryId,
  type Role,
  type UploadState,
} from '@maru/model';
import { findFfmpeg } from '../bootstrap/ffmpeg.js';
import { userError, localize } from '../bootstrap/messages.js';
import type { Emulators } from '../emulators/emulators.ts';
import { runSchedules } from '../emulators/scheduled.ts';
import { startUploads, type RunningUpload, type UploadResult } from '../import/upload-file.ts';
import { signIn, type Client } from '../import/client.ts';
import type { RunningApp } from '../sign-in/app.ts';
import { renderVideo, VIDEO_NAME } from './video.ts';
import { AUNT, EDITOR, FATHER, MOTHER, OWNER } from './people.ts';
import { AUTUMN, BIRTHDAY, fileNameOf, JEJU, renderPhoto } from './photos.ts';
import type { Scene } from './scenes/scene.ts';

/** Photos that are rendered in parallel; sharp uses the other cores. */
const MAX_PARALLEL = 2;

/** Photos that are also in the album of the mother's side. */
const SHARED_PHOTOS = 4;

/** Time-out for processing one item, in ms. `npm start` continues after it; the item appears when it is ready. */
const TIMEOUT_MS = 180_000;
/** Interval of the scheduled functions meanwhile, in ms. */
const SWEEP_INTERVAL_MS = 60_000;

/** One file of the demo. */
interface DemoFile {
  readonly name: string;
  readonly render: () => Promise<Buffer>;
}

/** Files that one person adds to one album. */
interface AlbumUpload {
  readonly client: Client;
  readonly library: LibraryId;
  readonly album: AlbumId;
  readonly files: readonly DemoFile[];
}

/** One run: the temporary folder and the progress. */
interface Run {
  readonly folder: string;
  readonly print: (line: string) => void;
  done: number;
  total: number;
}

/** The size of the files; the default is for people to look at. */
export interface DemoSize {
  /** The longest side of a photo, in pixels. */
  readonly long?: number;
  /** The frames of the video. */
  readonly frames?: number;
}

function videoFile({ frames }: DemoSize): DemoFile {
  const found = findFfmpeg();
  if (!found)
    throw userError(
      'ffmpeg이 없어요. 설치한 뒤에 다시 해 주세요.',
      'ffmpeg is not installed. Install it and try again.',
    );
  return { name: VIDEO_NAME, render: () => renderVideo(found.ffmpeg, frames) };
}

async function findOrCreateLibrary(client: Client, name: string): Promise<LibraryId> {
  const mine = await client.libraries();
  const found = mine.find(([, library]) => library.name === name && library.roles[client.uid] === 'owner');
  return found?.[0] ?? (await client.call('createLibrary', { name, timeZone: 'Asia/Seoul' })).library;
}

async function findOrCreateAlbum(
  client: Client,
  library: LibraryId,
  title: string,
  audience: Audience = { kind: 'library' },
): Promise<AlbumId> {
  const found = (await client.albums(library)).find(([, album]) => album.title === title);
  if (found) return found[0];
  return (await client.call('createAlbum', { library, title, audience })).album;
}

/** Signs a person in and makes them a member by an invite, unless they are one already. */
async function addMember(
  app: RunningApp,
  owner: Client,
  library: LibraryId,
  person: DemoPerson,
  role: Role,
): Promise<Client> {
  const client = await signIn(app, person);
  if (!(await client.libraries()).some(([id]) => id === library)) {
    await owner.call('inviteByEmail', { library, address: person.address, role });
    await client.call('onSignIn', {});
  }
  return client;
}

/** The files that the album does not have yet, by name. */
async function missingFiles({ client, library, album, files }: AlbumUpload): Promise<DemoFile[]> {
  const ready = (await client.items(library)).filter(
    ([, { state, albums }]) => state === 'ready' && albums.includes(album),
  );
  const names = new Set(ready.map(([, { fileName }]) => fileName));
  return files.filter(({ name }) => !names.has(name));
}

const codeOf = (state: UploadState): string =>
  state.at === 'failed' ? state.failure : state.at === 'stopped' ? state.stop : state.at;

interface StartedUpload {
  readonly name: string;
  readonly processed: Promise<UploadResult>;
}

async function upload(run: Run, target: AlbumUpload, { name, render }: DemoFile): Promise<StartedUpload> {
  const path = join(run.folder, name);
  await writeFile(path, await render());
  const { size } = await stat(path);
  const albums = albumsFor(target.album, { kind: 'library' }, ALL);
  const [{ sent, processed }] = startUploads(target.client, [{ path, name, size, albums }], target.library, {
    timeoutMs: TIMEOUT_MS,
  }) as [RunningUpload];
  await sent;
  run.done += 1;
  if (run.done % 4 === 0 || run.done === run.total) {
    const [done, total] = [String(run.done), String(run.total)];
    run.print(localize(`  ${total}개 중 ${done}개를 올렸어요`, `  uploaded ${done} of ${total}`));
  }
  return { name, processed };
}

/** Renders and uploads missing files, the video (which takes longest) in parallel to the photos. Returns the files that are not ready. */
async function uploadMissing(run: Run, uploads: readonly AlbumUpload[]): Promise<string[]> {
  const work = (
    await Promise.all(uploads.map(async (target) => (await missingFiles(target)).map((file) => ({ target, file }))))
  ).flat();
  run.total = work.length;
  const started: StartedUpload[] = [];
  const lane = async (queue: typeof work): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) started.push(await upload(run, next.target, next.file));
  };
  const videos = work.filter(({ file }) => file.name === VIDEO_NAME);
  const photos = work.filter(({ file }) => file.name !== VIDEO_NAME);
  await Promise.all([lane(videos), ...Array.from({ length: MAX_PARALLEL }, () => lane(photos))]);
  if (work.length > 0) run.print(localize('  처리하는 중이에요 …', '  processing …'));
  const results = await Promise.all(
    started.map(async ({ name, processed }) => ({ name, state: (await processed).state })),
  );
  return results.filter(({ state }) => state.at !== 'ready').map(({ name, state }) => `${name}: ${codeOf(state)}`);
}

/** The library of the demo family, two of its people, and the files to add. */
interface Family {
  readonly owner: Client;
  readonly mother: Client;
  readonly library: LibraryId;
  readonly uploads: readonly AlbumUpload[];
}

async function createFamily(
  app: RunningApp,
  clients: Client[],
  files: { jeju: DemoFile[]; birthday: DemoFile[] },
): Promise<Family> {
  const owner = await signIn(app, OWNER);
  clients.push(owner);
  await owner.call('onSignIn', {});
  const library = await findOrCreateLibrary(owner, '우리 가족');
  const editor = await addMember(app, owner, library, EDITOR, 'editor');
  clients.push(editor);
  const mother = await addMember(app, owner, library, MOTHER, 'viewer');
  clients.push(mother, await addMember(app, owner, library, FATHER, 'viewer'));
  const jeju = await findOrCreateAlbum(owner, library, '제주 여름 2019');
  const birthday = await findOrCreateAlbum(owner, library, '하은이 첫돌');
  const uploads = [
    { client: owner, library, album: jeju, files: files.jeju },
    { client: editor, library, album: birthday, files: files.birthday },
  ];
  return { owner, mother, library, uploads };
}

/** Creates an album of existing photos for a circle without the father. */
async function createMothersAlbum({ owner, mother, library }: Family): Promise<void> {
  const known = (await owner.circles(library)).find(([, { name }]) => name === '엄마 쪽')?.[0];
  const request = { library, name: '엄마 쪽', members: [mother.uid] };
  const circle = known ?? (await owner.call('createCircle', request)).circle;
  const album = await findOrCreateAlbum(owner, library, '외가에 보여 줄 사진', {
    kind: 'people',
    people: [],
    circles: [circle],
  });
  const names = new Set(JEJU.slice(0, SHARED_PHOTOS).map(fileNameOf));
  const missing = (await owner.items(library)).filter(
    ([, { state, fileName, albums }]) => state === 'ready' && names.has(fileName) && !albums.includes(album),
  );
  if (missing.length > 0) await owner.call('addToAlbum', { library, album, items: missing.map(([id]) => id) });
}

async function createAuntsLibrary(
  app: RunningApp,
  clients: Client[],
  files: readonly DemoFile[],
): Promise<AlbumUpload> {
  const client = await signIn(app, AUNT);
  clients.push(client);
  await client.call('onSignIn', {});
  const library = await findOrCreateLibrary(client, '이모네');
  clients.push(await addMember(app, client, library, MOTHER, 'viewer'));
  return { client, library, album: await findOrCreateAlbum(client, library, '외할머니 댁, 가을과 겨울'), files };
}

/**
 * Creates the demo families on running emulators through the API: sign-ins, invites, albums, a circle, and generated photos and a video
 * uploaded as by the importer. Skips everything that exists, so a second run adds nothing. Returns the files that are not ready, each with its
 * state or failure.
 */
export async function uploadDemo(
  emulators: Pick<Emulators, 'config' | 'urls' | 'projectId'>,
  print: (line: string) => void = (line) => void process.stdout.write(`${line}\n`),
  size: DemoSize = {},
): Promise<string[]> {
  const app: RunningApp = { config: emulators.config, url: emulators.urls.app };
  const folder = await mkdtemp(join(tmpdir(), 'maru-demo-'));
  const clients: Client[] = [];
  const stopSchedules = runSchedules(emulators, SWEEP_INTERVAL_MS);
  try {
    const photoFile = (scene: Scene): DemoFile => ({
      name: fileNameOf(scene),
      render: () => renderPhoto(scene, size.long),
    });
    const jeju = [videoFile(size), ...JEJU.map(photoFile)];
    const family = await createFamily(app, clients, { jeju, birthday: BIRTHDAY.map(photoFile) });
    const uploads = [...family.uploads, await createAuntsLibrary(app, clients, AUTUMN.map(photoFile))];
    const unfinished = await uploadMissing({ folder, print, done: 0, total: 0 }, uploads);
    await createMothersAlbum(family);
    if (unfinished.length > 0) {
      const list = unfinished.join(', ');
      print(localize(`  아직 준비되지 않은 파일이 있어요: ${list}`, `  not ready yet: ${list}`));
    }
    return unfinished;
  } finally {
    stopSchedules();
    await Promise.all(clients.map((client) => client.close()));
    await rm(folder, { recursive: true, force: true });
  }
}
