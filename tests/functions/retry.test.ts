import { describe, expect, test } from 'vitest';
import { waitFor } from '../harness.ts';
import { newItemId } from '../harness/seed.ts';
import { uploadItem, uniqueJpeg, createLibrary, waitUntilProcessed } from './uploading.ts';
import { addMember, tryCall } from './members.ts';

describe('trying again', () => {
  test('makes a failed item again, under the same rev, and fails again by name', async () => {
    const { who, library } = await createLibrary();
    const whole = await uniqueJpeg(200, 150);
    const item = await uploadItem(who, library, whole.subarray(0, whole.length / 2));
    const first = await waitUntilProcessed(library, item);
    expect(first).toMatchObject({ state: 'failed', failure: 'unreadable', rev: 1 });
    await who.call('retryItem', { library, item });
    const again = await waitFor('it failed again', async () => {
      const found = await waitUntilProcessed(library, item);
      return (found.changed ?? 0) > (first.changed ?? 0) ? found : undefined;
    });
    expect(again).toMatchObject({ state: 'failed', failure: 'unreadable', rev: 1 });
    await who.close();
  });

  test('is refused for what trying cannot mend, for what is not there, and to viewers', async () => {
    const { who, library } = await createLibrary();
    const item = await uploadItem(who, library, Buffer.from(`a letter ${Math.random()}`));
    expect(await waitUntilProcessed(library, item)).toMatchObject({ failure: 'not-media' });
    expect(await tryCall(who, 'retryItem', { library, item })).toBe('may-not');
    expect(await tryCall(who, 'retryItem', { library, item: newItemId() })).toBe('not-found');
    const mother = await addMember(library, who, 'viewer');
    expect(await tryCall(mother, 'retryItem', { library, item })).toBe('may-not');
    const ready = await uploadItem(who, library, await uniqueJpeg());
    await waitUntilProcessed(library, ready);
    expect(await who.call('retryItem', { library, item: ready })).toEqual({});
    expect(await waitUntilProcessed(library, ready)).toMatchObject({ state: 'ready', rev: 1 });
    await Promise.all([who.close(), mother.close()]);
  });
});
