import type { AlbumId, Entry, Item, Uid } from '@maru/model';
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import CaptionForm from './CaptionForm.svelte';
import ChangeCaptions from './ChangeCaptions.svelte';
import ChangePlaces from './ChangePlaces.svelte';
import CaptureDateForm from './CaptureDateForm.svelte';
import ItemInfo from './ItemInfo.svelte';
import PlaceForm from './PlaceForm.svelte';
import ShiftDatesForm from './ShiftDatesForm.svelte';

overwriteGetLocale(() => 'ko');
afterEach(cleanup);

const takenAt = { local: '2019-05-03T14:10:00', precision: 'second', source: 'exif' } as const;
const entry: Entry = {
  ...{ kind: 'photo', state: 'ready', by: 'mum' as Uid, rev: 1, token: 't', ratio: 1.5, width: 4032, height: 3024 },
  ...{ variants: [], addedAt: Date.parse('2020-05-04T03:00:00Z'), takenAt },
};
const item: Item = {
  ...{ state: 'ready', uploader: 'mum' as Uid, fileName: 'IMG_1.jpg', size: 3_400_000, albums: ['all' as AlbumId] },
  ...{ addedAt: 1, rev: 1 },
  mediaInfo: {
    ...{ kind: 'photo', format: 'jpeg', variants: [], camera: 'NIKON D90' },
    place: { latitude: 33.45, longitude: 126.57 },
  },
};
const text = () => document.querySelector('dl')?.textContent ?? '';
const click = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });

test('shows viewers what the entry holds, without buttons or empty rows', () => {
  render(ItemInfo, { entry, addedBy: '엄마' });
  expect(text()).toContain('2019년 5월 3일 금요일 오후 2:10');
  expect(text()).toContain('엄마 · 2020년 5월 4일');
  expect(text()).toContain('4,032 × 3,024');
  expect(screen.getAllByRole('term').map((term) => term.textContent)).toEqual(['찍은 날', '올린 사람', '크기']);
  expect(screen.queryByRole('button')).toBeNull();
});

test('names the guest who added it, and says when if nobody is known', async () => {
  const { rerender } = render(ItemInfo, { entry: { ...entry, guest: '옆집' }, addedBy: undefined });
  expect(text()).toContain('옆집 · 2020년 5월 4일');
  await rerender({ entry });
  expect(text()).not.toContain('·');
});

test('shows editors file, camera, place and albums, and opens the forms', async () => {
  const onedit = vi.fn();
  render(ItemInfo, { entry, item, albums: ['제주', '여름'], onedit });
  for (const value of ['IMG_1.jpg', '3.4MB', 'NIKON D90', '33.450, 126.570', '제주, 여름', '아직 설명이 없어요'])
    expect(text()).toContain(value);
  await click('설명 쓰기');
  await click('날짜 고치기');
  await click('장소 적기');
  expect(onedit.mock.calls).toEqual([['caption'], ['date'], ['place']]);
});

test('says of a damaged file that it is shown as far as it goes', async () => {
  const mediaInfo = { kind: 'photo', format: 'jpeg', variants: [] } as const;
  const { rerender } = render(ItemInfo, { entry, item: { ...item, mediaInfo: { ...mediaInfo, isDamaged: true } } });
  expect(text()).toContain('손상된 파일 파일이 중간에 끊겨서 남아 있는 데까지만 보여 드려요. 원본은 그대로 있어요.');
  await rerender({ entry, item });
  expect(text()).not.toContain('손상된 파일');
});

test('shows the place that a person wrote, and the position if they emptied it', async () => {
  const placeName = { value: '협재', at: 1 };
  const { rerender } = render(ItemInfo, { entry, item: { ...item, edits: { placeName } }, onedit: vi.fn() });
  expect(text()).toContain('협재');
  expect(text()).not.toContain('33.450');
  expect(screen.getByRole('button', { name: '장소 고치기' })).toBeTruthy();
  await rerender({ item: { ...item, edits: { placeName: { value: '', at: 2 } } } });
  expect(text()).toContain('33.450, 126.570');
});

