import { may, originalName, paths, PRINCIPALS, renditionName, UPLOAD_DAYS, type Principal } from '@maru/model';
import { beforeAll, describe, expect, test } from 'vitest';
import { useEngine } from '../harness.ts';
import { freshItem, seed, seedItem, seedObject, unseed } from '../harness/seed.ts';
import { as, type Outcome } from './asking.ts';
import { announced, makeWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});

const BYTES = new TextEncoder().encode('abc');
const BUCKETS = ['originals', 'renditions'] as const;
const VERBS = ['get', 'download', 'list', 'create', 'update', 'delete'] as const;
type Verb = (typeof VERBS)[number];

/** What may be in a bucket: names of the model, those that parts to come will use, and names of nobody's. */
const NAMES = {
  original: (item) => originalName(world.library, item),
  rendition: (item) => renditionName(world.library, item, 1, 'grid.webp'),
  incoming: (item) => `incoming/${world.library}/${world.uids.owner}/${item}`,
  deeper: (item) => `${originalName(world.library, item)}/1`,
  higher: (item) => `originals/${item}`,
  stray: (item) => item,
} satisfies Record<string, (item: ReturnType<typeof freshItem>) => string>;

/** Announces an item as far as rules let this person, then tries its bytes under this name. */
async function bring(who: Principal, bucket: string, name: keyof typeof NAMES): Promise<Outcome> {
  const item = freshItem();
  await world.as(who).set(paths.item(world.library, item), announced(world.uids[who]));
  return world.as(who).upload(bucket, NAMES[name](item), BYTES);
}

async function tryIt(who: Principal, verb: Verb, bucket: string, name: keyof typeof NAMES): Promise<Outcome> {
  if (verb === 'create') return bring(who, bucket, name);
  const there = NAMES[name](world.item);
  if (verb === 'list') return world.as(who).listObjects(bucket, there.slice(0, there.lastIndexOf('/') + 1));
  return world.as(who).object(bucket, there, verb);
}

const tested = new Set<string>();

for (const bucket of BUCKETS) {
  for (const name of Object.keys(NAMES) as (keyof typeof NAMES)[]) {
    describe(`${name} in ${bucket}`, () => {
      beforeAll(async () => {
        await seedObject(useEngine().buckets[bucket], NAMES[name](world.item));
      });
      for (const verb of VERBS) {
        test(verb, async () => {
          for (const who of PRINCIPALS) {
            const isOpen = bucket === 'originals' && name === 'original' && verb === 'create' && may(who, 'add-items');
            const outcome = await tryIt(who, verb, useEngine().buckets[bucket], name);
            expect(outcome, who).toBe(isOpen ? 'allowed' : 'denied');
            tested.add(`${bucket} ${name} ${verb} ${who}`);
          }
        });
      }
    });
  }
}

test('every name in both buckets by every verb and principal has an outcome', () => {
  expect(tested.size).toBe(BUCKETS.length * Object.keys(NAMES).length * VERBS.length * PRINCIPALS.length);
});

describe('the bytes of an original', () => {
  const bucket = (): string => useEngine().buckets.originals;
  const minute = 1 / (24 * 60);

  /** An item that waits for the editor's three bytes, but for `more`; then the editor brings them. */
  async function bringFor(more: Partial<Parameters<typeof seedItem>[1]>, bytes = BYTES): Promise<Outcome> {
    const { library, uids } = world;
    const item = await seedItem(library, { uploader: uids.editor, state: 'uploading', ...more });
    return as(uids.editor).upload(bucket(), originalName(library, item), bytes);
  }

  test('come from who announced them, as many as announced, in time', async () => {
    expect(await bringFor({})).toBe('allowed');
    expect(await bringFor({ days: UPLOAD_DAYS - minute })).toBe('allowed');
    expect(await bringFor({ days: UPLOAD_DAYS + minute })).toBe('denied');
    expect(await bringFor({ size: 4 })).toBe('denied');
    expect(await bringFor({ size: 2 })).toBe('denied');
    expect(await bringFor({}, new TextEncoder().encode(''))).toBe('denied');
    expect(await bringFor({ uploader: world.uids.owner })).toBe('denied');
  });

  test('come only while they are awaited', async () => {
    for (const state of ['processing', 'ready', 'failed'] as const) {
      expect(await bringFor({ state }), state).toBe('denied');
    }
    expect(await bringFor({ state: 'failed', failure: 'damaged' })).toBe('denied');
  });

  test('do not come without an item document', async () => {
    const { library, uids } = world;
    expect(await as(uids.owner).upload(bucket(), originalName(library, freshItem()), BYTES)).toBe('denied');
  });

  test('do not come from somebody signed out, whoever announced them', async () => {
    const { library, uids } = world;
    const item = await seedItem(library, { uploader: uids.nobody, state: 'uploading' });
    expect(await as(undefined).upload(bucket(), originalName(library, item), BYTES)).toBe('denied');
  });

  test('are never written over', async () => {
    const { library, uids } = world;
    const item = await seedItem(library, { uploader: uids.editor, state: 'uploading' });
    const name = originalName(library, item);
    expect(await as(uids.editor).upload(bucket(), name, BYTES)).toBe('allowed');
    // As if functions had not seen them yet: the item still waits.
    await seedItem(library, { uploader: uids.editor, state: 'uploading', item });
    expect(await as(uids.editor).upload(bucket(), name, new TextEncoder().encode('xyz'))).toBe('denied');
    await unseed(paths.item(library, item));
    await seed(paths.item(library, item), { state: 'uploading', uploader: uids.editor, size: 3 });
    expect(await as(uids.editor).upload(bucket(), name, BYTES)).toBe('denied');
  });

  test('are not read, by who brought them neither', async () => {
    const { library, uids } = world;
    const item = await seedItem(library, { uploader: uids.editor, state: 'uploading' });
    const name = originalName(library, item);
    expect(await as(uids.editor).upload(bucket(), name, BYTES)).toBe('allowed');
    for (const verb of ['get', 'download', 'update', 'delete'] as const) {
      expect(await as(uids.editor).object(bucket(), name, verb), verb).toBe('denied');
    }
  });
});

test('a rendition is given for its token, and for no other', async () => {
  const { urls, buckets } = useEngine();
  const name = renditionName(world.library, freshItem(), 1, 'grid.webp');
  const token = '7b2f0c1e-0000-4000-8000-000000000001';
  await seedObject(buckets.renditions, name, 'a picture', token);
  const url = `${urls.storage}/v0/b/${buckets.renditions}/o/${encodeURIComponent(name)}?alt=media`;
  const right = await fetch(`${url}&token=${token}`);
  expect([right.status, await right.text()]).toEqual([200, 'a picture']);
  for (const wrong of ['', `&token=`, `&token=${token.slice(0, -1)}`, `&token=${token.replace('1', '2')}`]) {
    expect((await fetch(url + wrong)).status, wrong).toBe(403);
  }
});
