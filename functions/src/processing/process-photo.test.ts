import { ProcessingError, type ItemId, type LibraryId, type Size } from '@maru/model';
import { expect, test } from 'vitest';
import { noOriginals, noRenditions, noVideos } from '../../testing/unused-ports.ts';
import type { EncodedVariant, MediaProbe } from '../ports/videos.ts';
import type { MotionFile } from '../ports/embedded-media.ts';
import type { ImageFormat, StillType } from '../ports/images.ts';
import { processPhoto, type PhotoPorts } from './process-photo.ts';
import type { ProcessingJob } from './processing-job.ts';

const task = { library: 'l'.repeat(20) as LibraryId, item: 'i'.repeat(32) as ItemId, generation: '1' };
const job: ProcessingJob = {
  ...{ task, rev: 2, token: 't', folder: '/here', file: '/here/original' },
  ...{ named: { fileName: 'a.jpg' }, timeZone: 'Asia/Seoul', rotation: 0 },
};
const jpeg: ImageFormat = { kind: 'photo', format: 'jpeg', decoder: 'sharp' };
const dng: ImageFormat = { kind: 'photo', format: 'dng', decoder: 'preview' };
const chunk = { index: 0, init: { offset: 0, length: 1 }, segments: [{ offset: 1, length: 9, seconds: 2.8 }] };
const variant: EncodedVariant = {
  variant: { name: '720', codecs: 'avc1', width: 960, height: 720, chunks: [chunk] },
  file: '/r',
  config: '',
};

/** Ports with images of these sizes by file name; other files are unreadable. */
function setup(
  sizes: Record<string, Size>,
  motion?: MotionFile,
  probe?: Partial<MediaProbe> | Error,
  type: StillType = 'image/jpeg',
) {
  const put: string[] = [];
  const types: string[] = [];
  const logged: string[] = [];
  const options: object[] = [];
  const sizeOf = (file: string): Promise<Size> =>
    sizes[file] ? Promise.resolve(sizes[file]) : Promise.reject(new ProcessingError('unreadable'));
  const ports: PhotoPorts = {
    images: {
      measure: sizeOf,
      render: async (file) => {
        await sizeOf(file);
        const rendered = { type, grid: Buffer.from('g'), screen: Buffer.from('s') } as const;
        return { ...rendered, thumbhash: 'AAAA', phash: '0'.repeat(16) };
      },
      readMetadata: () => Promise.resolve({ timestamps: { original: '2019:05:03 14:10:00' } }),
    },
    originals: noOriginals,
    renditions: {
      ...noRenditions,
      put: (name, _body, { type }) => {
        types.push(type);
        return Promise.resolve(void put.push(name.split('/2/')[1] ?? name));
      },
    },
    embeddedMedia: {
      preview: (_file, _format, nth, to) => Promise.resolve(nth < 2 && to === `/here/preview-${nth}`),
      motion: () => Promise.resolve(motion),
      contentIdentifier: () => Promise.resolve(undefined),
    },
    videos: {
      ...noVideos,
      probe: () => (probe instanceof Error ? Promise.reject(probe) : Promise.resolve({ timestamps: {}, ...probe })),
      transcode: (_media, request) => Promise.resolve(void options.push(request)).then(() => [variant]),
    },
    clock: { now: () => Date.UTC(2026, 0), sleep: () => Promise.resolve(), every: () => () => undefined },
    log: (what) => void logged.push(what),
  };
  return { ports, put, types, logged, options };
}

const original = { '/here/original': { width: 4000, height: 3000 } };
const video = { stream: 0, width: 1440, height: 1080, frameRate: 29.97, isHdr: false };

test('a photo has two images and no variants', async () => {
  const at = setup(original);
  expect(await processPhoto(at.ports, job, jpeg)).toMatchObject({
    kind: 'photo',
    width: 4000,
    variants: [],
    thumbhash: 'AAAA',
  });
  expect(at.put).toEqual(['grid', 'screen']);
  expect(at.types).toEqual(['image/jpeg', 'image/jpeg']);
  const transparent = setup(original, undefined, undefined, 'image/webp');
  await processPhoto(transparent.ports, job, jpeg);
  expect(transparent.types).toEqual(['image/webp', 'image/webp']);
});

test('a panorama says which part of the sphere it shows, unless people rotated it', async () => {
  const at = setup({ '/here/original': { width: 4000, height: 2000 } });
  at.ports.images.readMetadata = () => Promise.resolve({ timestamps: {}, sphere: { projection: 'equirectangular' } });
  expect(await processPhoto(at.ports, job, jpeg)).toMatchObject({ panorama: { left: 0, top: 0, width: 1, height: 1 } });
  expect(await processPhoto(at.ports, { ...job, rotation: 180 }, jpeg)).not.toHaveProperty('panorama');
});

test('a truncated photo is marked as damaged, and a truncated preview is not displayed', async () => {
  const at = setup({
    ...original,
    '/here/preview-0': { width: 400, height: 300 },
    '/here/preview-1': { width: 40, height: 30 },
  });
  const { render } = at.ports.images;
  Object.assign(at.ports.images, {
    render: async (...[file, ...rest]: Parameters<typeof render>) => ({
      ...(await render(file, ...rest)),
      ...(file !== '/here/preview-1' && { isDamaged: true }),
    }),
  });
  expect(await processPhoto(at.ports, job, jpeg)).toMatchObject({ width: 4000, isDamaged: true });
  const raw = await processPhoto(at.ports, job, dng);
  expect(raw).toMatchObject({ width: 40 });
  expect(raw).not.toHaveProperty('isDamaged');
});

