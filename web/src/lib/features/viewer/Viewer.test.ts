import './touch-screen.fake.ts';
import type { Entry, ItemId, LibraryId, Uid } from '@maru/model';
import Circle from '@lucide/svelte/icons/circle';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { flushSync, tick } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import type { Playable } from '../../media/playable.ts';
import { Player } from '../../media/player.svelte.ts';
import { openMenus } from '../../ui/popovers.fake.ts';
import { shownImages } from '../grid/placeholder.ts';
import type { ViewerEntry, ViewerSource } from './stage.svelte.ts';
import Viewer from './Viewer.svelte';

const nextFrame = vi.hoisted(() => vi.fn<() => Promise<unknown>>());
vi.mock('../../next-frame.ts', () => ({ nextFrame }));
// happy-dom has no WebGL.
vi.mock('../panorama/sphere.ts', () => ({ openSphere: () => undefined }));

overwriteGetLocale(() => 'ko');
const idOf = (n: number) => `item${String(n)}` as ItemId;
const photo: Entry = {
  kind: 'photo',
  state: 'ready',
  by: 'mum' as Uid,
  rev: 1,
  token: 't',
  ratio: 1.5,
  variants: [],
  addedAt: 1,
  takenAt: { local: '2019-05-03T14:10:00', precision: 'second', source: 'exif' },
};
const entries: (readonly [ItemId, ViewerEntry])[] = [
  [idOf(0), photo],
  [idOf(1), photo],
  [idOf(2), { ...photo, kind: 'video', duration: 12 }],
  [idOf(3), photo],
];
const sourceOf = (rows: typeof entries): ViewerSource => ({
  count: rows.length,
  at: (index) => rows[index],
  indexOf: (id) => rows.findIndex(([item]) => item === id),
  load: () => undefined,
});
const urlOf = (id: ItemId, _: Entry, file: string) => `https://pictures.example/${id}/${file}`;

async function setup(at: number, shownEntries = entries) {
  const player = new Player();
  vi.spyOn(player, 'prepare').mockReturnValue();
  const load = vi.spyOn(player, 'load').mockResolvedValue();
  const onmove = vi.fn<(id: ItemId) => void>();
  const onclose = vi.fn<() => void>();
  const playableOf = (item: ItemId, entry: Entry): Playable => ({
    library: 'l' as LibraryId,
    item,
    entry,
    title: 'tape',
    masterUrl: 'https://pictures.example/master.m3u8',
  });
  const source = sourceOf(shownEntries);
  const view = render(Viewer, { source, current: idOf(at), urlOf, onmove, onclose, player, playableOf });
  // Its frames.
  await tick();
  await tick();
  return { ...view, player, load, onmove, onclose };
}

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(360);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockImplementation(function (this: HTMLElement) {
    return this.matches('header, footer') ? 90 : 700;
  });
  nextFrame.mockResolvedValue(undefined);
  // Missing in happy-dom.
  HTMLElement.prototype.hidePopover = () => undefined;
});
afterEach(() => {
  cleanup();
  shownImages.clear();
  vi.restoreAllMocks();
});

test('shows the caption of the current entry unchanged', async () => {
  const caption = '대청봉에서\n넷이 <함께>';
  const { rerender } = await setup(0, [[idOf(0), { ...photo, caption }], ...entries.slice(1)]);
  expect(document.querySelector('footer')?.textContent).toContain(caption);
  await rerender({ current: idOf(1) });
  expect(document.querySelector('footer')?.textContent).not.toContain('대청봉');
});

test('‹ and › move to the neighbours and are absent at the ends', async () => {
  const { onmove, rerender } = await setup(0);
  expect(screen.queryByRole('button', { name: '이전 사진' })).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: '다음 사진' }));
  expect(onmove).toHaveBeenLastCalledWith(idOf(1));
  await rerender({ current: idOf(3) });
  expect(screen.queryByRole('button', { name: '다음 사진' })).toBeNull();
  expect(screen.getByText('4 / 4')).toBeTruthy();
});

