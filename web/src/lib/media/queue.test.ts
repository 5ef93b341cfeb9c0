import type { Entry, ItemId, LibraryId } from '@maru/model';
import { expect, test } from 'vitest';
import type { Playable, PlayQueue } from './playable.ts';
import { Queue, shuffle } from './queue.svelte.ts';

const songs = ['a', 'b', 'c', 'd'] as ItemId[];

function queueOf(items: readonly ItemId[], gone: readonly string[] = []): (item: string) => Playable {
  const playableOf = (item: string): Playable => ({
    library: 'l' as LibraryId,
    item: item as ItemId,
    entry: {} as Entry,
    title: '',
    masterUrl: '',
    queue,
  });
  const queue: PlayQueue = {
    items,
    entryOf: (item) => (gone.includes(item) ? undefined : ({} as Entry)),
    playableOf,
  };
  return playableOf;
}

test('goes on in order past items that are gone, and ends at the last', () => {
  const playable = queueOf(songs, ['c']);
  const queue = new Queue();
  queue.goTo(playable('b'));
  expect([queue.previous?.item, queue.next?.item, queue.hasOthers]).toEqual(['a', 'd', true]);
  queue.goTo(playable('d'));
  expect(queue.next).toBeUndefined();
  queue.goTo({ ...playable('z'), queue: undefined });
  expect([queue.next, queue.previous, queue.hasOthers]).toEqual([undefined, undefined, false]);
});

test('shuffled, every item plays once, and the order stays until the queue changes', () => {
  const playable = queueOf(songs);
  const queue = new Queue();
  queue.goTo(playable('c'));
  queue.toggleShuffled();
  const played = ['c'];
  for (let next = queue.next; next; next = queue.next) {
    played.push(next.item);
    queue.goTo(playable(next.item));
  }
  expect(played.toSorted()).toEqual(songs);
  expect(queue.previous?.item).toBe(played.at(-2));
  queue.goTo(queueOf(['x', 'y'] as ItemId[])('y'));
  expect(queue.next?.item).toBe('x');
  queue.toggleShuffled();
  expect([queue.previous?.item, queue.next]).toEqual(['x', undefined]);
});

test('shuffling keeps the first item and loses none', () => {
  expect(shuffle(songs, 'c' as ItemId, () => 0)).toEqual(['c', 'b', 'd', 'a']);
});
