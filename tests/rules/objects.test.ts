import { incomingName, can, originalName, paths, renditionName, type ItemId, type Uid } from '@maru/model';
import { beforeAll, describe, expect, test } from 'vitest';
import { useEmulators } from '../harness/emulators.ts';
import { newItemId, newSubmissionId, seedItem, seedObject, seedSubmission } from '../harness/seed.ts';
import type { Outcome } from './client.ts';
import { announcedItem, principalOf, isGenuine, createFixture, CALLERS, type Caller, type Fixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});

const BYTES = new TextEncoder().encode('abc');
const BUCKETS = ['originals', 'renditions'] as const;
type Bucket = (typeof BUCKETS)[number];
const VERBS = ['get', 'download', 'list', 'create', 'update', 'delete'] as const;
type Verb = (typeof VERBS)[number];

/** Object names: those of the model and unexpected ones. */
const NAMES = {
  original: (item) => originalName(fixture.library, item),
  rendition: (item) => renditionName(fixture.library, item, 1, 'grid'),
  incoming: (_item, uid, submission) => incomingName(fixture.library, uid, submission),
  'below an original': (item) => `${originalName(fixture.library, item)}/1`,
  'above an original': (item) => `originals/${item}`,
  'below incoming': (_item, uid, submission) => `${incomingName(fixture.library, uid, submission)}/1`,
  'above incoming': (_item, _uid, submission) => `incoming/${fixture.library}/${submission}`,
  stray: (item) => item,
} satisfies Record<string, (item: ItemId, uid: Uid, submission: ReturnType<typeof newSubmissionId>) => string>;
type Name = keyof typeof NAMES;

/** The only way in: a caller who may announce uploads an original, a guest their submission. */
const isOpen = (bucket: Bucket, name: Name, verb: Verb, caller: Caller): boolean =>
  bucket === 'originals' &&
  verb === 'create' &&
  isGenuine(caller) &&
  ((name === 'original' && can(principalOf(caller), 'add-items')) ||
    (name === 'incoming' && can(principalOf(caller), 'submit-items')));

/** Announces as far as this caller may, then uploads to this name. */
async function upload(caller: Caller, bucket: string, name: Name): Promise<Outcome> {
  const [item, submission] = [newItemId(), newSubmissionId()];
  const uid = fixture.uids[principalOf(caller)];
  const { library } = fixture;
  await (isGenuine(caller)
    ? fixture.as(caller).set(paths.item(library, item), announcedItem(uid))
    : can(principalOf(caller), 'add-items') && seedItem(library, { uploader: uid, state: 'uploading', item }));
  if (can(principalOf(caller), 'submit-items')) await seedSubmission(library, { by: uid, submission });
  return fixture.as(caller).upload(bucket, NAMES[name](item, uid, submission), BYTES);
}

/** The name of an existing object, the caller's own where it contains a uid. */
const existingName = (name: Name, caller: Caller): string =>
  NAMES[name](fixture.item, fixture.uids[principalOf(caller)], fixture.submission);

async function attempt(caller: Caller, verb: Verb, bucket: string, name: Name): Promise<Outcome> {
  if (verb === 'create') return upload(caller, bucket, name);
  const existing = existingName(name, caller);
  if (verb === 'list') return fixture.as(caller).listObjects(bucket, existing.slice(0, existing.lastIndexOf('/') + 1));
  return fixture.as(caller).object(bucket, existing, verb);
}

const tested = new Map<string, Outcome>();
const names = Object.keys(NAMES) as Name[];

describe.concurrent('an object', () => {
  beforeAll(async () => {
    const existing = BUCKETS.flatMap((bucket) =>
      names.flatMap((name) => {
        const all = new Set(CALLERS.map((caller) => existingName(name, caller)));
        return [...all].map((one) => seedObject(useEmulators().buckets[bucket], one));
      }),
    );
    await Promise.all(existing);
  });

  for (const bucket of BUCKETS) {
    for (const name of names) {
      for (const verb of VERBS) {
        test(`${verb} of ${name} in ${bucket}`, async ({ expect }) => {
          const bucketName = useEmulators().buckets[bucket];
          const cells = await Promise.all(
            CALLERS.map(async (caller) => [caller, await attempt(caller, verb, bucketName, name)] as const),
          );
          for (const [caller, outcome] of cells) tested.set(`${bucket} ${name} ${verb} ${caller}`, outcome);
          const expected = CALLERS.map((caller) => [caller, isOpen(bucket, name, verb, caller) ? 'allowed' : 'denied']);
          expect(Object.fromEntries(cells)).toEqual(Object.fromEntries(expected));
        });
      }
    }
  }
});

const CELLS = BUCKETS.length * names.length * VERBS.length * CALLERS.length;

test(`the matrix of bucket x name x verb x principal has ${CELLS} cells`, () => {
  expect(tested.size).toBe(CELLS);
});

test('a rendition is readable with its token and no other', async () => {
  const { urls, buckets } = useEmulators();
  const name = renditionName(fixture.library, newItemId(), 1, 'grid');
  const token = '7b2f0c1e-0000-4000-8000-000000000001';
  await seedObject(buckets.renditions, name, 'a picture', token);
  const url = `${urls.storage}/v0/b/${buckets.renditions}/o/${encodeURIComponent(name)}?alt=media`;
  const response = await fetch(`${url}&token=${token}`);
  expect([response.status, await response.text()]).toEqual([200, 'a picture']);
  for (const wrong of ['', `&token=`, `&token=${token.slice(0, -1)}`, `&token=${token.replace('1', '2')}`]) {
    expect((await fetch(url + wrong)).status, wrong).toBe(403);
  }
});