test('loads entries ahead on both sides, and goes only to loaded ones', async () => {
  const load = vi.fn<ViewerSource['load']>();
  const { rerender, onmove } = await setup(1);
  await rerender({
    source: { ...sourceOf(entries), count: 1000, load, at: (n: number) => (n === 2 ? undefined : entries[n]) },
  });
  expect(load).toHaveBeenLastCalledWith(0, 1 + 21);
  expect(screen.getByText('2 / 1,000')).toBeTruthy();
  expect(screen.getByRole('button', { name: '이전 사진' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: '다음 사진' })).toBeNull();
  await fireEvent.keyDown(window, { key: 'ArrowRight' });
  expect(onmove).not.toHaveBeenCalled();
  await rerender({ source: sourceOf(entries) });
  await fireEvent.click(screen.getByRole('button', { name: '다음 사진' }));
  expect(onmove).toHaveBeenLastCalledWith(idOf(2));
});

test('End goes to the last entry when it is loaded', async () => {
  const load = vi.fn<ViewerSource['load']>();
  const { rerender, onmove } = await setup(1);
  await rerender({ source: { ...sourceOf(entries), load, at: (n: number) => (n === 3 ? undefined : entries[n]) } });
  await fireEvent.keyDown(window, { key: 'End' });
  expect(load).toHaveBeenLastCalledWith(0, 4);
  expect(onmove).not.toHaveBeenCalled();
  await rerender({ source: sourceOf(entries) });
  expect(onmove).toHaveBeenCalledExactlyOnceWith(idOf(3));
});

test('keys move, zoom and close', async () => {
  const { onmove, onclose, container } = await setup(1);
  // Two fast ones: the second goes on from where the first goes.
  await fireEvent.keyDown(window, { key: 'ArrowRight' });
  await fireEvent.keyDown(window, { key: 'ArrowRight' });
  await fireEvent.keyDown(window, { key: 'Home' });
  expect(onmove.mock.calls).toEqual([[idOf(2)], [idOf(3)], [idOf(0)]]);
  const scale = () => container.innerHTML.match(/scale\(([\d.]+)\)/)?.[1];
  await fireEvent.keyDown(window, { key: '+' });
  expect(Number(scale())).toBeGreaterThan(1);
  await fireEvent.keyDown(window, { key: '0' });
  expect(Number(scale())).toBe(1);
  await fireEvent.keyDown(window, { key: 'Escape' });
  expect(onclose).toHaveBeenCalledOnce();
});

test('ignores keys that a control or the browser uses', async () => {
  const { onmove, onclose } = await setup(1);
  await fireEvent.keyDown(window, { key: 'ArrowRight', altKey: true });
  await fireEvent.keyDown(screen.getByRole('button', { name: '앨범으로 돌아가기' }), { key: ' ' });
  const input = document.body.appendChild(document.createElement('input'));
  await fireEvent.keyDown(input, { key: 'ArrowRight', bubbles: true });
  input.remove();
  expect(onmove).not.toHaveBeenCalled();
  expect(onclose).not.toHaveBeenCalled();
});

test('zooms by labelled buttons, until another item is shown', async () => {
  const { container, rerender } = await setup(0);
  const zoomIn = () => fireEvent.click(screen.getByRole('button', { name: '크게 보기' }));
  await zoomIn();
  expect(container.innerHTML).toMatch(/scale\(1\.6\)/);
  await fireEvent.click(screen.getByRole('button', { name: '작게 보기' }));
  expect(container.innerHTML).toMatch(/scale\(1\)/);
  await zoomIn();
  // A photo was added to the album.
  await rerender({ source: sourceOf([...entries, [idOf(4), photo]]) });
  expect(container.innerHTML).toMatch(/scale\(1\.6\)/);
  await rerender({ current: idOf(1) });
  expect(container.innerHTML).toMatch(/scale\(1\)/);
});

