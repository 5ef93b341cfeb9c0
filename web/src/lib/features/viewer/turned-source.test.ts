import type { Entry, ItemId } from '@maru/model';
import type { Rotation } from '@maru/model/library/edits';
import { expect, test } from 'vitest';
import type { ViewerSource } from './stage.svelte.ts';
import { turnedSource } from './turned-source.ts';

const id = 'a' as ItemId;

const shown = (entry: Partial<Entry>, rotation?: Rotation) => {
  const row = [id, { ratio: 1.5, ...entry } as Entry] as const;
  const source: ViewerSource = { count: 1, at: () => row, indexOf: () => 0, load: () => undefined };
  return turnedSource(source, new Map(rotation === undefined ? [] : [[id, rotation]])).at(0)?.[1];
};

test('turns an image until its rendition has the rotation', () => {
  expect(shown({})).toEqual({ ratio: 1.5 });
  expect(shown({}, 90)).toEqual({ ratio: 1 / 1.5, turn: 90 });
  expect(shown({}, 180)).toEqual({ ratio: 1.5, turn: 180 });
  expect(shown({ rotation: 90 }, 90)).toEqual({ ratio: 1.5, rotation: 90 });
  expect(shown({ rotation: 90 }, 0)).toEqual({ ratio: 1 / 1.5, rotation: 90, turn: 270 });
});
