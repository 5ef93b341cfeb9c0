import { ALL, paths, readEntry, readItem, renditionName, TOKEN_OVERLAP_S, TRASH, type ItemId } from '@maru/model';
import { describe, expect, test } from 'vitest';
import { expectReadable, expectRotated, idOf, library, summer, world } from '../../testing/rotations.ts';
import { LockHeld } from '../concurrency/lock.ts';
import { indexAlbum } from '../album-index/index-album.ts';
import { rotateTokens } from './rotate.ts';

describe('rotating the tokens of lost items', () => {
  test('renews all tokens of an album, and no others', async () => {
    const at = world();
    at.lose('one', { albums: [ALL, summer] });
    await at.rotate();
    expectRotated(at);
  });

  test('renews an item of several albums once', async () => {
    const at = world();
    for (const album of [ALL, summer]) await indexAlbum(at.ports, { library, album });
    at.lose('one', { albums: [ALL, summer] });
    const { sleep } = at.ports.clock;
    const slowSleep = async (ms: number) => {
      // Publishing a page takes much less time than its overlap.
      for (let i = 0; i < 20_000; i++) await new Promise(setImmediate);
      await sleep(ms);
    };
    Object.assign(at.ports.clock, { sleep: slowSleep });
    const began = at.ports.clock.now();
    await at.rotate();
    // One for the holder of the lock, and one for each of the hundred items.
    expect(at.ports.ids.token()).toBe('new-102');
    expect(at.ports.clock.now() - began).toBeLessThan(3 * TOKEN_OVERLAP_S * 1000);
  });

  test('continues after being killed at any step, and visible items stay readable', async () => {
    let kills = 0;
    for (let after = 0; ; after += 37) {
      const at = world();
      at.lose('one', { albums: [ALL] });
      at.kill(after);
      const ended = await at.rotate().then(
        () => 'done',
        () => 'killed',
      );
      expectReadable(at);
      at.kill(Infinity);
      if (ended === 'done') break;
      kills += 1;
      at.pass(31_000);
      await at.rotate();
      expectRotated(at);
    }
    expect(kills).toBeGreaterThan(10);
  });

  test('also rotates what is lost meanwhile', async () => {
    const at = world();
    at.lose('one', { albums: [ALL] });
    const { renditions } = at.ports;
    const seen = new Map<string, string>();
    let isLost = false;
    const setTokens: typeof renditions.setTokens = async (name, tokens) => {
      await renditions.setTokens(name, tokens);
      if (isLost || !name.includes(idOf(25))) return;
      // Somebody saw all that was published by now, and loses it.
      isLost = true;
      at.pass(1);
      for (let n = 0; n < 98; n++) seen.set(idOf(n), at.item(n).token ?? '');
      at.lose('two', { albums: [ALL, summer] }, at.ports.clock.now());
    };
    await rotateTokens({ ...at.ports, renditions: { ...renditions, setTokens } }, { library, rotation: 'one' });
    expect(isLost).toBe(true);
    expectRotated(at);
    for (const [item, token] of seen)
      expect(readItem(at.documents.get(paths.item(library, item as ItemId))).token).not.toBe(token);
  });

  test('also rotates a token that was published while the revocation was being committed', async () => {
    const at = world();
    at.lose('one', { albums: [ALL] });
    const { store } = at.ports;
    let seen: string | undefined;
    const transact: typeof store.transact = async (run) => {
      const result = await store.transact(run);
      if (seen === undefined && at.item(0).token !== 'old') {
        // The time that it carries is from before the first tokens were published.
        seen = at.item(0).token;
        at.lose('two', { albums: [ALL] }, at.ports.clock.now() - 500);
      }
      return result;
    };
    await rotateTokens({ ...at.ports, store: { ...store, transact } }, { library, rotation: 'one' });
    expect(seen).toBeDefined();
    expect(at.item(0).token).not.toBe(seen);
    expectRotated(at);
  });

  test('keeps the token of a rev in processing, and rotates that of older revs', async () => {
    const at = world();
    at.lose('one', { albums: [ALL] });
    const path = paths.item(library, idOf(3));
    at.documents.set(path, { ...at.documents.get(path), state: 'processing', rev: 2 });
    at.objects.set(renditionName(library, idOf(3), 2, 'grid'), { tokens: ['processing'] });
    await at.rotate();
    expect(at.objects.get(renditionName(library, idOf(3), 2, 'grid'))?.tokens).toEqual(['processing']);
    expect(at.objects.get(renditionName(library, idOf(3), 1, 'grid'))?.tokens).toEqual([at.item(3).token]);
    expect(at.item(3).token).not.toBe('old');
  });

  test('keeps the token of an item that is reprocessed during the rotation', async () => {
    const at = world();
    at.lose('one', { albums: [ALL] });
    const path = paths.item(library, idOf(3));
    const { renditions } = at.ports;
    const setTokens: typeof renditions.setTokens = async (name, tokens) => {
      await renditions.setTokens(name, tokens);
      if (name.includes(idOf(3)) && at.item(3).rev === 1) {
        for (const file of ['grid', 'screen'] as const)
          at.objects.set(renditionName(library, idOf(3), 2, file), { tokens: ['recorded'] });
        for (const one of [path, ...[ALL, summer].map((album) => paths.entry(library, album, idOf(3)))])
          at.documents.set(one, { ...at.documents.get(one), rev: 2, token: 'recorded' });
      }
    };
    await rotateTokens({ ...at.ports, renditions: { ...renditions, setTokens } }, { library, rotation: 'one' });
    expect(at.item(3)).toMatchObject({ rev: 2, token: 'recorded' });
    for (const [name, { tokens }] of at.objects) if (name.includes(idOf(3))) expect(tokens).toEqual(['recorded']);
    expectReadable(at);
  });

  test('renews listed items, whatever step it is killed at, and no others', async () => {
    const items = Array.from({ length: 50 }, (_, n) => idOf(n));
    for (let after = 0, isKilled = true; isKilled; after += 29) {
      const at = world();
      at.lose('one', { items });
      at.kill(after);
      isKilled = await at.rotate().then(
        () => false,
        () => true,
      );
      at.kill(Infinity);
      at.pass(31_000);
      await at.rotate();
      expectReadable(at);
      for (let n = 0; n < 102; n++) expect(at.item(n).token !== 'old').toBe(n < 50);
      for (const item of items)
        for (const [name, { tokens }] of at.objects) if (name.includes(item)) expect(tokens).not.toContain('old');
      expect(at.documents.has(paths.rotation(library, 'one'))).toBe(false);
    }
  });

  test('renews the video of a Live Photo, which is in no album, with its photo', async () => {
    const at = world();
    const [photo, video] = [paths.item(library, idOf(1)), paths.item(library, idOf(101))];
    at.documents.set(photo, { ...at.documents.get(photo), motionVideo: idOf(101) });
    at.documents.set(video, { ...at.documents.get(video), motionOf: idOf(1) });
    at.documents.delete(paths.entry(library, ALL, idOf(101)));
    at.lose('one', { albums: [summer] });
    await at.rotate();
    const { token } = at.item(101);
    expect(token).not.toBe('old');
    for (const [name, { tokens }] of at.objects) if (name.includes(idOf(101))) expect(tokens).toEqual([token]);
  });

  test('people who lost access come before listed items', async () => {
    const at = world();
    for (const id of ['a', 'b', 'c']) at.lose(id, { items: [idOf(0)] });
    at.lose('d', { albums: [summer] });
    const { renditions } = at.ports;
    const order: string[] = [];
    const setTokens: typeof renditions.setTokens = (name, tokens) => {
      order.push(name.split('/')[2] ?? '');
      return renditions.setTokens(name, tokens);
    };
    await rotateTokens({ ...at.ports, renditions: { ...renditions, setTokens } }, { library, rotation: 'a' });
    expect(order.indexOf(idOf(0))).toBeGreaterThan(order.indexOf(idOf(97)));
  });

  test('finds the entry of an item in the trash, and skips one that is being purged', async () => {
    const at = world();
    for (const n of [1, 2]) {
      const path = paths.item(library, idOf(n));
      at.documents.set(path, { ...at.documents.get(path), trashedAt: new Date(1) });
      for (const album of [ALL, summer]) at.documents.delete(paths.entry(library, album, idOf(n)));
    }
    at.documents.set(paths.album(library, TRASH), at.documents.get(paths.album(library, ALL)) ?? {});
    at.documents.set(paths.entry(library, TRASH, idOf(1)), at.documents.get(paths.entry(library, ALL, idOf(0))) ?? {});
    const purging = paths.item(library, idOf(2));
    at.documents.set(purging, { ...at.documents.get(purging), isPurging: true });
    at.lose('one', { everything: true });
    await at.rotate();
    const { token } = at.item(1);
    expect(token).not.toBe('old');
    expect(readEntry(at.documents.get(paths.entry(library, TRASH, idOf(1)))).token).toBe(token);
    expect(at.item(2).token).toBe('old');
  });

  test('rotates every item for `everything`, in albums or not', async () => {
    const at = world();
    at.lose('one', { everything: true });
    await at.rotate();
    for (let n = 0; n < 102; n++) expect(at.item(n).token).not.toBe('old');
    expectReadable(at);
  });

  test('does nothing when nothing is left, and throws while another run holds the lock', async () => {
    const at = world();
    await at.rotate();
    at.lose('one', { albums: [ALL] });
    at.documents.set(paths.rotationLock(library), { holder: 'another', until: new Date(at.ports.clock.now() + 5000) });
    await expect(at.rotate()).rejects.toThrow(LockHeld);
    expect(at.item(0).token).toBe('old');
  });
});