test('loads the neighbours, which are inert', async () => {
  const { container } = await setup(1);
  const large = [...container.querySelectorAll('img')].map((img) => img.src).filter((src) => src.endsWith('screen'));
  expect(large).toEqual([urlOf(idOf(0), photo, 'screen'), urlOf(idOf(1), photo, 'screen')]);
  expect(container.querySelectorAll('[inert]')).toHaveLength(2);
});

test('a photo is painted first, then its actions, then its neighbours', async () => {
  const frames = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()] as const;
  for (const { promise } of frames) nextFrame.mockReturnValueOnce(promise);
  const { container } = await setup(1);
  expect(container.querySelectorAll('.slide')).toHaveLength(1);
  expect(container.querySelector('footer')).toBeNull();
  expect(container.querySelector('header button')).toBeTruthy();
  frames[0].resolve(undefined);
  await tick();
  expect(container.querySelectorAll('.slide')).toHaveLength(1);
  expect(container.querySelector('footer')).toBeTruthy();
  frames[1].resolve(undefined);
  await vi.waitFor(() => {
    expect(container.querySelectorAll('.slide')).toHaveLength(3);
  });
});

test.each([
  [100, false],
  [300, true],
])('a large rendition that is decoded after %i ms fades in: %s', async (ms, fadesIn) => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(0);
  const { container } = await setup(1);
  const large = container.querySelector('.slide:not([inert]) img.large');
  if (!(large instanceof HTMLImageElement)) throw new Error('no large rendition');
  large.decode = () => Promise.resolve();
  now.mockReturnValue(ms);
  await fireEvent.load(large);
  await vi.waitFor(() => {
    expect(large.classList.contains('loaded')).toBe(true);
  });
  expect(large.classList.contains('fades-in')).toBe(fadesIn);
});

test('announces the position and name of the entry, and shows its date', async () => {
  const { container } = await setup(1);
  expect(container.querySelector('[aria-live]')?.textContent.trim()).toBe(
    '4장 중 2번째, 사진, 2019년 5월 3일 금요일 오후 2:10',
  );
  expect(screen.getByText('2019년 5월 3일 금요일 오후 2:10')).toBeTruthy();
});

test('announces each rotation, by an element of its own', async () => {
  const { container, rerender } = await setup(0);
  const announced = () =>
    within(container.querySelector<HTMLElement>('[aria-live]') ?? container).queryByText('사진을 돌렸어요');
  expect(announced()).toBeNull();
  const elements = [];
  for (const pendingRotation of [90, 180]) {
    await rerender({ source: sourceOf([[idOf(0), { ...photo, pendingRotation }]]) });
    elements.push(announced());
  }
  expect(elements[0]).toBeTruthy();
  expect(elements[1]).toBeTruthy();
  expect(elements[0]).not.toBe(elements[1]);
});

test('shows the large rendition only when it is decoded', async () => {
  const { container } = await setup(0);
  const [small, large] = container.querySelectorAll('img');
  if (!small || !large) throw new Error('a photo has two renditions');
  await fireEvent.load(small);
  expect(small.classList.contains('loaded')).toBe(true);
  expect(large.classList.contains('loaded')).toBe(false);
  large.decode = () => Promise.resolve();
  await fireEvent.load(large);
  await vi.waitFor(() => {
    expect(large.classList.contains('loaded')).toBe(true);
  });
});

