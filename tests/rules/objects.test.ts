import { incomingName, can, originalName, paths, renditionName, type ItemId, type Uid } from '@maru/model';
import { beforeAll, describe, expect, test } from 'vitest';
import { useEmulators } from '../harness/emulators.ts';
import { newItemId, newSubmissionId, seedItem, seedObject, seedSubmission } from '../harness/seed.ts';
import type { Outcome } from './client.ts';
import { announcedItem, principalOf, isGenuine, createFixture, CALLERS, type Caller, type Fixture } from './fixture.ts';

let world: Fixture;
beforeAll(async () => {
  world = await createFixture();
});

const BYTES = new TextEncoder().encode('abc');
const BUCKETS = ['originals', 'renditions'] as const;
type Bucket = (typeof BUCKETS)[number];
const VERBS = ['get', 'download', 'list', 'create', 'update', 'delete'] as const;
type Verb = (typeof VERBS)[number];

/** What may be in a bucket: names of the model, and names of nobody's. */
const NAMES = {
  original: (item) => originalName(world.library, item),
  rendition: (item) => renditionName(world.library, item, 1, 'grid'),
  incoming: (_item, uid, offer) => incomingName(world.library, uid, offer),
  'below an original': (item) => `${originalName(world.library, item)}/1`,
  'above an original': (item) => `originals/${item}`,
  'below incoming': (_item, uid, offer) => `${incomingName(world.library, uid, offer)}/1`,
  'above incoming': (_item, _uid, offer) => `incoming/${world.library}/${offer}`,
  stray: (item) => item,
} satisfies Record<string, (item: ItemId, uid: Uid, offer: ReturnType<typeof newSubmissionId>) => string>;
type Name = keyof typeof NAMES;

/** The one way in: who may announce brings an original, a guest what they offered. */
const isOpen = (bucket: Bucket, name: Name, verb: Verb, who: Caller): boolean =>
  bucket === 'originals' &&
  verb === 'create' &&
  isGenuine(who) &&
  ((name === 'original' && can(principalOf(who), 'add-items')) ||
    (name === 'incoming' && can(principalOf(who), 'submit-items')));

/** Announces and offers as far as this person may, then tries its bytes under this name. */
async function bring(who: Caller, bucket: string, name: Name): Promise<Outcome> {
  const [item, offer] = [newItemId(), newSubmissionId()];
  const uid = world.uids[principalOf(who)];
  const { library } = world;
  await (isGenuine(who)
    ? world.as(who).set(paths.item(library, item), announcedItem(uid))
    : can(principalOf(who), 'add-items') && seedItem(library, { uploader: uid, state: 'uploading', item }));
  if (can(principalOf(who), 'submit-items')) await seedSubmission(library, { by: uid, offer });
  return world.as(who).upload(bucket, NAMES[name](item, uid, offer), BYTES);
}

/** The name of one that is there: what this person brought themselves, where it has a person in it. */
const nameThere = (name: Name, who: Caller): string =>
  NAMES[name](world.item, world.uids[principalOf(who)], world.submission);

async function tryIt(who: Caller, verb: Verb, bucket: string, name: Name): Promise<Outcome> {
  if (verb === 'create') return bring(who, bucket, name);
  const there = nameThere(name, who);
  if (verb === 'list') return world.as(who).listObjects(bucket, there.slice(0, there.lastIndexOf('/') + 1));
  return world.as(who).object(bucket, there, verb);
}

const tested = new Map<string, Outcome>();
const names = Object.keys(NAMES) as Name[];

describe.concurrent('an object', () => {
  beforeAll(async () => {
    const there = BUCKETS.flatMap((bucket) =>
      names.flatMap((name) => {
        const all = new Set(CALLERS.map((who) => nameThere(name, who)));
        return [...all].map((one) => seedObject(useEmulators().buckets[bucket], one));
      }),
    );
    await Promise.all(there);
  });

  for (const bucket of BUCKETS) {
    for (const name of names) {
      for (const verb of VERBS) {
        test(`${verb} of ${name} in ${bucket}`, async ({ expect: hold }) => {
          const at = useEmulators().buckets[bucket];
          const cells = await Promise.all(CALLERS.map(async (who) => [who, await tryIt(who, verb, at, name)] as const));
          for (const [who, outcome] of cells) tested.set(`${bucket} ${name} ${verb} ${who}`, outcome);
          const expected = CALLERS.map((who) => [who, isOpen(bucket, name, verb, who) ? 'allowed' : 'denied']);
          hold(Object.fromEntries(cells)).toEqual(Object.fromEntries(expected));
        });
      }
    }
  }
});

const CELLS = BUCKETS.length * names.length * VERBS.length * CALLERS.length;

test(`each of the ${CELLS} cells of bucket x name x verb x principal has an outcome`, () => {
  expect(tested.size).toBe(CELLS);
});

test('a rendition is given for its token, and for no other', async () => {
  const { urls, buckets } = useEmulators();
  const name = renditionName(world.library, newItemId(), 1, 'grid');
  const token = '7b2f0c1e-0000-4000-8000-000000000001';
  await seedObject(buckets.renditions, name, 'a picture', token);
  const url = `${urls.storage}/v0/b/${buckets.renditions}/o/${encodeURIComponent(name)}?alt=media`;
  const right = await fetch(`${url}&token=${token}`);
  expect([right.status, await right.text()]).toEqual([200, 'a picture']);
  for (const wrong of ['', `&token=`, `&token=${token.slice(0, -1)}`, `&token=${token.replace('1', '2')}`]) {
    expect((await fetch(url + wrong)).status, wrong).toBe(403);
  }
});
