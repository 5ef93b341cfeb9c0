import { expect } from 'vitest';
import {
  ALL,
  paths,
  readAlbum,
  readEntry,
  readItem,
  renditionName,
  TOKEN_OVERLAP_S,
  type AlbumId,
  type ItemId,
  type Kind,
  type LibraryId,
} from '@maru/model';
import { rotateTokens, type RotatePorts } from '../src/token-rotation/rotate.ts';
import type { Fields, Store } from '../src/ports/documents.ts';
import { readIndex, readSheets } from '../src/album-index/stored-index.ts';
import { fakeDocuments } from './fake-documents.ts';
import { noIds, noQueue, noRenditions } from './unused-ports.ts';

// A library for tests of token rotation, whose machine can crash at any step.

/** The library, two of its albums, and its items by number. */
export const library = 'l'.repeat(20) as LibraryId;
export const summer = 's'.repeat(20) as AlbumId;
const hidden = 'h'.repeat(20) as AlbumId;
export const idOf = (n: number): ItemId =>
  `${'abcdefghijklmnopqrstuvwxyz'[n % 26]}${'abcdefghijklmnopqrstuvwxyz'[Math.floor(n / 26)]}${'a'.repeat(30)}` as ItemId;
const LOST_AT = 5_000_000;

interface StoredObject {
  tokens: string[];
  text?: string;
}

/** A library of a hundred photos and two videos; `hidden` contains the last two photos. */
export function world() {
  const documents = new Map<string, Fields>();
  const objects = new Map<string, StoredObject>();
  let now = LOST_AT + 1;
  let random = 0;
  /** The remaining steps of the machine. */
  let stepsLeft = Infinity;
  const step = <T>(value: T): Promise<T> => {
    stepsLeft -= 1;
    return stepsLeft < 0 ? Promise.reject(new Error('killed')) : Promise.resolve(value);
  };
  const store = fakeDocuments(documents, () => now);
  const heartbeats = new Set<() => void>();
  /** Every token that anyone has received. */
  const published = new Set<unknown>(['old']);
  /** The tokens in each version of an album's index. */
  const indexes = new Map<Fields, ReadonlyMap<ItemId, string>>();
  /** When an object lost a token, and the latest publication by then. */
  const tooEarly: string[] = [];
  const publishedAt = (name: string): number => {
    const item = name.split('/')[2] as ItemId;
    return readItem(documents.get(paths.item(library, item))).changed ?? 0;
  };
  /** The tokens of an item in the indexes of its albums: what opens an album now. */
  const indexedTokens = async (item: ItemId): Promise<string[]> => {
    const tokens: string[] = [];
    for (const album of [ALL, summer]) {
      const version = documents.get(paths.outlinePage(library, album, 0));
      if (!version) continue;
      if (!indexes.has(version)) indexes.set(version, await tokensIn(store, library, album));
      const token = indexes.get(version)?.get(item);
      if (token !== undefined) tokens.push(token);
    }
    return tokens;
  };
  const checkDropped = async (name: string, tokens: readonly string[]): Promise<void> => {
    const before = objects.get(name)?.tokens ?? [];
    if (!before.some((token) => !tokens.includes(token) && published.has(token))) return;
    if (now < publishedAt(name) + TOKEN_OVERLAP_S * 1000) tooEarly.push(name);
    const indexed = await indexedTokens(name.split('/')[2] as ItemId);
    if (indexed.some((token) => !tokens.includes(token))) tooEarly.push(`${name} in an index`);
  };
  const ports: RotatePorts = {
    tokenOverlapMs: TOKEN_OVERLAP_S * 1000,
    store: {
      ...store,
      transact: async (callback) => {
        await step(0);
        const result = await store.transact(callback);
        for (const { token } of documents.values()) published.add(token);
        return result;
      },
    },
    renditions: {
      ...noRenditions,
      list: (prefix) => step([...objects.keys()].filter((name) => name.startsWith(prefix))),
      setTokens: async (name, tokens) => {
        await step(0);
        await checkDropped(name, tokens);
        const stored = objects.get(name);
        if (stored) stored.tokens = [...tokens];
      },
      rewritePlaylist: async (name, change, tokens) => {
        await step(0);
        const stored = objects.get(name);
        if (stored) objects.set(name, { tokens: [...tokens], text: change(stored.text ?? '') });
      },
    },
    queue: noQueue,
    clock: {
      now: () => now,
      sleep: async (ms) => {
        await step(0);
        for (const end = now + ms; now < end;) {
          now = Math.min(end, now + 10_000);
          for (const heartbeat of heartbeats) heartbeat();
          await new Promise(setImmediate);
        }
      },
      every: (_ms, act) => {
        heartbeats.add(act);
        return () => void heartbeats.delete(act);
      },
    },
    ids: { ...noIds, token: () => `new-${(random += 1)}` },
    log: () => undefined,
  };
  const put = (item: ItemId, kind: Kind, albums: AlbumId[], variants: string[] = []): void => {
    const made = { kind, variants, token: 'old', rev: 1, addedAt: new Date(1), changed: new Date(1) };
    documents.set(paths.item(library, item), {
      ...made,
      ...{ state: 'ready', uploader: 'me', fileName: 'a', size: 1, albums, format: 'jpeg' },
    });
    for (const album of albums)
      documents.set(paths.entry(library, album, item), { ...made, state: 'ready', by: 'me', ratio: 1 });
    const files = kind === 'photo' ? ['grid', 'screen'] : ['grid', 'poster', 'stream/360-0.mp4'];
    for (const file of files) objects.set(`r/${library}/${item}/1/${file}`, { tokens: ['old'] });
    if (kind === 'video')
      objects.set(renditionName(library, item, 1, 'stream/360.m3u8'), {
        tokens: ['old'],
        text: 'a?alt=media&token=old',
      });
  };
  for (const album of [ALL, summer, hidden])
    documents.set(paths.album(library, album), {
      ...{ title: 'a', by: 'me', audience: { kind: 'library' }, readers: ['me'], count: 1 },
      ...{ createdAt: new Date(1) },
    });
  for (let n = 0; n < 100; n++) put(idOf(n), 'photo', n >= 98 ? [hidden] : n % 2 === 0 ? [ALL] : [ALL, summer]);
  for (const n of [100, 101]) put(idOf(n), 'video', [ALL], ['360']);
  const requestRotation = (
    id: string,
    of: { albums?: AlbumId[]; items?: ItemId[]; everything?: boolean },
    at = LOST_AT,
  ): void =>
    void documents.set(paths.rotation(library, id), { albums: [], everything: false, ...of, at: new Date(at) });
  return {
    documents,
    objects,
    ports,
    put,
    lose: requestRotation,
    early: tooEarly,
    kill: (after: number) => (stepsLeft = after),
    pass: (ms: number) => (now += ms),
    item: (n: number) => readItem(documents.get(paths.item(library, idOf(n)))),
    rotate: () => rotateTokens(ports, { library, rotation: 'one' }),
  };
}