test('zooming in beyond the large rendition opens the original once, and shows it when it has loaded', async () => {
  const openOriginal = vi.fn(() => Promise.resolve('https://pictures.example/original'));
  const { container, rerender } = await setup(0, [[idOf(0), { ...photo, width: 6000, height: 4000 }]]);
  await rerender({ openOriginal });
  const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
  while (container.innerHTML.match(/scale\(5\)/) === null) await press('크게 보기');
  expect(openOriginal).not.toHaveBeenCalled();
  vi.spyOn(window, 'devicePixelRatio', 'get').mockReturnValue(3);
  for (const name of ['작게 보기', '크게 보기', '작게 보기', '크게 보기']) await press(name);
  expect(openOriginal).toHaveBeenCalledOnce();
  const original = await vi.waitUntil(() => container.querySelector<HTMLImageElement>('img[src$="/original"]'));
  expect(original.classList.contains('loaded')).toBe(false);
  original.decode = () => Promise.resolve();
  await fireEvent.load(original);
  await vi.waitFor(() => {
    expect(original.classList.contains('loaded')).toBe(true);
  });
  // Its renditions are rotated now, the original is not.
  await rerender({ source: sourceOf([[idOf(0), { ...photo, rotation: 90, width: 6000, height: 4000 }]]) });
  expect(container.querySelector('img[src$="/original"]')).toBeNull();
  expect(openOriginal).toHaveBeenCalledOnce();
});

test.each([
  [true, '이 사진을 불러오지 못했어요. 조금 뒤에 다시 해 보세요.'],
  [false, '지금은 이 사진을 불러올 수 없어요. 인터넷이 연결되면 보여 드릴게요.'],
])('a photo that fails has a button that loads both images again, if online: %s', async (isOnline, message) => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(isOnline);
  const { container } = await setup(0);
  const before = [...container.querySelectorAll('div:not([inert]) > .picture img')];
  expect(before).toHaveLength(2);
  for (const image of before) await fireEvent.error(image);
  const status = within(screen.getByRole('status'));
  expect(status.getByText(message)).toBeTruthy();
  const retry = status.queryByRole('button', { name: '다시 해 보기' });
  if (isOnline && retry) await fireEvent.click(retry);
  else await fireEvent(window, new Event('online'));
  expect(retry !== null).toBe(isOnline);
  expect(screen.queryByRole('status')).toBeNull();
  const after = [...container.querySelectorAll('div:not([inert]) > .picture img')];
  expect(after).toHaveLength(2);
  expect(after.some((image) => before.includes(image))).toBe(false);
});

test('one click plays a video, then arrows seek in it, and moving on stops it', async () => {
  const { load, player, onmove, rerender } = await setup(2);
  await fireEvent.click(screen.getByRole('button', { name: '재생' }));
  expect(load).toHaveBeenCalledOnce();
  expect(load.mock.lastCall?.[0].item).toBe(idOf(2));
  const stop = vi.spyOn(player, 'stop');
  vi.spyOn(player, 'playing', 'get').mockReturnValue(load.mock.lastCall?.[0]);
  await rerender({ source: sourceOf([...entries]) });
  const skip = vi.spyOn(player, 'skip');
  await fireEvent.keyDown(window, { key: 'ArrowLeft' });
  expect(skip).toHaveBeenCalledExactlyOnceWith(-5);
  expect(onmove).not.toHaveBeenCalled();
  await fireEvent.click(screen.getByRole('button', { name: '이전 사진' }));
  expect(stop).toHaveBeenCalledOnce();
  expect(onmove).toHaveBeenCalledWith(idOf(1));
});

test('plays and stops the motion clip of a photo by a button', async () => {
  const motionPhoto = { ...photo, variants: ['720'], duration: 2.8 };
  const { load, player, rerender, container } = await setup(0);
  await rerender({ source: sourceOf([[idOf(0), motionPhoto] as const]) });
  expect(player.playing).toBeUndefined();
  await fireEvent.click(screen.getByRole('button', { name: '움직이는 사진 보기' }));
  expect(load.mock.lastCall?.[0].item).toBe(idOf(0));
  const stop = vi.spyOn(player, 'stop');
  vi.spyOn(player, 'playing', 'get').mockReturnValue(load.mock.lastCall?.[0]);
  await rerender({ source: sourceOf([[idOf(0), { ...motionPhoto, addedAt: 2 }] as const]) });
  expect(container.querySelector('img[src$="/screen"]')).toBeTruthy();
  expect(screen.queryByRole('button', { name: '10초 뒤로' })).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: '멈춘 사진 보기' }));
  expect(stop).toHaveBeenCalledOnce();
});

