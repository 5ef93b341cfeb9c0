import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ALL, announce, itemIdOf, originalName, paths, type ItemId } from '@maru/model';
import { notRun, type Check } from '../check.ts';
import { assert } from '../assert.ts';
import { until, type Context } from '../context.ts';
import { LARGE_BYTES, writeLargeSound } from '../sample-files.ts';
import { startUpload, type UploadSession } from '../resumable.ts';

/** Seconds in which a removed person loses what they had. */
const REVOCATION_MS = 60_000;

/** The URL of an original, and the response to a request for it. */
async function openOriginal({ owner, library }: Context, item: ItemId): Promise<{ url: string; name: string }> {
  const { originals } = await owner.call('openOriginals', { library, album: ALL, items: [item] });
  const [original] = originals;
  assert(original !== undefined, 'openOriginals returned nothing');
  return original;
}

/** Announces a file of these bytes without uploading it. */
async function announceBytes({ owner, library }: Context, bytes: Uint8Array): Promise<ItemId> {
  const item = itemIdOf(createHash('sha256').update(bytes).digest('hex'));
  const fields = announce({ uploader: owner.uid, fileName: 'check.jpg', size: bytes.length, albums: [ALL] });
  await owner.announce(library, item, fields);
  return item;
}

/** Starts an upload to an item's original; throws if it is refused. */
async function start({ app, owner, library }: Context, item: ItemId, size: number): Promise<UploadSession> {
  const { config } = app;
  const target = {
    host: config.storageHost,
    bucket: config.buckets.originals,
    name: originalName(library, item),
    size,
  };
  const session = await startUpload(owner, target);
  if (session instanceof Response) throw new Error(`an upload could not start: ${String(session.status)}`);
  return session;
}

/** Chunks of a resumable upload, in bytes: a multiple of Google's 256 KiB. */
const CHUNK = 256 * 1024;

