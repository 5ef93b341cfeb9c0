import { expect, test } from 'vitest';
import { ALL, type Uid } from '@maru/model/ids';
import type { Item } from '@maru/model/item';
import { UPLOAD_DAYS } from '@maru/model/limits';
import { meet } from './bring.ts';
import { fileNameOf } from './file-name.ts';

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
  ['making it took too long', item({ state: 'failed', failure: 'took-too-long' }), 'make-again'],
  ['these bytes are no picture', item({ state: 'failed', failure: 'not-media' }), 'failed'],
] as const)('%s', (_, known, what) => {
  expect(meet(known, me, now)).toBe(what);
});

test('a file keeps its name, in NFC, and a long one its beginning and its end', () => {
  expect(fileNameOf('바다.jpg'.normalize('NFD'))).toBe('바다.jpg');
  expect(fileNameOf('a/b\\c: 1?.jpg')).toBe('a/b\\c: 1?.jpg');
  const long = `${'가'.repeat(300)}끝.jpeg`;
  expect(fileNameOf(long)).toHaveLength(255);
  expect(fileNameOf(long)).toMatch(/^가+….*끝\.jpeg$/);
  expect(fileNameOf('😀'.repeat(200))).not.toMatch(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/,
  );
  expect(fileNameOf('')).not.toBe('');
});