test('looking around says if the device cannot, ends with its photo, and goes on in no other one', async () => {
  const panorama = { left: 0, top: 0, width: 1, height: 1 };
  const { rerender } = await setup(
    0,
    entries.map(([id]) => [id, { ...photo, panorama }]),
  );
  await fireEvent.click(screen.getByRole('button', { name: '둘러보기' }));
  const dialog = within(screen.getByRole('dialog'));
  expect((await dialog.findByRole('alert')).textContent).toContain('이 기기에서는 둘러볼 수 없어요.');
  await fireEvent.click(dialog.getByRole('button', { name: '왼쪽 보기' }));
  await rerender({ current: idOf(1) });
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('an unsupported image shows a message, does not zoom and loads nothing', async () => {
  const { rerender, container } = await setup(0);
  await rerender({ source: sourceOf([[idOf(0), { ...photo, isUnsupported: true as const, ratio: 1 }] as const]) });
  expect(screen.getByText(/보여 드릴 수 없어요/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: '크게 보기' })).toBeNull();
  expect(container.querySelector('img')).toBeNull();
});

test('has a reprocess button only with permission, and shows its status', async () => {
  const { rerender } = await setup(1);
  expect(screen.queryByRole('button', { name: '사진 다시 만들기' })).toBeNull();
  const onretry = vi.fn<() => void>();
  await rerender({ onretry });
  await openMenus();
  const menu = within(screen.getByRole('group', { name: '더보기' }));
  await fireEvent.click(menu.getByRole('button', { name: '사진 다시 만들기' }));
  expect(onretry).toHaveBeenCalledOnce();
  await rerender({ onretry: undefined, reprocessStatus: '다시 만들고 있어요.' });
  expect(screen.queryByRole('button', { name: '사진 다시 만들기' })).toBeNull();
  expect(screen.getByRole('status').textContent).toBe('다시 만들고 있어요.');
});

test('the actions are in one row, and those that are seldom needed in its menu', async () => {
  const [ontrash, onrotate] = [vi.fn<() => void>(), vi.fn<() => void>()];
  const { rerender, container } = await setup(0);
  const actions = [{ label: '휴지통으로 이동', short: '휴지통', icon: Circle, onclick: ontrash }];
  await rerender({ onsave: () => undefined, actions });
  expect(screen.queryByRole('group', { name: '더보기' })).toBeNull();
  await rerender({ menuActions: [{ label: '오른쪽으로 돌리기', icon: Circle, onclick: onrotate }] });
  const labels = [...container.querySelectorAll('.row .icon-button > span:first-of-type')];
  expect(labels.map((span) => span.textContent)).toEqual(['저장', '휴지통', '더보기']);
  await fireEvent.click(screen.getByRole('button', { name: '휴지통으로 이동' }));
  expect(ontrash).toHaveBeenCalledOnce();
  await openMenus();
  const menu = within(screen.getByRole('group', { name: '더보기' }));
  await fireEvent.click(menu.getByRole('button', { name: '오른쪽으로 돌리기' }));
  expect(onrotate).toHaveBeenCalledOnce();
});

/** A video that plays; the state is what the player says. */
async function setupPlaying() {
  vi.useFakeTimers();
  const view = await setup(2);
  view.player.stop();
  const state = vi.spyOn(view.player, 'state', 'get').mockReturnValue({ at: 'playing' });
  const playing = { item: idOf(2), entry: entries[2]?.[1] } as Playable;
  vi.spyOn(view.player, 'playing', 'get').mockReturnValue(playing);
  const isFaded = () => view.container.querySelector('.stage')?.classList.contains('faded');
  const wait = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    flushSync();
  };
  return { ...view, state, isFaded, wait };
}

