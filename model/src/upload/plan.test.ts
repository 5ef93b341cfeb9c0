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
