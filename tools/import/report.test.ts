import type { Item, ItemId } from '@maru/model';
import { expect, it } from 'vitest';
import { columnsOf, messageOf, rowOf, countRows, tableOf, type Row } from './report.ts';
import { EN, KO } from './messages.ts';

const id = 'a'.repeat(32) as ItemId;
const item = (mediaInfo: Item['mediaInfo']): Item =>
  ({
    state: 'ready',
    uploader: 'u',
    fileName: 'x',
    size: 1,
    albums: [],
    addedAt: 0,
    rev: 1,
    mediaInfo,
  }) as unknown as Item;

it('creates a row with state and renditions', () => {
  const photo = item({ kind: 'photo', format: 'jpeg', variants: [] });
  const video = item({ kind: 'video', format: 'mp4', variants: ['720', '360'] });
  const sound = item({ kind: 'sound', format: 'mp3', variants: ['sound'] });
  expect(rowOf('a.jpg', { at: 'ready', item: id, isDuplicate: false }, photo, 12)).toEqual({
    file: 'a.jpg',
    item: id,
    state: 'ready',
    kind: 'photo',
    renditions: ['grid', 'screen'],
    ms: 12,
  });
  expect(rowOf('b', { at: 'ready', item: id, isDuplicate: true }, video, 1)).toMatchObject({
    state: 'duplicate',
    renditions: ['grid', 'poster', '720', '360'],
  });
  expect(rowOf('c', { at: 'ready', item: id, isDuplicate: false }, sound, 1).renditions).toEqual(['sound']);
  expect(rowOf('d', { at: 'failed', item: id, failure: 'unreadable' }, undefined, 1)).toMatchObject({
    state: 'failed',
    code: 'unreadable',
  });
  expect(rowOf('e', { at: 'stopped', stop: 'busy' }, undefined, 1)).toMatchObject({ state: 'failed', code: 'busy' });
  expect(rowOf('f', { at: 'processing', item: id }, undefined, 1)).toMatchObject({ state: 'processing', item: id });
});

it('an unsupported file is ready without renditions, and its message says that the original is safe', () => {
  const mediaInfo = item({ kind: 'photo', format: 'dng', variants: [], isUnsupported: true });
  const one = rowOf('a.dng', { at: 'ready', item: id, isDuplicate: false }, mediaInfo, 1);
  expect(one).toMatchObject({ state: 'ready', isUnsupported: true, renditions: [] });
  expect([messageOf(one, KO), messageOf(one, EN)]).toEqual([KO.unsupported, EN.unsupported]);
});

const row = (over: Partial<Row>): Row => ({ file: 'x', state: 'ready', renditions: [], ms: 5, ...over });

it('says what to do about a failure, in both languages', () => {
  const broken = row({ state: 'failed', code: 'unreadable' });
  expect(messageOf(broken, KO)).toBe(KO.failures.unreadable);
  expect(messageOf(broken, EN)).toBe(EN.failures.unreadable);
  expect(messageOf(row({ state: 'failed', code: 'busy' }), EN)).toBe(EN.uploadRefusals.busy);
  expect(messageOf(row({ state: 'skipped', code: 'not-media' }), EN)).toBe(EN.skippedBecause['not-media']);
  expect(messageOf(row({ state: 'skipped', code: 'sidecar' }), KO)).toBe(KO.skippedBecause.sidecar);
  expect(messageOf(row({ unmatched: 'ambiguous' }), EN)).toBe(EN.unmatched.ambiguous);
  expect(messageOf(row({}), EN)).toBeUndefined();
});

it('aligns columns with Hangul, which is two columns wide', () => {
  expect([columnsOf('ab'), columnsOf('한글'), columnsOf('한글'.normalize('NFD')), columnsOf('é')]).toEqual([
    2, 4, 4, 1,
  ]);
  const [one = '', two = ''] = tableOf([row({ file: 'A' }), row({ file: 'A', state: 'duplicate' })], KO).split('\n');
  expect(columnsOf(one)).toBe(columnsOf(two));
});

it('counts files in processing as failed', () => {
  const rows = [
    row({}),
    row({ state: 'duplicate' }),
    row({ state: 'processing' }),
    row({ state: 'failed' }),
    row({ state: 'skipped' }),
  ];
  expect(countRows(rows)).toEqual({ ready: 2, failed: 2, skipped: 1 });
});
