import { expect, test } from 'vitest';
import { ALL, type Uid } from '../ids.ts';
import type { Item } from '../library/item.ts';
import { UPLOAD_DAYS } from '../limits.ts';
import { planUpload } from './plan.ts';

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
const long = now - (UPLOAD_DAYS + 1) * 86_400_000;

test.each([
  ['nobody has it', undefined, 'announce'],
  ['I began it', item({}), 'send'],
  ['somebody else is at it', item({ uploader: other }), 'busy'],
  ['somebody else left it for too long', item({ uploader: other, addedAt: long }), 'announce'],
  ['I left it for too long', item({ addedAt: long }), 'announce'],
  ['it is being made', item({ uploader: other, state: 'processing' }), 'making'],
  ['it is here', item({ uploader: other, state: 'ready' }), 'ready'],
  ['it came damaged', item({ uploader: other, state: 'failed', failure: 'damaged' }), 'announce'],
  ['making it took too long', item({ state: 'failed', failure: 'took-too-long' }), 'reprocess'],
  ['these bytes are no picture', item({ state: 'failed', failure: 'not-media' }), 'failed'],
] as const)('%s', (_, known, what) => {
  expect(planUpload(known, me, now)).toBe(what);
});