test('saves a place, and nothing if it is unchanged', async () => {
  const onsave = vi.fn();
  render(PlaceForm, { placeName: '제주', busy: false, onsave });
  await click('저장');
  await type('장소', ' 협재 ');
  await click('저장');
  expect(onsave.mock.calls).toEqual([[undefined], ['협재']]);
});

test('gives many photos one place, and says if none is written', async () => {
  const onsave = vi.fn<(placeName: string) => void>();
  render(ChangePlaces, { open: true, count: 3, onsave });
  expect(screen.getByRole('dialog', { name: '3장에 장소 적기' })).toBeTruthy();
  await click('저장');
  expect(screen.getByText('장소를 적어 주세요.')).toBeTruthy();
  await type('장소', ' 협재 ');
  expect(screen.queryByText('장소를 적어 주세요.')).toBeNull();
  await click('저장');
  expect(onsave.mock.calls).toEqual([['협재']]);
});

test('returns to the original place only if another is displayed', async () => {
  const onreset = vi.fn();
  const { rerender } = render(PlaceForm, { placeName: '제주', busy: false, onsave: vi.fn(), onreset });
  await click('원래 장소로 되돌리기');
  expect(onreset).toHaveBeenCalledOnce();
  await rerender({ onreset: undefined });
  expect(screen.queryByRole('button', { name: '원래 장소로 되돌리기' })).toBeNull();
});

test('takes an item out of all photos and adds it again, with permission', async () => {
  const ontoggleall = vi.fn<() => void>();
  const { rerender } = render(ItemInfo, { entry, item, albums: ['제주'], ontoggleall });
  await click('앨범에서만 보이기');
  await rerender({ isInAll: false });
  expect(text()).toContain('에는 안 보여요');
  await click(/에도 보이기/);
  expect(ontoggleall).toHaveBeenCalledTimes(2);
  await rerender({ ontoggleall: undefined });
  expect(screen.queryByRole('button')).toBeNull();
});

test('saves a caption, an emptied one too, and nothing if it is unchanged', async () => {
  const onsave = vi.fn();
  render(CaptionForm, { caption: '바다', busy: false, onsave });
  await click('저장');
  await type('설명', ' 바다에서\n');
  await click('저장');
  await type('설명', '');
  await click('저장');
  expect(onsave.mock.calls).toEqual([[undefined], ['바다에서'], ['']]);
});

function dateForm(over: { onreset?: () => void } = {}) {
  const onsave = vi.fn();
  render(CaptureDateForm, { takenAt, today: '2026-11-28', busy: false, onsave, ...over });
  return onsave;
}

test('saves a day, and nothing if it is unchanged', async () => {
  const onsave = dateForm();
  await click('저장');
  await type('날짜', '1987-08-15');
  await click('저장');
  expect(onsave.mock.calls).toEqual([[undefined], [{ local: '1987-08-15T00:00:00', precision: 'day' }]]);
});

test('saves a month, a year and a rough year', async () => {
  const onsave = dateForm();
  await fireEvent.click(screen.getByLabelText('몇 월인지만'));
  await type('몇 년', '1987');
  await fireEvent.change(screen.getByLabelText('몇 월'), { target: { value: '08' } });
  await click('저장');
  await fireEvent.click(screen.getByLabelText('몇 년인지만'));
  await click('저장');
  await fireEvent.click(screen.getByLabelText('대략 몇 년쯤인지만'));
  await click('저장');
  expect(onsave.mock.calls).toEqual([
    [{ local: '1987-08-01T00:00:00', precision: 'month' }],
    [{ local: '1987-01-01T00:00:00', precision: 'year' }],
    [{ local: '1987-01-01T00:00:00', precision: 'about' }],
  ]);
});

