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
import { uploadFile, type UploadResult } from '../import/upload-file.ts';
import { signIn, type Client, type Place } from '../import/client.ts';
import { renderVideo, VIDEO_NAME } from './video.ts';
import { AUNT, EDITOR, FATHER, MOTHER, OWNER } from './people.ts';
import { AUTUMN, BIRTHDAY, fileNameOf, JEJU, renderPhoto } from './photos.ts';
import type { Scene } from './scenes/scene.ts';

/** How many pictures are drawn at once: sharp uses the other cores. */
const AT_ONCE = 2;

/** How many pictures of the island are shown to the mother's side, too. */
const MOTHERS_PICTURES = 4;

/** How long one item is waited for, in milliseconds: `npm start` opens all the same, and the rest comes when it is made. */
const PATIENCE_MS = 180_000;
/** How often what functions lost is looked for meanwhile, in milliseconds. */
const SWEEP_MS = 60_000;

/** What one file of the demo is called and how it is made. */
interface Piece {
  readonly name: string;
  readonly make: () => Promise<Buffer>;
}

/** Pieces that one person adds to one album. */
interface Share {
  readonly client: Client;
  readonly library: LibraryId;
  readonly album: AlbumId;
  readonly pieces: readonly Piece[];
}

/** One run: where drawn files lie until they are sent, and whom it tells how far it is. */
interface Run {
  readonly folder: string;
  readonly tell: (line: string) => void;
  done: number;
  of: number;
}

const pieceOf = (scene: Scene): Piece => ({ name: fileNameOf(scene), make: () => renderPhoto(scene) });

function filmPiece(): Piece {
  const tools = findFfmpeg();
  if (!tools)
    throw userError('ffmpeg가 없어요. 설치한 뒤에 다시 해 주세요.', 'There is no ffmpeg. Install it and try again.');
  return { name: VIDEO_NAME, make: () => renderVideo(tools.ffmpeg) };
}

async function libraryNamed(client: Client, name: string): Promise<LibraryId> {
  const mine = await client.libraries();
  const found = mine.find(([, library]) => library.name === name && library.roles[client.uid] === 'owner');
  return found?.[0] ?? (await client.call('createLibrary', { name, timeZone: 'Asia/Seoul' })).library;
}

async function albumNamed(
  client: Client,
  library: LibraryId,
  title: string,
  audience: Audience = { kind: 'library' },
): Promise<AlbumId> {
  const found = (await client.albums(library)).find(([, album]) => album.title === title);
  if (found) return found[0];
  return (await client.call('createAlbum', { library, title, audience })).album;
}

/** Invites a person by address, unless they are in already, and has them sign in once, which joins them. */
async function letIn(place: Place, host: Client, library: LibraryId, whom: DemoPerson, role: Role): Promise<Client> {
  const client = await signIn(place, whom);
  if (!(await client.libraries()).some(([id]) => id === library)) {
    await host.call('inviteByEmail', { library, address: whom.address, role });
    await client.call('onSignIn', {});
  }
  return client;
}

/** The pieces of a share that its album does not have yet, by their names. */
async function missingOf({ client, library, album, pieces }: Share): Promise<Piece[]> {
  const there = (await client.items(library)).filter(
    ([, { state, albums }]) => state === 'ready' && albums.includes(album),
  );
  const names = new Set(there.map(([, { fileName }]) => fileName));
  return pieces.filter(({ name }) => !names.has(name));
}

const codeOf = (state: UploadState): string =>
  state.at === 'failed' ? state.failure : state.at === 'stopped' ? state.stop : state.at;

async function add(run: Run, share: Share, piece: Piece): Promise<{ name: string; made: Promise<UploadResult> }> {
  const path = join(run.folder, piece.name);
  await writeFile(path, await piece.make());
  const { size } = await stat(path);
  const albums = albumsFor(share.album, { kind: 'library' }, ALL);
  const parcel = { path, name: piece.name, size, library: share.library, albums };
  const { sent, made } = uploadFile(share.client, parcel, { patience: PATIENCE_MS });
  await sent;
  run.done += 1;
  if (run.done % 4 === 0 || run.done === run.of) {
    const [done, of] = [String(run.done), String(run.of)];
    run.tell(localize(`  ${of}개 중 ${done}개를 그려서 올렸어요`, `  ${done} of ${of} drawn and sent`));
  }
  return { name: piece.name, made };
}

