import { describe, expect, test } from 'vitest';
import type { ItemId } from '../ids.ts';
import { BadDocument } from '../schema.ts';
import { readChange } from './change.ts';
import { tombstoneId } from './order.ts';

const item = 'a'.repeat(32) as ItemId;
const entry = {
  ...{ kind: 'photo', state: 'ready', by: 'mum', rev: 1, token: 't', ratio: 1.5, variants: [], addedAt: new Date(5) },
  changed: { toMillis: () => 7 },
};

describe('readChange', () => {
  test('reads an entry', () => {
    expect(readChange(item, entry)).toEqual({
      item,
      changed: 7,
      entry: { kind: 'photo', state: 'ready', by: 'mum', rev: 1, token: 't', ratio: 1.5, variants: [], addedAt: 5 },
    });
  });

  test('reads a tombstone', () => {
    const id = tombstoneId(item, '2019-05-03T10:00:00');
    expect(readChange(id, { state: 'removed', changed: new Date(9) })).toEqual({
      item,
      removedFrom: '2019-05-03T10:00:00',
      changed: 9,
    });
  });

  test('ignores other documents and rejects invalid ones', () => {
    expect(readChange('notes', {})).toBeUndefined();
    expect(() => readChange(item, { ...entry, changed: undefined })).toThrow(BadDocument);
    expect(() => readChange(item, { changed: new Date(9) })).toThrow(BadDocument);
    expect(() => readChange(tombstoneId(item, 'x'), {})).toThrow(BadDocument);
  });
});
