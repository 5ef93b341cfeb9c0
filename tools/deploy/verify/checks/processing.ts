import { MASTER, type Kind } from '@maru/model';
import type { Text } from '../../text.ts';
import { notRun, type Check } from '../check.ts';
import { assert, NotRun } from '../assert.ts';
import { until, type Context, type Uploaded } from '../context.ts';
import { createJpeg, MEDIA } from '../sample-files.ts';

const stepsOf = ({ times }: Uploaded): string =>
  `announced ${String(times.announced)} ms, sent ${String(times.sent)} ms, ready ${String(times.ready)} ms`;

/** Uploads a generated file; NotRun if this computer's ffmpeg cannot generate it. */
async function uploadMedia({ upload }: Context, name: string, create: () => Promise<Buffer>): Promise<Uploaded> {
  let bytes: Buffer;
  try {
    bytes = await create();
  } catch {
    const en = 'the ffmpeg of this computer cannot create the file';
    throw new NotRun({ ko: '이 컴퓨터의 ffmpeg로는 파일을 만들 수 없어요', en });
  }
  return upload(name, bytes);
}

/** Uploads a file and checks what became of it: its kind, whether it moves, and that its renditions can be loaded. */
const becomesReady = (
  number: number,
  title: Text,
  name: string,
  create: () => Promise<Buffer>,
  expected: { readonly kind: Kind; readonly moves: boolean },
): Check => ({
  number,
  title,
  run: async (context) => {
    const uploaded = await uploadMedia(context, name, create);
    const { id, item } = uploaded;
    assert(item.mediaInfo?.kind === expected.kind, `it became a ${item.mediaInfo?.kind ?? 'nothing'}`);
    const moves = item.mediaInfo.variants.length > 0;
    assert(moves === expected.moves, moves ? 'it has a video' : 'it has no video');
    for (const file of ['grid', expected.kind === 'video' ? 'poster' : 'screen'] as const) {
      const response = await fetch(context.urlOf(id, item, file));
      assert(response.ok, `${file} cannot be loaded: ${String(response.status)}`);
    }
    if (expected.kind === 'video')
      assert((await fetch(context.urlOf(id, item, MASTER))).ok, 'the playlist cannot be loaded');
    return stepsOf(uploaded);
  },
});

export const PROCESSING_CHECKS: readonly Check[] = [
  notRun(
    7,
    { ko: '같은 알림이 두 번 와도 달라지지 않아요', en: 'duplicate and reordered events change nothing' },
    {
      ko: '서비스에 시킬 수 없어요. tests/functions/deliveries.test.ts가 확인해요',
      en: 'nobody can make the service do it; shown by tests/functions/deliveries.test.ts',
    },
  ),
  {
    number: 8,
    title: {
      ko: '앨범 색인이 잇따른 변경을 모두 따라가요',
      en: "an album's index follows several changes, one after another",
    },
    run: async (context) => {
      const { owner, library, photo } = context;
      const { id } = await photo();
      const audience = { kind: 'library' } as const;
      const { album } = await owner.call('createAlbum', { library, title: `점검 ${String(Date.now())}`, audience });
      const countOf = async (): Promise<number | undefined> =>
        (await owner.albums(library)).find(([one]) => one === album)?.[1].count;
      await owner.call('addToAlbum', { library, album, items: [id] });
      const first = await until('the first change is indexed', 60_000, async () => (await countOf()) === 1);
      await owner.call('trashItems', { library, items: [id] });
      const second = await until('the second change is indexed', 60_000, async () => (await countOf()) === 0);
      await owner.call('restoreItems', { library, items: [id] });
      const third = await until('the third change is indexed', 60_000, async () => (await countOf()) === 1);
      return `${String(first)} ms, ${String(second)} ms, ${String(third)} ms`;
    },
  },
  {
    number: 10,
    title: { ko: '사진을 올리면 바로 처리해요', en: 'an idle queue processes a photo at once' },
    run: async ({ photo, upload }) => {
      // The first one may start instances.
      await photo();
      const uploaded = await upload('warm.jpg', await createJpeg());
      assert(uploaded.times.ready < 30_000, `it took ${String(uploaded.times.ready)} ms`);
      return stepsOf(uploaded);
    },
  },
  {
    number: 12,
    title: { ko: '사진 네 장을 한꺼번에 처리해요', en: 'four photos are processed in parallel' },
    notOnEmulators: { ko: '에뮬레이터는 컴퓨터 한 대예요', en: 'the emulators share one machine' },
    run: async ({ upload }) => {
      const jpegs = await Promise.all(Array.from({ length: 4 }, createJpeg));
      const all = await Promise.all(jpegs.map((jpeg, n) => upload(`four-${String(n)}.jpg`, jpeg)));
      return `ready after ${all.map(({ times }) => String(times.ready)).join(', ')} ms`;
    },
  },
  notRun(
    13,
    { ko: '아주 큰 동영상', en: 'videos larger than the memory of an instance' },
    {
      ko: '2GB가 넘는 파일이 필요해요. tests/functions의 테스트가 확인해요',
      en: 'needs a file of over 2 GB; shown by the tests in tests/functions',
    },
  ),
  {
    number: 24,
    title: { ko: 'JPEG가 준비돼요', en: 'a JPEG becomes ready' },
    run: async (context) => {
      const photo = await context.photo();
      assert((await fetch(context.urlOf(photo.id, photo.item, 'screen'))).ok, 'it cannot be loaded');
      assert(photo.item.mediaInfo?.takenAt?.local.startsWith('2019-05-03') ?? false, 'its capture date was not read');
      return stepsOf(photo);
    },
  },
  becomesReady(25, { ko: 'HEIC가 준비돼요', en: 'a HEIC becomes ready' }, 'photo.heic', MEDIA.heic, {
    ...{ kind: 'photo', moves: false },
  }),
  becomesReady(26, { ko: '모션 포토가 준비돼요', en: 'a motion photo becomes ready' }, 'motion.jpg', MEDIA.motion, {
    ...{ kind: 'photo', moves: true },
  }),
  becomesReady(27, { ko: '움직이는 GIF가 준비돼요', en: 'an animated GIF becomes ready' }, 'moves.gif', MEDIA.gif, {
    ...{ kind: 'photo', moves: true },
  }),
  becomesReady(28, { ko: '동영상이 준비돼요', en: 'a video becomes ready' }, 'video.mp4', MEDIA.video, {
    ...{ kind: 'video', moves: true },
  }),
];
