import { ALL, type AlbumId, type ItemId, type LibraryId, type Upload, type UploadState } from '@maru/model';
import { expect, test } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { duplicateSummary, phaseOf, progressOf, uploadSummary } from './upload-summary.ts';

overwriteGetLocale(() => 'ko');
const item = 'i' as ItemId;
const uploads = (...states: UploadState[]): Upload[] =>
  states.map((state, i) => {
    const id = String(i);
    return { id, library: 'l' as LibraryId, albums: [], name: 'a.jpg', size: 100, isStored: false, state };
  });

const waiting = { at: 'queued' } as const;
const sending = { at: 'sending', item, done: 50 } as const;
const paused = { at: 'paused', item, done: 50 } as const;
const processing = { at: 'processing', item } as const;
const ready = { at: 'ready', item, isDuplicate: false } as const;
const failed = { at: 'failed', item, failure: 'not-media' } as const;
const stopped = { at: 'stopped', stop: 'busy' } as const;

test.each([
  [[ready, sending, waiting], 'sending', '3장 중 1장 올렸어요, 3분쯤 남았어요'],
  [[ready, paused], 'waiting', '인터넷을 기다리고 있어요. 연결되면 이어서 올려요. (2장 중 1장)'],
  [[paused, sending], 'sending', '2장 중 0장 올렸어요, 3분쯤 남았어요'],
  [[ready, processing], 'processing', '모두 보냈어요. 앨범에 넣고 있어요. (2장 중 1장)'],
  [[ready, ready], 'over', '2장을 모두 올렸어요. 이제 볼 수 있어요.'],
  [[ready, failed, stopped], 'over', '3장 중 1장을 올렸어요. 2장은 올리지 못했어요.'],
  [[ready], 'over', '다 올렸어요. 이제 볼 수 있어요.'],
  [[stopped], 'over', '1장을 올리지 못했어요'],
] as const)('%o', (states, phase, sentence) => {
  expect(phaseOf(uploads(...states))).toBe(phase);
  expect(uploadSummary(uploads(...states), { left: 185 })).toBe(sentence);
});

test('an upload that is sent but not processed counts as half', () => {
  expect(progressOf(uploads(...Array.from({ length: 16 }, () => processing)))).toBe(0.5);
  expect(progressOf(uploads(ready, sending, waiting, failed))).toBe(0.5625);
});

test('omits an unknown remaining time', () => {
  expect(uploadSummary(uploads(sending, ready), {})).toBe('2장 중 1장 올렸어요');
});

test('says that what was added offline waits for the network', () => {
  const added = uploads(waiting, waiting);
  expect([phaseOf(added, false), phaseOf(uploads(processing), false)]).toEqual(['waiting', 'processing']);
  expect(uploadSummary(added, { left: 185, isOnline: false })).toBe(
    '인터넷을 기다리고 있어요. 연결되면 이어서 올려요. (2장 중 0장)',
  );
});

test('says that the person paused, while something is not sent', () => {
  expect(uploadSummary(uploads(paused, ready), { left: 185, isPaused: true })).toBe('잠깐 멈췄어요. (2장 중 1장)');
  expect(uploadSummary(uploads(ready, ready), { isPaused: true })).toBe('2장을 모두 올렸어요. 이제 볼 수 있어요.');
});

test('says at the end how many the library had already, but not to a guest', () => {
  const there = { ...ready, isDuplicate: true };
  const said = (over: Partial<Upload>, ...states: UploadState[]) =>
    duplicateSummary(uploads(...states).map((one) => ({ ...one, ...over })));
  const albums = [ALL, 'a'.repeat(20) as AlbumId];
  expect(said({ albums }, there, stopped, there)).toBe('2장은 이미 있어서 앨범에만 넣었어요.');
  expect(said({ albums: [ALL] }, there)).toBe('1장은 이미 보관함에 있었어요.');
  expect(said({ albums }, there, sending)).toBeUndefined();
  expect(said({ albums }, ready)).toBeUndefined();
  expect(said({ albums, isSubmission: true }, there)).toBeUndefined();
});