test('controls fade 4 s after the last input while a video plays, and a touch only shows them', async () => {
  const { rerender, container, isFaded, wait, player } = await setupPlaying();
  await rerender({ source: sourceOf([...entries]) });
  const toggle = vi.spyOn(player, 'toggle').mockReturnValue();
  await wait(3999);
  expect(isFaded()).toBe(false);
  await wait(1);
  expect(isFaded()).toBe(true);
  // The caption, the date and the space for the picture stay.
  expect(container.querySelector('footer')).not.toBeNull();
  const pause = screen.getByRole('button', { name: '잠시 멈춤' });
  const touch = async () => {
    await fireEvent.pointerDown(pause, { pointerType: 'touch' });
    await fireEvent.click(pause, { detail: 1 });
  };
  await touch();
  expect(toggle).not.toHaveBeenCalled();
  expect(isFaded()).toBe(false);
  await touch();
  expect(toggle).toHaveBeenCalledOnce();
  await wait(4000);
  expect(isFaded()).toBe(true);
  await fireEvent.keyDown(window, { key: 'k', code: 'KeyK' });
  expect(isFaded()).toBe(false);
  vi.useRealTimers();
});

test('controls stay while a keyboard has the focus among them, and while a video is paused', async () => {
  const { rerender, isFaded, wait, state, container } = await setupPlaying();
  await rerender({ source: sourceOf([...entries]) });
  const find = vi.spyOn(container.querySelector('.stage') as HTMLElement, 'querySelector');
  find.mockReturnValue(document.body);
  await wait(9000);
  expect(find).toHaveBeenLastCalledWith(expect.stringContaining(':focus-visible'));
  expect(isFaded()).toBe(false);
  find.mockReturnValue(null);
  await wait(9000);
  expect(isFaded()).toBe(true);
  state.mockReturnValue({ at: 'paused' });
  await rerender({ source: sourceOf([...entries]) });
  expect(isFaded()).toBe(false);
  vi.useRealTimers();
});

test('bars over a photo fade by themselves, unless they are to stay, and by a tap; a tap or a mouse shows them', async () => {
  vi.useFakeTimers();
  const { container, rerender } = await setup(0);
  const element = container.querySelector<HTMLElement>('.stage') as HTMLElement;
  // The attachment focuses the stage.
  vi.spyOn(element, 'querySelector').mockReturnValue(null);
  const wait = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    flushSync();
  };
  const isFaded = () => element.classList.contains('faded');
  const area = container.querySelector<HTMLElement>('.area') as HTMLElement;
  const tap = async () => {
    const finger = { pointerType: 'touch', pointerId: 1, isPrimary: true };
    await fireEvent.pointerDown(area, { ...finger, buttons: 1 });
    await fireEvent.pointerUp(area, finger);
    await wait(300);
  };
  await wait(4000);
  expect(isFaded()).toBe(true);
  expect(screen.getByRole('button', { name: '앨범으로 돌아가기' })).toBeTruthy();
  await fireEvent.pointerMove(area, { pointerType: 'mouse' });
  expect(isFaded()).toBe(false);
  await tap();
  expect(isFaded()).toBe(true);
  await tap();
  expect(isFaded()).toBe(false);
  for (const hidden of [true, false]) {
    await fireEvent.keyDown(window, { key: ' ' });
    expect(isFaded()).toBe(hidden);
  }
  await rerender({ barsStay: 'until-tapped' });
  await wait(9000);
  expect(isFaded()).toBe(false);
  await tap();
  expect(isFaded()).toBe(true);
  await tap();
  await rerender({ barsStay: 'always' });
  await tap();
  await wait(9000);
  expect(isFaded()).toBe(false);
  vi.useRealTimers();
});