/** Draws and adds what is missing: the film (which takes longest to make) beside the pictures. Gives what is not ready. */
async function fill(run: Run, shares: readonly Share[]): Promise<string[]> {
  const work = (
    await Promise.all(shares.map(async (share) => (await missingOf(share)).map((piece) => ({ share, piece }))))
  ).flat();
  run.of = work.length;
  const ways: { name: string; made: Promise<UploadResult> }[] = [];
  const lane = async (from: typeof work): Promise<void> => {
    for (let next = from.shift(); next; next = from.shift()) ways.push(await add(run, next.share, next.piece));
  };
  const films = work.filter(({ piece }) => piece.name === VIDEO_NAME);
  const pictures = work.filter(({ piece }) => piece.name !== VIDEO_NAME);
  await Promise.all([lane(films), ...Array.from({ length: AT_ONCE }, () => lane(pictures))]);
  if (work.length > 0) run.tell(localize('  보기 좋게 만드는 중이에요 …', '  making them ready …'));
  const ends = await Promise.all(ways.map(async ({ name, made }) => ({ name, state: (await made).state })));
  return ends.filter(({ state }) => state.at !== 'ready').map(({ name, state }) => `${name}: ${codeOf(state)}`);
}

/** The demo family's library: who made it, their mother, and what is added to it. */
interface Family {
  readonly owner: Client;
  readonly mother: Client;
  readonly library: LibraryId;
  readonly shares: readonly Share[];
}

async function family(place: Place, clients: Client[], pieces: { jeju: Piece[]; birthday: Piece[] }): Promise<Family> {
  const owner = await signIn(place, OWNER);
  clients.push(owner);
  await owner.call('onSignIn', {});
  const library = await libraryNamed(owner, '우리 가족');
  const editor = await letIn(place, owner, library, EDITOR, 'editor');
  clients.push(editor);
  const mother = await letIn(place, owner, library, MOTHER, 'viewer');
  clients.push(mother, await letIn(place, owner, library, FATHER, 'viewer'));
  const jeju = await albumNamed(owner, library, '제주 여름 2019');
  const birthday = await albumNamed(owner, library, '하은이 첫돌');
  const shares = [
    { client: owner, library, album: jeju, pieces: pieces.jeju },
    { client: editor, library, album: birthday, pieces: pieces.birthday },
  ];
  return { owner, mother, library, shares };
}

/** An album for a circle, of pictures that are there already: the father finds no trace of it. */
async function mothersSide({ owner, mother, library }: Family): Promise<void> {
  const known = (await owner.circles(library)).find(([, { name }]) => name === '엄마 쪽')?.[0];
  const ask = { library, name: '엄마 쪽', members: [mother.uid] };
  const circle = known ?? (await owner.call('createCircle', ask)).circle;
  const album = await albumNamed(owner, library, '외가에 보여 줄 사진', {
    kind: 'people',
    people: [],
    circles: [circle],
  });
  const names = new Set(JEJU.slice(0, MOTHERS_PICTURES).map(fileNameOf));
  const missing = (await owner.items(library)).filter(
    ([, { state, fileName, albums }]) => state === 'ready' && names.has(fileName) && !albums.includes(album),
  );
  if (missing.length > 0) await owner.call('addToAlbum', { library, album, items: missing.map(([id]) => id) });
}

async function auntsHouse(place: Place, clients: Client[], pieces: readonly Piece[]): Promise<Share> {
  const client = await signIn(place, AUNT);
  clients.push(client);
  await client.call('onSignIn', {});
  const library = await libraryNamed(client, '이모네');
  clients.push(await letIn(place, client, library, MOTHER, 'viewer'));
  return { client, library, album: await albumNamed(client, library, '외할머니 댁, 가을과 겨울'), pieces };
}

/**
 * Makes the demo families on running emulators as they themselves would: sign in, invite, arrive, albums, a circle, and pictures and
 * a film drawn here and sent by the importer's own path. What is there already stays, so a second run adds nothing.
 * Gives what is not ready in the end, with its state or failure: nothing, where all went well.
 */
export async function uploadDemo(
  emulators: Pick<Emulators, 'config' | 'urls' | 'projectId'>,
  tell: (line: string) => void = (line) => void process.stdout.write(`${line}\n`),
): Promise<string[]> {
  const place: Place = { config: emulators.config, app: emulators.urls.app };
  const folder = await mkdtemp(join(tmpdir(), 'maru-demo-'));
  const clients: Client[] = [];
  const stopSweeping = runSchedules(emulators, SWEEP_MS);
  try {
    const jeju = [filmPiece(), ...JEJU.map(pieceOf)];
    const ours = await family(place, clients, { jeju, birthday: BIRTHDAY.map(pieceOf) });
    const shares = [...ours.shares, await auntsHouse(place, clients, AUTUMN.map(pieceOf))];
    const rest = await fill({ folder, tell, done: 0, of: 0 }, shares);
    await mothersSide(ours);
    if (rest.length > 0)
      tell(localize(`  아직 다 되지 않은 것이 있어요: ${rest.join(', ')}`, `  not ready yet: ${rest.join(', ')}`));
    return rest;
  } finally {
    stopSweeping();
    await Promise.all(clients.map((client) => client.close()));
    await rm(folder, { recursive: true, force: true });
  }
}
