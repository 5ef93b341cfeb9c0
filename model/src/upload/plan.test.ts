import { expect, test } from 'vitest';
import { ALL, type Uid } from '../ids.ts';
import type { Item } from '../library/item.ts';
import type { CaptureDate } from '../media/capture-date.ts';
import { UPLOAD_DAYS } from '../limits.ts';
import { mayTellDate, planUpload } from './plan.ts';

const me = 'me' as Uid;
const now = Date.UTC(2026, 0, 10);
const item = (over: Partial<Item>): Item => ({
  state: 'uploading',
  uploader: me,
  fileName: 'a.jpg',
  size: 3,
  albums: [ALL],
  addedAt: now - 1000,
  rev: 1,
  ...over,
});
const other = 'other' as Uid;
const expired = now - (UPLOAD_DAYS + 1) * 86_400_000;

test.each([
  ['no item', undefined, 'announce'],
  ['own announcement', item({}), 'send'],
  ["somebody else's announcement", item({ uploader: other }), 'busy'],
  ["somebody else's expired announcement", item({ uploader: other, addedAt: expired }), 'announce'],
  ['own expired announcement', item({ addedAt: expired }), 'announce'],
  ['item in processing', item({ uploader: other, state: 'processing' }), 'processing'],
  ['ready item', item({ uploader: other, state: 'ready' }), 'ready'],
  ['item damaged in transfer', item({ uploader: other, state: 'failed', failure: 'damaged' }), 'announce'],
  ['item whose processing timed out', item({ state: 'failed', failure: 'timed-out' }), 'reprocess'],
  ['ready item in the trash', item({ uploader: other, state: 'ready', trashedAt: now }), 'ready'],
  ['item that is being purged', item({ state: 'ready', deletedAt: now, isPurging: true }), 'busy'],
  ['item that is not media', item({ state: 'failed', failure: 'not-media' }), 'failed'],
] as const)('%s', (_, known, plan) => {
  expect(planUpload(known, me, now)).toBe(plan);
});

test('another name is told if it may have a date that the item lacks', () => {
  const dated = (takenAt?: CaptureDate): Item =>
    item({ state: 'ready', mediaInfo: { kind: 'photo', format: 'jpeg', variants: [], ...(takenAt && { takenAt }) } });
  const date = { local: '2019-05-03T00:00:00', precision: 'day' } as const;
  expect(mayTellDate(dated(), '2008-05-03.jpg')).toBe(true);
  expect(mayTellDate(dated({ ...date, source: 'folder' }), 'FB_IMG_1680665696789.jpg')).toBe(true);
  expect(mayTellDate(dated({ ...date, source: 'exif', isUncertain: true }), '20080503.jpg')).toBe(true);
  expect(mayTellDate(dated({ ...date, source: 'exif' }), '2008-05-03.jpg')).toBe(false);
  expect(mayTellDate(dated(), 'IMG_1234 (1).JPG')).toBe(false);
  expect(mayTellDate(item({ fileName: '20080503.jpg' }), '20080503.jpg')).toBe(false);
  expect(mayTellDate(item({ otherName: '20080503.jpg' }), '20080503.jpg')).toBe(false);
});