/** The token of each item in an album's index. */
async function tokensIn(store: Store, library: LibraryId, album: AlbumId): Promise<ReadonlyMap<ItemId, string>> {
  const index = await readIndex(store, library, album);
  const ids = index?.outline.map(({ id }) => id) ?? [];
  const sheets = index && (await readSheets(store, library, album, index, ids));
  return new Map([...(sheets?.values() ?? [])].flat().map(([id, { token }]) => [id, token]));
}

/** Checks what must hold at any time: what is visible can be read. */
export function expectReadable({ documents, objects }: ReturnType<typeof world>): void {
  for (const [path, fields] of documents) {
    if (!path.includes('/entries/')) continue;
    const { token, rev } = readEntry(fields);
    const prefix = `r/${library}/${String(path.split('/').at(-1))}/${rev}/`;
    const all = [...objects].filter(([name]) => name.startsWith(prefix));
    expect(all.length).toBeGreaterThan(0);
    for (const [, stored] of all) expect(stored.tokens).toContain(token);
  }
}

/** Checks what must hold in the end. */
export function expectRotated(at: ReturnType<typeof world>): void {
  const { documents, objects } = at;
  expectReadable(at);
  for (let n = 0; n < 102; n++) {
    const { token, albums } = at.item(n);
    if (n === 98 || n === 99) {
      expect(token).toBe('old');
      continue;
    }
    expect(token).not.toBe('old');
    for (const [name, stored] of objects)
      if (name.includes(idOf(n))) expect([name, stored.tokens]).toEqual([name, [token]]);
    for (const album of albums)
      expect(readEntry(documents.get(paths.entry(library, album, idOf(n)))).token).toBe(token);
  }
  for (const album of [ALL, summer]) {
    const { cover } = readAlbum(documents.get(paths.album(library, album)));
    expect(cover?.token).toBe(cover && readItem(documents.get(paths.item(library, cover.item))).token);
  }
  for (const [name, { text, tokens }] of objects)
    if (name.endsWith('.m3u8')) expect(text).toBe(`a?alt=media&token=${tokens[0]}`);
  expect([...documents.keys()].filter((path) => /rotations|rotating/.test(path))).toEqual([]);
  expect(at.early).toEqual([]);
}