test('says what is wrong with a date, and saves nothing', async () => {
  const onsave = dateForm();
  await type('날짜', '2026-11-29');
  await click('저장');
  expect(screen.getByText('오늘까지의 날짜를 골라 주세요.')).toBeTruthy();
  await fireEvent.click(screen.getByLabelText('몇 년인지만'));
  await type('몇 년', '87');
  await click('저장');
  expect(screen.getByText('1826년부터 올해까지, 숫자 네 개로 적어 주세요.')).toBeTruthy();
  expect(onsave).not.toHaveBeenCalled();
});

test('returns to the original date only if another is displayed', async () => {
  dateForm();
  expect(screen.queryByRole('button', { name: '원래 날짜로 되돌리기' })).toBeNull();
  cleanup();
  const onreset = vi.fn();
  dateForm({ onreset });
  await click('원래 날짜로 되돌리기');
  expect(onreset).toHaveBeenCalledOnce();
});

test('copies the date of a neighbour, unless it is unknown or the same', async () => {
  const onsave = vi.fn();
  const about = { local: '1987-01-01T00:00:00', precision: 'about', source: 'edit' } as const;
  const copies = [
    { label: '앞', date: about },
    { label: '뒤', date: takenAt },
    { label: '없음', date: undefined },
  ];
  render(CaptureDateForm, { takenAt, today: '2026-11-28', busy: false, onsave, copies });
  expect(screen.getAllByRole('button').map((button) => button.textContent.trim())).toEqual(['저장', '앞 (1987년쯤)']);
  await click(/^앞/);
  expect(onsave.mock.calls).toEqual([[{ local: '1987-01-01T00:00:00', precision: 'about' }]]);
});

test('previews how dates move, and leaves out those without a day', async () => {
  const onsave = vi.fn();
  const dates = [takenAt, { ...takenAt, precision: 'year' as const }, undefined];
  render(ShiftDatesForm, { dates, onsave });
  const submit = () => click('1장의 날짜 바꾸기');
  await submit();
  expect(screen.getByRole('alert').textContent).toContain('숫자로');
  await fireEvent.click(screen.getByRole('radio', { name: '이전으로' }));
  await type('일', '3');
  expect(screen.getByRole('listitem').textContent).toBe(
    '2019년 5월 3일 금요일 오후 2:102019년 4월 30일 화요일 오후 2:10',
  );
  expect(document.body.textContent).toContain('2장은 정확한 날짜를 몰라서 그대로 둬요.');
  await submit();
  expect(onsave.mock.calls).toEqual([[-3 * 1440]]);
});

test('previews the captions that a new one replaces, and saves no empty one', async () => {
  const onsave = vi.fn();
  const captions = ['바다', undefined, '산', '바다에서', '들'];
  render(ChangeCaptions, { open: true, captions, onsave });
  const save = () => fireEvent.click(screen.getByRole('button', { name: '저장', hidden: true }));
  const shown = () => [...document.querySelectorAll('li')].map((one) => one.textContent);
  await save();
  expect(document.body.textContent).toContain('설명을 적어 주세요.');
  expect(onsave).not.toHaveBeenCalled();
  await type('설명', ' 바다에서 ');
  expect(document.body.textContent).not.toContain('설명을 적어 주세요.');
  expect(document.body.textContent).toContain('이미 설명이 있는 3장은 새 설명으로 바뀌어요.');
  expect(shown()).toEqual(['바다', '산', '들']);
  await save();
  expect(onsave.mock.calls).toEqual([['바다에서']]);
});

test('closes without a change if all items have the caption', async () => {
  const onsave = vi.fn();
  render(ChangeCaptions, { open: true, captions: ['바다', '바다'], onsave });
  await type('설명', '바다 ');
  await fireEvent.click(screen.getByRole('button', { name: '저장', hidden: true }));
  expect(document.querySelector('form')).toBeNull();
  expect(onsave).not.toHaveBeenCalled();
});
