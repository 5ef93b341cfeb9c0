import type { ItemId, LibraryId, Upload, UploadState } from '@maru/model';
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import UploadTray from './UploadTray.svelte';

overwriteGetLocale(() => 'ko');
const item = 'i' as ItemId;
const upload = (name: string, state: UploadState): Upload => ({
  id: name,
  library: 'l' as LibraryId,
  albums: [],
  name,
  size: 100,
  isStored: false,
  state,
});
const setup = (uploads: Upload[]) => {
  const handlers = {
    onretry: vi.fn<(id: string) => void>(),
    ondismiss: vi.fn<(id?: string) => void>(),
    onretryall: vi.fn(),
  };
  return { ...handlers, ...render(UploadTray, { uploads, paused: false, online: true, ...handlers }) };
};
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const sending = upload('바다.jpg', { at: 'sending', item, done: 50 });
const ready = upload('산.jpg', { at: 'ready', item, isDuplicate: false });
const failed = upload('메모.txt', { at: 'failed', item, failure: 'not-media' });
const busy = upload('tape.mp4', { at: 'stopped', stop: 'busy' });

test('shows a summary, and on request the list with failures first', async () => {
  setup([sending, ready, failed, busy]);
  expect(screen.getByRole('region').textContent).toMatch(/^\s*4장 중 1장 올렸어요/);
  expect(screen.getByText(/이 화면을 닫지 마세요/)).toBeTruthy();
  expect(screen.queryByRole('list')).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: '자세히' }));
  const rows = screen.getAllByRole('listitem').map((row) => row.textContent.trim().split(/\s/)[0]);
  expect(rows).toEqual(['메모.txt', 'tape.mp4', '바다.jpg', '산.jpg']);
  expect(screen.getByText('사진, 동영상, 소리 파일이 아니에요. 다른 파일을 골라 주세요.')).toBeTruthy();
});

test('lists the first of very many at once, and all soon', async () => {
  setup(Array.from({ length: 50 }, (_, n) => upload(`${String(n)}.jpg`, { at: 'queued' })));
  await fireEvent.click(screen.getByRole('button', { name: '자세히' }));
  expect(screen.getAllByRole('listitem')).toHaveLength(20);
  await vi.waitFor(() => {
    expect(screen.getAllByRole('listitem')).toHaveLength(50);
  });
});

test('asks to keep the page open only while the device does not store the files', async () => {
  const { rerender } = setup([sending]);
  expect(screen.queryByText('찍은 날짜가 없는 사진이 있어요')).toBeNull();
  expect(screen.getByText(/이 화면을 닫지 마세요/)).toBeTruthy();
  await rerender({ uploads: [{ ...sending, isStored: true }] });
  expect(screen.queryByText(/이 화면을 닫지 마세요/)).toBeNull();
  expect(screen.getByText(/닫아도 괜찮아요/)).toBeTruthy();
  const processing = { ...sending, isStored: true, state: { at: 'processing', item } as const };
  await rerender({ uploads: [processing], lacksDates: true });
  expect(screen.getByText(/다 되면 다음에 열 때 알려 드려요/)).toBeTruthy();
  expect(screen.getByText('찍은 날짜가 없는 사진이 있어요')).toBeTruthy();
});

test('offers a retry only where it can help', async () => {
  const { onretry } = setup([failed, busy]);
  await fireEvent.click(screen.getByRole('button', { name: '자세히' }));
  const [retry, ...others] = screen.getAllByRole('button', { name: /다시 해 보기/ });
  expect(others).toEqual([]);
  expect(retry?.getAttribute('aria-label')).toBe('tape.mp4를 다시 해 보기');
  if (retry) await fireEvent.click(retry);
  expect(onretry).toHaveBeenCalledExactlyOnceWith('tape.mp4');
});

test('pauses and continues all uploads, cancels one, and retries all that can be retried', async () => {
  const { onretryall, ondismiss } = setup([sending, busy, upload('b.mp4', { at: 'stopped', stop: 'refused' }), failed]);
  await fireEvent.click(screen.getByRole('button', { name: '자세히' }));
  await fireEvent.click(screen.getByRole('button', { name: '바다.jpg 올리지 않기' }));
  expect(ondismiss).toHaveBeenCalledExactlyOnceWith('바다.jpg');
  await fireEvent.click(screen.getByRole('button', { name: '모두 다시 해 보기' }));
  expect(onretryall).toHaveBeenCalledOnce();
  await fireEvent.click(screen.getByRole('button', { name: '잠깐 멈추기' }));
  expect(screen.getByRole('region').textContent).toMatch(/^\s*잠깐 멈췄어요/);
  await fireEvent.click(screen.getByRole('button', { name: '접기' }));
  await fireEvent.click(screen.getByRole('button', { name: '이어서 올리기' }));
  expect(screen.getByRole('region').textContent).toMatch(/^\s*4장 중 0장 올렸어요/);
});

test('names the kind of a duplicate, if it is known', async () => {
  const duplicate = { at: 'ready', item, isDuplicate: true } as const;
  setup([
    upload('a.jpg', { ...duplicate, kind: 'photo' }),
    upload('b.mp4', { ...duplicate, kind: 'video' }),
    upload('c', duplicate),
  ]);
  await fireEvent.click(screen.getByRole('button', { name: '자세히' }));
  for (const text of ['이미 있는 사진이에요', '이미 있는 동영상이에요', '이미 있는 파일이에요'])
    expect(screen.getByText(text)).toBeTruthy();
});

test('a failed upload can be dismissed while others continue', async () => {
  const { ondismiss } = setup([sending, failed]);
  await fireEvent.click(screen.getByRole('button', { name: '자세히' }));
  await fireEvent.click(screen.getByRole('button', { name: '메모.txt 목록에서 지우기' }));
  expect(ondismiss).toHaveBeenCalledExactlyOnceWith('메모.txt');
});

test('can be closed when everything is finished', async () => {
  const { ondismiss, rerender } = setup([sending, ready]);
  expect(screen.queryByRole('button', { name: '닫기' })).toBeNull();
  await rerender({ uploads: [ready, { ...sending, state: ready.state }] });
  expect(screen.queryByText(/이 화면을 닫지 마세요/)).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: '닫기' }));
  expect(ondismiss).toHaveBeenCalledOnce();
});

test('announces starts, failures and the end, but not every file', async () => {
  const threeFiles = (state: UploadState) => [sending, upload('b.jpg', state), upload('c.jpg', { at: 'queued' })];
  const { rerender } = setup(threeFiles({ at: 'queued' }));
  const announced = () => screen.getByRole('status').textContent;
  expect(announced()).toBe('3장 중 0장 올렸어요');
  await rerender({ uploads: threeFiles(ready.state) });
  expect(screen.getByText('3장 중 1장 올렸어요')).toBeTruthy();
  expect(announced()).toBe('3장 중 0장 올렸어요');
  await rerender({ uploads: [ready, failed] });
  expect(announced()).toBe('2장 중 1장을 올렸어요. 1장은 올리지 못했어요.');
});

test('estimates the remaining time from the upload rate', async () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  const bigFile = (done: number) => [{ ...sending, size: 1000, state: { at: 'sending', item, done } as const }];
  const { rerender } = setup(bigFile(0));
  clock.mockReturnValue(10_000);
  await rerender({ uploads: bigFile(50) });
  expect(screen.getByText('1장 중 0장 올렸어요, 3분쯤 남았어요')).toBeTruthy();
});
