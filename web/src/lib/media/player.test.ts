import type { Entry, ItemId, LibraryId } from '@maru/model';
import { afterEach, expect, test, vi } from 'vitest';
import type { Playable } from './playable.ts';
import { Player } from './player.svelte.ts';

vi.mock('hls.js', () => ({ default: { isSupported: () => false } }));

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

const playableOf = (item: string, more: Partial<Playable> = {}): Playable => ({
  library: 'l' as LibraryId,
  item: item as ItemId,
  entry: { kind: 'video', duration: 100, token: 't' } as Entry,
  title: '',
  masterUrl: 'https://storage.example/master.m3u8',
  ...more,
});

/** A player that plays `playable` on an element that is as the test says. */
async function setup(playable: Playable) {
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue();
  vi.spyOn(HTMLMediaElement.prototype, 'canPlayType').mockReturnValue('maybe');
  const player = new Player();
  await player.load(playable);
  const element = document.querySelector('video') as HTMLVideoElement;
  const be = (state: Partial<Record<'paused' | 'ended' | 'readyState' | 'duration' | 'currentTime', unknown>>) => {
    for (const [name, value] of Object.entries(state))
      Object.defineProperty(element, name, { value, configurable: true, writable: true });
    element.dispatchEvent(new Event('timeupdate'));
  };
  return { player, element, be };
}

test('while an item is processed its whole length shows, and a seek beyond what is ready goes to its end and says so', async () => {
  let progress: number | undefined = 0.3;
  const { player, element, be } = await setup(playableOf('tape', { progress: () => progress }));
  be({ paused: false, readyState: 4, duration: 30, currentTime: 5 });
  expect([player.timeline.duration, player.timeline.ready, player.timeline.isGrowing]).toEqual([100, 30, true]);
  player.seek(80);
  expect([element.currentTime, player.timeline.isBeyondReady]).toEqual([30, true]);
  player.seek(20);
  expect([element.currentTime, player.timeline.isBeyondReady]).toEqual([20, false]);
  progress = undefined;
  be({ duration: 99.9 });
  expect([player.timeline.duration, player.timeline.ready, player.timeline.isGrowing]).toEqual([99.9, 99.9, false]);
});

test('a stream that was opened while it was processed is opened again when it is played after that, at the same position', async () => {
  let progress: number | undefined = 1;
  const { player, be } = await setup(playableOf('clip', { progress: () => progress }));
  const load = vi.spyOn(player, 'load');
  be({ paused: true, readyState: 4, duration: 100, currentTime: 40 });
  player.play();
  expect(load).not.toHaveBeenCalled();
  progress = undefined;
  player.play();
  expect(load).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ item: 'clip' }), 40);
  player.play();
  expect(load).toHaveBeenCalledOnce();
});

test.each([
  ['a paused video stays paused', true],
  ['a video that plays plays on', false],
])('when its variants are looked at once it is processed, %s', async (_, paused) => {
  let progress: number | undefined = 1;
  const { player, element, be } = await setup(playableOf('clip', { progress: () => progress }));
  const [load, play] = [vi.spyOn(player, 'load'), vi.spyOn(element, 'play').mockClear()];
  be({ paused, readyState: 4, duration: 100, currentTime: 40 });
  player.refresh();
  expect(load).not.toHaveBeenCalled();
  progress = undefined;
  expect(player.timeline.isStale).toBe(true);
  player.refresh();
  await load.mock.results[0]?.value;
  expect(load).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ item: 'clip' }), 40, !paused);
  expect(play.mock.calls.length > 0).toBe(!paused);
  be({});
  expect([player.state.at, player.timeline.isStale]).toEqual([paused ? 'paused' : 'playing', false]);
});

test('nothing that is stopped is stale', async () => {
  let progress: number | undefined = 1;
  const { player } = await setup(playableOf('clip', { progress: () => progress }));
  progress = undefined;
  player.stop();
  expect(player.timeline.isStale).toBe(false);
});

test('steps by one frame, in its middle', async () => {
  const { player, be } = await setup(playableOf('tape'));
  be({ paused: true, readyState: 4, duration: 100, currentTime: 1 });
  player.stepFrame(1);
  expect(player.timeline.time).toBeCloseTo(31.5 / 30);
  be({ currentTime: 31.5 / 30 });
  player.stepFrame(-1);
  expect(player.timeline.time).toBeCloseTo(30.5 / 30);
});

test('goes on where the person stopped, and to the next item of the queue at its end', async () => {
  const save = vi.fn<(at: number | undefined) => void>();
  const queue = {
    items: ['a', 'b'] as ItemId[],
    entryOf: () => ({ kind: 'sound' }) as Entry,
    playableOf: (item: ItemId) => playableOf(item, { queue }),
  };
  const { player, be } = await setup(playableOf('a', { queue, position: { read: () => 61, save } }));
  const advanced = vi.fn<(from: ItemId, to: ItemId) => void>();
  player.onAdvance(advanced);
  expect(player.timeline.time).toBe(61);
  be({ paused: false, readyState: 4, duration: 100, currentTime: 61 });
  be({ paused: true, currentTime: 70 });
  expect(save).toHaveBeenLastCalledWith(70);
  const release = player.holdQueue();
  be({ paused: false });
  be({ ended: true, paused: true });
  expect(save).toHaveBeenLastCalledWith(undefined);
  // Somebody edits it.
  expect([advanced.mock.calls.length, player.state.at]).toEqual([0, 'ended']);
  release();
  be({ paused: false, ended: false });
  be({ ended: true, paused: true });
  expect(advanced).toHaveBeenCalledExactlyOnceWith('a', 'b');
  expect(player.playing?.item).toBe('b');
});

test('when the network is back, goes on if the network interrupted it', async () => {
  const { player, element, be } = await setup(playableOf('tape'));
  const load = vi.spyOn(player, 'load').mockResolvedValue();
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  be({ paused: false, readyState: 4, currentTime: 9 });
  element.dispatchEvent(new Event('error'));
  expect(player.state).toEqual({ at: 'failed', failure: 'no-network' });
  dispatchEvent(new Event('online'));
  expect(load).toHaveBeenCalledOnce();
});