export const STORAGE_CHECKS: readonly Check[] = [
  {
    number: 1,
    title: {
      ko: '내보낸 사람이 가진 사진 주소가 1분 안에 끊겨요',
      en: 'URLs that a removed person has stop working within a minute',
    },
    run: async (context) => {
      const { owner, library, photo, urlOf, itemOf, requireSecond } = context;
      const second = requireSecond();
      const { id } = await photo();
      await owner.call('inviteByEmail', { library, address: second.address, role: 'viewer' });
      await second.call('onSignIn', {});
      await until('the invited person sees the library', 10_000, async () =>
        (await second.libraries()).some(([joined]) => joined === library),
      );
      const before = urlOf(id, await itemOf(id));
      assert((await fetch(before)).ok, 'the image cannot be loaded');
      await owner.call('removeMember', { library, uid: second.uid });
      const closed = await until('the removed person no longer sees the library', REVOCATION_MS, async () =>
        (await second.libraries()).every(([joined]) => joined !== library),
      );
      const rotated = await until('the old URL stops working', REVOCATION_MS, async () => !(await fetch(before)).ok);
      assert((await fetch(urlOf(id, await itemOf(id)))).ok, 'the new URL does not work');
      return `library ${String(closed)} ms, URL ${String(closed + rotated)} ms`;
    },
  },
  {
    number: 2,
    title: {
      ko: '앱 화면에서 사진을 불러올 수 있고 다른 사이트에서는 못 불러와요',
      en: 'the buckets answer CORS requests of the app and of no other site',
    },
    run: async (context) => {
      const { id, item } = await context.photo();
      const allowed = async (origin: string): Promise<string | null> =>
        (await fetch(context.urlOf(id, item), { headers: { origin } })).headers.get('access-control-allow-origin');
      assert((await allowed(context.app.url)) === context.app.url, `the origin ${context.app.url} is not allowed`);
      assert((await allowed('https://evil.example')) === null, 'another site may read images');
      return undefined;
    },
  },
  {
    number: 3,
    title: { ko: '200MB 파일을 올리고 일부만 받을 수 있어요', en: 'uploads 200 MB, and downloads a range of it' },
    notOnEmulators: {
      ko: '에뮬레이터는 tests/emulators의 테스트가 확인해요',
      en: 'shown by the tests in tests/emulators',
    },
    run: async (context) => {
      const path = join(context.folder, 'long.wav');
      await writeLargeSound(path);
      const { id, times } = await context.upload('long.wav', { path, size: LARGE_BYTES });
      const { url } = await openOriginal(context, id);
      const response = await fetch(url, { headers: { range: 'bytes=100-199' } });
      const { length } = await response.bytes();
      assert(
        response.status === 206 && length === 100,
        `a range gave ${String(response.status)}, ${String(length)} bytes`,
      );
      return `sent ${String(times.sent)} ms, ready ${String(times.ready)} ms`;
    },
  },
  notRun(
    4,
    { ko: '객체 합치기(compose)', en: 'composed objects' },
    { ko: '마루는 쓰지 않아요', en: 'Maru does not use them' },
  ),
  notRun(
    5,
    { ko: '한 이름으로 두 번 복사하면 두 번째는 거절돼요', en: 'of two copies to one name, the second is refused' },
    {
      ko: '함수만 복사할 수 있어요. functions/src/submissions의 테스트가 확인해요',
      en: 'only functions can copy; shown by the tests in functions/src/submissions',
    },
  ),
  {
    number: 6,
    title: {
      ko: '원본 주소는 서명돼 있고 10분 뒤에 끝나요',
      en: 'URLs of originals are signed and expire after ten minutes',
    },
    notOnEmulators: { ko: '에뮬레이터에는 서명된 주소가 없어요', en: 'the emulator has no signed URLs' },
    run: async (context) => {
      const { id, bytes } = await context.photo();
      const { url, name } = await openOriginal(context, id);
      const response = await fetch(url);
      assert(response.ok && (await response.bytes()).length === bytes, `the original gave ${String(response.status)}`);
      const disposition = response.headers.get('content-disposition') ?? '';
      assert(disposition.includes(encodeURIComponent(name)), `it is saved as: ${disposition}`);
      const query = new URL(url).searchParams;
      assert(Number(query.get('X-Goog-Expires')) <= 600, `it expires after ${query.get('X-Goog-Expires') ?? '?'} s`);
      assert(!(await fetch(url.replace(/X-Goog-Expires=\d+/, 'X-Goog-Expires=86400'))).ok, 'a changed URL works too');
      return undefined;
    },
  },
  {
    number: 14,
    title: { ko: '너무 긴 객체 이름은 거절돼요', en: 'an object name of over 1,024 bytes is refused' },
    run: async ({ app, owner, library }) => {
      const { storageHost: host, buckets } = app.config;
      const name = `originals/${library}/${'a'.repeat(1100)}`;
      const session = await startUpload(owner, { host, bucket: buckets.originals, name, size: 3 });
      const end = session instanceof Response ? session : await session.send(new Uint8Array(3), 0, true);
      assert(!end.ok, 'it was accepted');
      return `answered ${String(end.status)}`;
    },
  },
  {
    number: 15,
    title: {
      ko: '알리지 않은 파일은 업로드를 시작할 수 없어요',
      en: 'the rules refuse an upload that was not announced at its start',
    },
    notOnEmulators: { ko: '에뮬레이터는 끝날 때 확인해요', en: 'the emulator evaluates the rules at the end' },
    run: async ({ app, owner, library }) => {
      const { storageHost: host, buckets } = app.config;
      const name = originalName(library, itemIdOf(randomBytes(32).toString('hex')));
      const session = await startUpload(owner, { host, bucket: buckets.originals, name, size: 3 });
      assert(session instanceof Response && session.status === 403, 'the upload was allowed to start');
      return undefined;
    },
  },
  {
    number: 16,
    title: {
      ko: '같은 파일을 두 번 올리기 시작하면 두 번째는 거절돼요',
      en: 'of two uploads that started together, the second is refused',
    },
    notOnEmulators: { ko: '에뮬레이터에서는 보류(hold)가 듣지 않아요', en: 'a hold has no effect on the emulator' },
    run: async (context) => {
      const bytes = new Uint8Array(randomBytes(1000));
      const item = await announceBytes(context, bytes);
      const first = await start(context, item, bytes.length);
      const late = await start(context, item, bytes.length);
      assert((await first.send(bytes, 0, true)).ok, 'the first upload failed');
      await until(
        'functions ingest the first upload',
        60_000,
        async () => (await context.itemOf(item)).state !== 'uploading',
      );
      assert(!(await late.send(bytes, 0, true)).ok, 'the second upload replaced the first');
      return undefined;
    },
  },
  {
    number: 17,
    title: {
      ko: '끊긴 업로드를 이어서 할 수 있어요',
      en: 'an interrupted upload is resumed, and a repeated chunk is not appended',
    },
    run: async (context) => {
      // Not an image: it only has to arrive.
      const bytes = new Uint8Array(randomBytes(CHUNK + 1000));
      const item = await announceBytes(context, bytes);
      const session = await start(context, item, bytes.length);
      const [head, rest] = [bytes.slice(0, CHUNK), bytes.slice(CHUNK)];
      assert((await session.send(head, 0, false)).ok, 'the first chunk failed');
      if (!context.isEmulated) await session.send(head, 0, false);
      assert((await session.received()) === CHUNK, `${String(await session.received())} bytes arrived`);
      assert((await session.send(rest, CHUNK, true)).ok, 'the last chunk failed');
      await until(
        'the file is identified by its bytes',
        60_000,
        async () => (await context.itemOf(item)).state === 'failed',
      );
      const { failure } = await context.itemOf(item);
      assert(failure === 'not-media', `the bytes arrived as ${failure ?? 'something else'}`);
      return undefined;
    },
  },
  {
    number: 18,
    title: { ko: '버킷은 서비스 계정에만 열려 있어요', en: 'the Cloud Storage endpoints serve service accounts only' },
    notOnEmulators: { ko: '에뮬레이터는 누구에게나 열려 있어요', en: 'those of the emulator serve anyone' },
    run: async ({ app, owner }) => {
      const { idToken } = await owner.credentials();
      for (const bucket of Object.values(app.config.buckets))
        for (const headers of [{}, { authorization: `Bearer ${idToken}` }]) {
          const { status } = await fetch(`https://storage.googleapis.com/storage/v1/b/${bucket}/o`, { headers });
          assert([401, 403].includes(status), `${bucket} answered ${String(status)}`);
        }
      return undefined;
    },
  },
  {
    number: 23,
    title: { ko: '스토리지 규칙이 데이터베이스를 읽어요', en: 'the storage rules read documents' },
    run: async (context) => {
      const { app, owner, library, photo } = context;
      // Its upload was allowed because the rules found its announcement.
      const { id } = await photo();
      const name = originalName(library, itemIdOf(randomBytes(32).toString('hex')));
      const { storageHost: host, buckets } = app.config;
      const session = await startUpload(owner, { host, bucket: buckets.originals, name, size: 3 });
      const end = session instanceof Response ? session : await session.send(new Uint8Array(3), 0, true);
      assert(end.status === 403, `without an announcement: ${String(end.status)}`);
      return paths.item(library, id);
    },
  },
];
