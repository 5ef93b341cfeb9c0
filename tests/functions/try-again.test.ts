import { describe, expect, test } from 'vitest';
import { until } from '../harness.ts';
import { freshItem } from '../harness/seed.ts';
import { add, drawing, owner, settled } from './adding.ts';
import { joined, refused } from './family.ts';

describe('trying again', () => {
  test('makes a failed item again, under the same rev, and fails again by name', async () => {
    const { who, library } = await owner();
    const whole = await drawing(200, 150);
    const item = await add(who, library, whole.subarray(0, whole.length / 2));
    const first = await settled(library, item);
    expect(first).toMatchObject({ state: 'failed', failure: 'unreadable', rev: 1 });
    await who.call('retryItem', { library, item });
    const again = await until('it failed again', async () => {
      const found = await settled(library, item);
      return (found.changed ?? 0) > (first.changed ?? 0) ? found : undefined;
    });
    expect(again).toMatchObject({ state: 'failed', failure: 'unreadable', rev: 1 });
    await who.close();
  });

  test('is refused for what trying cannot mend, for what is not there, and to viewers', async () => {
    const { who, library } = await owner();
    const item = await add(who, library, Buffer.from(`a letter ${Math.random()}`));
    expect(await settled(library, item)).toMatchObject({ failure: 'not-media' });
    expect(await refused(who, 'retryItem', { library, item })).toBe('may-not');
    expect(await refused(who, 'retryItem', { library, item: freshItem() })).toBe('not-found');
    const mother = await joined(library, who, 'viewer');
    expect(await refused(mother, 'retryItem', { library, item })).toBe('may-not');
    const ready = await add(who, library, await drawing());
    await settled(library, ready);
    expect(await who.call('retryItem', { library, item: ready })).toEqual({});
    expect(await settled(library, ready)).toMatchObject({ state: 'ready', rev: 1 });
    await Promise.all([who.close(), mother.close()]);
  });
});