test('a photo whose decoder refuses what it is made of is kept, but unsupported', async () => {
  const at = setup(original);
  at.ports.images.measure = () => Promise.reject(new ProcessingError('no-decoder', 'iinf box contains 300 items'));
  at.ports.embeddedMedia.preview = () => Promise.reject(new ProcessingError('unreadable', 'no preview'));
  expect(await processPhoto(at.ports, job, { kind: 'photo', format: 'heic', decoder: 'heif' })).toMatchObject({
    ...{ kind: 'photo', format: 'heic', isUnsupported: true, takenAt: { local: '2019-05-03T14:10:00' } },
  });
  expect(at.put).toEqual([]);
});

test('a motion photo also has a stream with one variant, at most a minute long', async () => {
  const at = setup(original, { file: '/here/motion', demuxer: 'mov' }, { video });
  const mediaInfo = await processPhoto(at.ports, job, jpeg);
  expect(mediaInfo).toMatchObject({ kind: 'photo', format: 'jpeg', width: 4000, variants: ['720'], duration: 2.8 });
  expect(at.put).toEqual(['grid', 'screen', 'stream/720-0.mp4', 'stream/720.m3u8', 'stream/master.m3u8']);
  expect(at.options).toMatchObject([
    { variants: [{ name: '720', width: 960, height: 720 }], frameRate: 29.97, maxSeconds: 60 },
  ]);
});

test('a rotated photo has the size after the rotation, and so has its motion clip', async () => {
  const at = setup(original, { file: '/here/motion', demuxer: 'mov' }, { video });
  const rendered: unknown[] = [];
  const { render } = at.ports.images;
  Object.assign(at.ports.images, {
    render: (...[file, format, sizes, rotation]: Parameters<typeof render>) => {
      rendered.push(sizes, rotation);
      return render(file, format, sizes, rotation);
    },
  });
  expect(await processPhoto(at.ports, { ...job, rotation: 90 }, jpeg)).toMatchObject({
    width: 3000,
    height: 4000,
    rotation: 90,
  });
  expect(rendered).toEqual([{ grid: { width: 320, height: 427 }, screen: { width: 1200, height: 1600 } }, 90]);
  expect(at.options).toMatchObject([{ variants: [{ width: 720, height: 960 }], rotation: 90 }]);
  expect(await processPhoto(at.ports, job, jpeg)).not.toHaveProperty('rotation');
});

test('the motion clip of a Live Photo comes from its video; without the video there is none', async () => {
  const motionVideo = 'v'.repeat(32) as ItemId;
  const downloads: string[] = [];
  for (const size of [9, undefined]) {
    const at = setup(original, undefined, { video });
    const head = Buffer.from('\0\0\0\x14ftypqt  \0\0\0\0qt  ', 'latin1');
    Object.assign(at.ports, {
      originals: {
        ...noOriginals,
        stat: () => Promise.resolve(size && { size, generation: '1' }),
        download: (name: string, file: string) =>
          Promise.resolve(void downloads.push(name, file)).then(() => ({ size, head })),
      },
    });
    const mediaInfo = await processPhoto(at.ports, { ...job, motionVideo }, jpeg);
    expect(mediaInfo.variants).toEqual(size ? ['720'] : []);
  }
  expect(downloads).toEqual([`originals/${task.library}/${motionVideo}`, '/here/live']);
});

test('a photo with a broken motion clip is processed without it; unexpected errors are thrown', async () => {
  const motion = { file: '/here/motion', demuxer: 'mov' };
  for (const probe of [new ProcessingError('unreadable'), {}] as const) {
    const at = setup(original, motion, probe);
    expect(await processPhoto(at.ports, job, jpeg)).toMatchObject({ width: 4000, variants: [] });
    expect([at.put, at.logged]).toEqual([['grid', 'screen'], ['no motion clip']]);
  }
  await expect(processPhoto(setup(original, motion, new Error('no space')).ports, job, jpeg)).rejects.toThrow(
    'no space',
  );
});

test('a photo above the limits is not read further; if decoding fails, waits for the other readers before rejecting', async () => {
  const read: string[] = [];
  const reading = (at: ReturnType<typeof setup>) =>
    Object.assign(at.ports, {
      images: {
        ...at.ports.images,
        render: () => Promise.reject(new ProcessingError('unreadable')),
        readMetadata: () => Promise.resolve(read.push('metadata')).then(() => ({ timestamps: {} })),
      },
      embeddedMedia: {
        ...at.ports.embeddedMedia,
        motion: async () => {
          await new Promise((resolve) => void setTimeout(resolve, 20));
          return void read.push('all of it');
        },
      },
    });
  const refused = new ProcessingError('unreadable');
  await expect(processPhoto(reading(setup({})), job, jpeg)).rejects.toEqual(refused);
  expect(read).toEqual([]);
  await expect(processPhoto(reading(setup(original)), job, jpeg)).rejects.toEqual(refused);
  expect(read).toEqual(['metadata', 'all of it']);
});

test('a RAW uses the first preview that can be decoded, and is unsupported without one', async () => {
  const at = setup({ '/here/preview-1': { width: 1600, height: 1067 } });
  expect(await processPhoto(at.ports, job, dng)).toMatchObject({ format: 'dng', width: 1600, height: 1067 });
  const none = setup({});
  const mediaInfo = await processPhoto(none.ports, job, dng);
  expect(mediaInfo).toMatchObject({
    kind: 'photo',
    format: 'dng',
    isUnsupported: true,
    variants: [],
    takenAt: { source: 'exif' },
  });
  expect(mediaInfo).not.toHaveProperty('width');
  expect(none.put).toEqual([]);
});
