import { dayOf, MAX_GUEST_VIDEO_S, paths, type ItemId, type LibraryId, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import type { Fields } from '../ports/documents.ts';
import { allowVideo } from './guest-video.ts';
import { processVideo, type VideoPorts } from '../processing/process-video.ts';

const library = 'a'.repeat(20) as LibraryId;
const guest = 'kim' as Uid;
const NOW = 86_400_000;
const DAY = paths.dailyUsage(library, guest, dayOf(NOW));
const task = { library, item: 'i'.repeat(32) as ItemId, generation: '1' };
const RANGE = { offset: 0, length: 1 };
const clock = { now: () => NOW, sleep: () => Promise.resolve(), every: () => () => undefined };

/** A guest whose day has so many seconds left. */
function world(left: number) {
  const documents = new Map<string, Fields>([[DAY, { videoSeconds: MAX_GUEST_VIDEO_S - left }]]);
  const store = fakeDocuments(documents);
  const allow = (seconds?: number) =>
    allowVideo({ store, clock }, task, guest, seconds === undefined ? {} : { seconds });
  return { store, allow, left: () => MAX_GUEST_VIDEO_S - Number(documents.get(DAY)?.['videoSeconds']) };
}

test('the seconds of a day are reserved before, and end', async () => {
  const { allow, left } = world(100);
  await (await allow(60)).settle(60.4);
  expect(left()).toBe(40);
  await expect(allow(41)).rejects.toThrow('enough-video');
  await allow(40);
  expect(left()).toBe(0);
  for (const seconds of [0.1, undefined]) await expect(allow(seconds)).rejects.toThrow('enough-video');
});

test('a video that plays on after what it says is refused, and encoding it ends there', async () => {
  const { allow, left } = world(100);
  const { limit, settle } = await allow(1);
  expect(limit.maxSeconds).toBeLessThan(4);
  await expect(settle(limit.maxSeconds)).rejects.toThrow('unreadable');
  expect(left()).toBe(99);
});

test('one that does not say how long it plays takes what is left, and gives back what it did not play', async () => {
  const { allow, left } = world(100);
  const { limit, settle } = await allow();
  expect([limit.maxSeconds, left()]).toEqual([100, 0]);
  await settle(30);
  expect(left()).toBe(70);
  await expect((await allow()).settle(70)).rejects.toThrow('enough-video');
  expect(left()).toBe(0);
});

test('transcoding is told where to stop, for a guest only', async () => {
  const { store, left } = world(100);
  const asked: (number | undefined)[] = [];
  const played = { codecs: 'a', chunks: [{ index: 0, init: RANGE, segments: [{ ...RANGE, seconds: 6 }] }] };
  const videos = {
    probe: () => Promise.resolve({ seconds: 6, audio: { stream: 0 }, timestamps: {} }),
    poster: () => Promise.reject(new Error('not asked for here')),
    transcode: (_: unknown, { maxSeconds }: { maxSeconds?: number }) => {
      asked.push(maxSeconds);
      return Promise.resolve([{ rung: { name: 'sound', ...played }, file: '/nowhere' }]);
    },
  };
  const ports = { store, clock, videos, images: {}, renditions: { put: () => Promise.resolve() } };
  const ref = { task, rev: 1, token: 't', folder: '/f', file: '/f/o', named: { fileName: 'a.mp3' }, timeZone: 'UTC' };
  const sound = { kind: 'sound', format: 'mp3', demuxer: 'mp3' } as const;
  for (const own of [{}, { guest }]) await processVideo(ports as unknown as VideoPorts, { ...ref, ...own }, sound);
  expect(asked).toEqual([undefined, expect.closeTo(8.6)]);
  expect(left()).toBe(94);
});
