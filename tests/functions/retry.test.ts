import { describe, expect, test } from 'vitest';
import { waitFor } from '../harness.ts';
import { newItemId } from '../harness/seed.ts';
import { uploadItem, uniqueJpeg, createLibrary, waitUntilProcessed } from './uploading.ts';
import { addMember, tryCall } from './members.ts';

describe('retrying', () => {
  test('processes a failed item again under the same rev, and stores the failure again', async () => {
    const { owner, library } = await createLibrary();
    const whole = await uniqueJpeg(200, 150);
    const item = await uploadItem(owner, library, whole.subarray(0, whole.length / 20));
    const first = await waitUntilProcessed(library, item);
    expect(first).toMatchObject({ state: 'failed', failure: 'unreadable', rev: 1 });
    await owner.call('retryItem', { library, item });
    const again = await waitFor('it failed again', async () => {
      const found = await waitUntilProcessed(library, item);
      return (found.changed ?? 0) > (first.changed ?? 0) ? found : undefined;
    });
    expect(again).toMatchObject({ state: 'failed', failure: 'unreadable', rev: 1 });
    await owner.close();
  });

  test('is refused for permanent failures, missing items and viewers', async () => {
    const { owner, library } = await createLibrary();
    const item = await uploadItem(owner, library, Buffer.from(`a letter ${Math.random()}`));
    expect(await waitUntilProcessed(library, item)).toMatchObject({ failure: 'not-media' });
    expect(await tryCall(owner, 'retryItem', { library, item })).toBe('forbidden');
    expect(await tryCall(owner, 'retryItem', { library, item: newItemId() })).toBe('not-found');
    const mother = await addMember(library, owner, 'viewer');
    expect(await tryCall(mother, 'retryItem', { library, item })).toBe('forbidden');
    const ready = await uploadItem(owner, library, await uniqueJpeg());
    await waitUntilProcessed(library, ready);
    expect(await owner.call('retryItem', { library, item: ready })).toEqual({});
    expect(await waitUntilProcessed(library, ready)).toMatchObject({ state: 'ready', rev: 1 });
    await Promise.all([owner.close(), mother.close()]);
  });
});
