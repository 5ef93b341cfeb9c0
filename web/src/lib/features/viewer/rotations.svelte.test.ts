import type { Entry, ItemId } from '@maru/model';
import type { Rotation } from '@maru/model/library/edits';
import { flushSync } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import { Rotations } from './rotations.svelte.ts';

const id = 'a' as ItemId;
let end: () => void;
afterEach(() => {
  end();
});

/** One photo, and each save with the functions that end it. */
function setup(rotation?: Rotation) {
  let entry = $state.raw({ ratio: 1.5, rev: 1, ...(rotation !== undefined && { rotation }) } as Entry);
  const saves: { rotation: Rotation; succeed: () => void; fail: () => void }[] = [];
  const save = (_: ItemId, chosen: Rotation) =>
    new Promise<void>((resolve, reject) => {
      saves.push({ rotation: chosen, succeed: resolve, fail: () => reject(new Error('offline')) });
    });
  let rotations!: Rotations;
  end = $effect.root(() => {
    rotations = new Rotations(save, () => entry);
  });
  const source = rotations.rotatedSource({
    count: 1,
    at: () => [id, entry],
    indexOf: () => 0,
    load: () => undefined,
  });
  return {
    saves,
    rotate: (by: 90 | 270 = 90) => rotations.rotate(id, entry, by),
    /** The pending rotation, undefined if there is none, and the ratio. */
    shown: () => {
      flushSync();
      const { pendingRotation, ratio } = source.at(0)?.[1] ?? {};
      expect(rotations.isPending(id)).toBe(pendingRotation !== undefined);
      return [pendingRotation, ratio];
    },
    render: (rev: number, rendered: Rotation) => {
      entry = { ...entry, rev, rotation: rendered };
    },
  };
}

test('rotates at once, until a rev has the rotation', async () => {
  const { saves, rotate, shown, render } = setup(270);
  expect(shown()).toEqual([undefined, 1.5]);
  const rotating = rotate();
  expect(shown()).toEqual([90, 1 / 1.5]);
  expect(saves[0]?.rotation).toBe(0);
  saves[0]?.succeed();
  await rotating;
  expect(shown()).toEqual([90, 1 / 1.5]);
  render(2, 0);
  expect(shown()).toEqual([undefined, 1.5]);
  // By someone else.
  render(3, 180);
  expect(shown()).toEqual([undefined, 1.5]);
});

test('saves one rotation at a time, and the last choice last', async () => {
  const { saves, rotate, shown, render } = setup();
  const rotating = rotate();
  await Promise.all([rotate(), rotate()]);
  expect(shown()).toEqual([270, 1 / 1.5]);
  expect(saves).toHaveLength(1);
  saves[0]?.succeed();
  await expect.poll(() => saves.map(({ rotation }) => rotation)).toEqual([90, 270]);
  render(2, 90);
  expect(shown()).toEqual([180, 1.5]);
  saves[1]?.succeed();
  await rotating;
  expect(shown()).toEqual([180, 1.5]);
});

test('rotating there and back stays pending until both are rendered', async () => {
  const { saves, rotate, shown, render } = setup();
  const rotating = rotate();
  await rotate(270);
  saves[0]?.succeed();
  await expect.poll(() => saves.map(({ rotation }) => rotation)).toEqual([90, 0]);
  saves[1]?.succeed();
  await rotating;
  expect(shown()).toEqual([0, 1.5]);
  render(2, 90);
  expect(shown()).toEqual([270, 1 / 1.5]);
  render(3, 0);
  expect(shown()).toEqual([undefined, 1.5]);
});

test('a failure restores the last saved rotation', async () => {
  const { saves, rotate, shown } = setup();
  const first = rotate();
  await rotate();
  saves[0]?.fail();
  await expect(first).rejects.toThrow('offline');
  expect(shown()).toEqual([undefined, 1.5]);
  expect(saves).toHaveLength(1);

  const second = rotate();
  saves[1]?.succeed();
  await second;
  const third = rotate();
  expect(shown()).toEqual([180, 1.5]);
  saves[2]?.fail();
  await expect(third).rejects.toThrow('offline');
  expect(shown()).toEqual([90, 1 / 1.5]);
});
