import {
  dayOf,
  LEASE_S,
  MAX_GUEST_VIDEO_S,
  paths,
  ProcessingError,
  type ItemId,
  type LibraryId,
  type Uid,
} from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noIds } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import { takeLease } from '../processing/lease.ts';
import { allowVideo } from './guest-video.ts';
import { processVideo, type VideoPorts } from '../processing/process-video.ts';

const library = 'a'.repeat(20) as LibraryId;
const guest = 'kim' as Uid;
const NOW = 86_400_000;
const DAY = paths.dailyUsage(library, guest, dayOf(NOW));
const itemOf = (letter: string): ItemId => letter.repeat(32) as ItemId;
const RANGE = { offset: 0, length: 1 };
const clock = { now: () => NOW, sleep: () => Promise.resolve(), every: () => () => undefined };

/** A guest with this many seconds left of the day. */
function world(left: number) {
  const documents = new Map<string, Fields>([[DAY, { videoSeconds: MAX_GUEST_VIDEO_S - left }]]);
  const store = fakeDocuments(documents);
  let now = NOW;
  let tokens = 0;
  /** Begins an attempt to process an item after the previous one's lease has expired. */
  const attempt = async (item: ItemId): Promise<void> => {
    now += 1000 * LEASE_S;
    const fields = {
      state: 'processing',
      uploader: guest,
      fileName: 'a.mp4',
      size: 1,
      albums: [],
      rev: 1,
      addedAt: NOW,
    };
    documents.set(paths.item(library, item), fields);
    const ports = { store, clock: { ...clock, now: () => now }, ids: { ...noIds, token: () => `t${(tokens += 1)}` } };
    await takeLease(ports, { library, item, generation: '1' });
  };
  const allow = async (seconds?: number, item = itemOf('abcdefgh'[tokens] ?? 'z')) => {
    await attempt(item);
    return allowVideo({ store, clock }, { library, item }, guest, seconds === undefined ? {} : { seconds });
  };
  return { store, attempt, allow, left: () => MAX_GUEST_VIDEO_S - Number(documents.get(DAY)?.['videoSeconds']) };
}

test("reserves the seconds of a guest's day in advance, until none are left", async () => {
  const { allow, left } = world(100);
  await (await allow(60)).settle(60.4);
  expect(left()).toBe(40);
  await expect(allow(41)).rejects.toThrow('video-quota');
  await allow(40);
  expect(left()).toBe(0);
  for (const seconds of [0.1, undefined]) await expect(allow(seconds)).rejects.toThrow('video-quota');
});

test('stops and refuses a video that plays longer than announced', async () => {
  const { allow, left } = world(100);
  const { limit, settle } = await allow(1);
  expect(limit.maxSeconds).toBeLessThan(4);
  await expect(settle(limit.maxSeconds)).rejects.toThrow('unreadable');
  expect(left()).toBe(99);
});

test('reserves the rest of the day for a video of unannounced length, and returns what it did not play', async () => {
  const { allow, left } = world(100);
  const { limit, settle } = await allow();
  expect([limit.maxSeconds, left()]).toEqual([100, 0]);
  await settle(30);
  expect(left()).toBe(70);
  await expect((await allow()).settle(70)).rejects.toThrow('video-quota');
  expect(left()).toBe(0);
});

test('reserves once for all attempts', async () => {
  const { allow, left } = world(100);
  for (let attempt = 0; attempt < 3; attempt++) {
    expect((await allow(60, itemOf('a'))).limit.maxSeconds).toBeCloseTo(68);
    expect(left()).toBe(40);
  }
});

test('returns unused seconds once, also if the attempt that returned them is retried', async () => {
  const { allow, left } = world(100);
  for (let attempt = 0; attempt < 2; attempt++) {
    await (await allow(undefined, itemOf('a'))).settle(30);
    expect(left()).toBe(70);
  }
});

test('limits transcoding for guests only', async () => {
  const { store, attempt, left } = world(100);
  const task = { library, item: itemOf('i'), generation: '1' };
  await attempt(task.item);
  const limits: (number | undefined)[] = [];
  const played = { codecs: 'a', chunks: [{ index: 0, init: RANGE, segments: [{ ...RANGE, seconds: 6 }] }] };
  const videos = {
    probe: () => Promise.resolve({ seconds: 6, audio: { stream: 0 }, timestamps: {} }),
    extractFrame: () => Promise.reject(new Error('a sound has no poster')),
    readWaveform: () => Promise.reject(new ProcessingError('timed-out')),
    transcode: (_: unknown, { maxSeconds }: { maxSeconds?: number }) => {
      limits.push(maxSeconds);
      return Promise.resolve([{ variant: { name: 'sound', ...played }, file: '/nowhere' }]);
    },
  };
  const ports = { store, clock, videos, images: {}, renditions: { put: () => Promise.resolve() } };
  const job = {
    task,
    rev: 1,
    token: 't',
    folder: '/f',
    file: '/f/o',
    named: { fileName: 'a.mp3' },
    timeZone: 'UTC',
    rotation: 0 as const,
  };
  const sound = { kind: 'sound', format: 'mp3', demuxer: 'mp3' } as const;
  for (const own of [{}, { guest }]) await processVideo(ports as unknown as VideoPorts, { ...job, ...own }, sound);
  expect(limits).toEqual([undefined, expect.closeTo(8.6)]);
  expect(left()).toBe(94);
});
