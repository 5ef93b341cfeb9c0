import type { Entry, ItemId, LibraryId } from '@maru/model';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Playable } from './playable.ts';
import { PositionKeeper } from './position-keeper.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setup(read: () => number | undefined = () => undefined) {
  const save = vi.fn<(at: number | undefined) => void>();
  const tape: Playable = {
    library: 'l' as LibraryId,
    item: 'tape' as ItemId,
    entry: {} as Entry,
    title: '',
    masterUrl: '',
    position: { read, save },
  };
  return { keeper: new PositionKeeper(), tape, save };
}

test('saves while it plays at most every 15 seconds, and at a pause', () => {
  const { keeper, tape, save } = setup();
  for (let second = 10; second < 40; second += 1) {
    keeper.playing(tape, second, 7200);
    vi.advanceTimersByTime(1000);
  }
  expect(save.mock.calls).toEqual([[25]]);
  keeper.keep(tape, 40, 7200);
  keeper.keep(tape, 40.2, 7200);
  expect(save.mock.calls).toEqual([[25], [40]]);
});

test('starts where it was saved, and over after its end and in its last seconds', () => {
  const { keeper, tape, save } = setup(() => 612);
  expect(keeper.startOf(tape)).toBe(612);
  keeper.keep(tape, 7195, 7200);
  expect(save).toHaveBeenLastCalledWith(undefined);
  keeper.end(tape);
  expect(save).toHaveBeenLastCalledWith(undefined);
});

test('who leaves in the first seconds keeps the position of another device, unless they went back there', () => {
  const { keeper, tape, save } = setup();
  keeper.playing(tape, 0, 7200);
  keeper.keep(tape, 3, 7200);
  expect(save).not.toHaveBeenCalled();
  keeper.keep(tape, 600, 7200);
  keeper.keep(tape, 2, 7200);
  expect(save.mock.calls).toEqual([[600], [undefined]]);
});

test('remembers a short clip in this window only', () => {
  const { keeper, tape, save } = setup();
  keeper.keep(tape, 7, 30);
  expect(save).not.toHaveBeenCalled();
  expect(keeper.startOf(tape)).toBe(7);
  keeper.end(tape);
  expect(keeper.startOf(tape)).toBe(0);
});
