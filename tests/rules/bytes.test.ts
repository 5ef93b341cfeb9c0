import { incomingName, SUBMISSION_STATES, originalName, paths, UPLOAD_DAYS, type Uid } from '@maru/model';
import { beforeAll, describe, expect, test } from 'vitest';
import { useEmulators } from '../harness/emulators.ts';
import {
  newItemId,
  newLibraryId,
  newSubmissionId,
  newUid,
  seed,
  seedItem,
  seedSubmission,
  unseed,
} from '../harness/seed.ts';
import { clientAs, type Outcome } from './client.ts';
import { createFixture, type Fixture } from './fixture.ts';

let world: Fixture;
beforeAll(async () => {
  world = await createFixture();
});

const BYTES = new TextEncoder().encode('abc');
const bucket = (): string => useEmulators().buckets.originals;
const minute = 1 / (24 * 60);
const tooSoonOrLate = [
  ['at once', 0, 'allowed'],
  ['in the last minute', UPLOAD_DAYS - minute, 'allowed'],
  ['a minute late', UPLOAD_DAYS + minute, 'denied'],
] as const;

describe.concurrent('the bytes of an original', () => {
  /** An item that waits for the editor's three bytes, but for `more`; then the editor brings them. */
  async function bringFor(more: Partial<Parameters<typeof seedItem>[1]>, bytes = BYTES): Promise<Outcome> {
    const { library, uids } = world;
    const item = await seedItem(library, { uploader: uids.editor, state: 'uploading', ...more });
    return clientAs(uids.editor).upload(bucket(), originalName(library, item), bytes);
  }

  test('come from who announced them, as many as announced, in time', async () => {
    expect(await bringFor({})).toBe('allowed');
    for (const [when, days, outcome] of tooSoonOrLate) expect(await bringFor({ days }), when).toBe(outcome);
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
    expect(await clientAs(uids.owner).upload(bucket(), originalName(library, newItemId()), BYTES)).toBe('denied');
  });

  test('do not come from somebody signed out, whoever announced them', async () => {
    const { library, uids } = world;
    const item = await seedItem(library, { uploader: uids.nobody, state: 'uploading' });
    expect(await clientAs(undefined).upload(bucket(), originalName(library, item), BYTES)).toBe('denied');
  });

  test('are never written over', async () => {
    const { library, uids } = world;
    const item = await seedItem(library, { uploader: uids.editor, state: 'uploading' });
    const name = originalName(library, item);
    expect(await clientAs(uids.editor).upload(bucket(), name, BYTES)).toBe('allowed');
    // As if functions had not seen them yet: the item still waits.
    await seedItem(library, { uploader: uids.editor, state: 'uploading', item });
    expect(await clientAs(uids.editor).upload(bucket(), name, new TextEncoder().encode('xyz'))).toBe('denied');
    await unseed(paths.item(library, item));
    await seed(paths.item(library, item), { state: 'uploading', uploader: uids.editor, size: 3 });
    expect(await clientAs(uids.editor).upload(bucket(), name, BYTES)).toBe('denied');
  });

  test('are not read, by who brought them neither', async () => {
    const { library, uids } = world;
    const item = await seedItem(library, { uploader: uids.editor, state: 'uploading' });
    const name = originalName(library, item);
    expect(await clientAs(uids.editor).upload(bucket(), name, BYTES)).toBe('allowed');
    for (const verb of ['get', 'download', 'update', 'delete'] as const) {
      expect(await clientAs(uids.editor).object(bucket(), name, verb), verb).toBe('denied');
    }
  });
});

describe.concurrent('the bytes that a guest sends', () => {
  type Of = Partial<Parameters<typeof seedSubmission>[1]>;

  /** An offer of three bytes by the guest, but for `more`; then `who` brings them into the folder of `into`. */
  async function bringFor(
    more: Of,
    { bytes = BYTES, who, into }: { bytes?: typeof BYTES; who?: Uid; into?: Uid } = {},
  ) {
    const { library, uids } = world;
    const offer = await seedSubmission(library, { by: uids.guest, ...more });
    return clientAs(who ?? uids.guest).upload(bucket(), incomingName(library, into ?? uids.guest, offer), bytes);
  }

  test('come as many as announced, in time', async () => {
    for (const [when, days, outcome] of tooSoonOrLate) expect(await bringFor({ days }), when).toBe(outcome);
    expect(await bringFor({ size: 4 })).toBe('denied');
    expect(await bringFor({ size: 2 })).toBe('denied');
    expect(await bringFor({}, { bytes: new TextEncoder().encode('') })).toBe('denied');
  });

  test('come only while they are awaited', async () => {
    for (const state of SUBMISSION_STATES) {
      expect(await bringFor({ state }), state).toBe(state === 'uploading' ? 'allowed' : 'denied');
    }
  });

  test('come from the guest who offered them, into their own folder', async () => {
    const { uids } = world;
    const other = newUid('guest');
    expect(await bringFor({}, { who: other })).toBe('denied');
    expect(await bringFor({}, { who: other, into: other })).toBe('denied');
    expect(await bringFor({}, { into: other })).toBe('denied');
    expect(await bringFor({ by: other })).toBe('denied');
    expect(await bringFor({ by: other }, { into: other })).toBe('denied');
    expect(await bringFor({}, { who: uids.owner })).toBe('denied');
  });

  test('do not come without an offer, or for that of another library', async () => {
    const { library, uids } = world;
    const guest = clientAs(uids.guest);
    expect(await guest.upload(bucket(), incomingName(library, uids.guest, newSubmissionId()), BYTES)).toBe('denied');
    const offer = await seedSubmission(library, { by: uids.guest });
    expect(await guest.upload(bucket(), incomingName(newLibraryId(), uids.guest, offer), BYTES)).toBe('denied');
    expect(await guest.upload(bucket(), incomingName(library, uids.guest, offer), BYTES)).toBe('allowed');
  });

  test('are never written over, and not read by who brought them', async () => {
    const { library, uids } = world;
    const offer = await seedSubmission(library, { by: uids.guest });
    const name = incomingName(library, uids.guest, offer);
    expect(await clientAs(uids.guest).upload(bucket(), name, BYTES)).toBe('allowed');
    expect(await clientAs(uids.guest).upload(bucket(), name, new TextEncoder().encode('xyz'))).toBe('denied');
    for (const verb of ['get', 'download', 'update', 'delete'] as const) {
      expect(await clientAs(uids.guest).object(bucket(), name, verb), verb).toBe('denied');
    }
  });
});

describe.concurrent('a name that is not one of the model’s takes nothing', () => {
  const originals = (l: string, item: string): string[] => [
    // The emulator takes one slash off the end before anything else.
    `originals/${l}/${item}//`,
    `originals/${l}//${item}`,
    `/originals/${l}/${item}`,
    `originals/${l}/../${l}/${item}`,
    `originals/./${l}/${item}`,
    `originals/${l}%2F${item}`,
    `originals%2F${l}%2F${item}`,
    `Originals/${l}/${item}`,
    `originals/${l.toUpperCase()}/${item}`,
    `originals/${l}/${item.toUpperCase()}`,
    `originals/${l}/${item}\u0000`,
    // Where a rule asks for a document, the emulator loses these on the way: it would find the one that is there.
    `originals/${l}/${item}\n`,
    `originals/${l}\n/${item}`,
    `originals/${l}\t/${item}`,
    `originals/${l}/${item}가`,
    `ｏriginals/${l}/${item}`,
    `originals/../originals/${l}/${item}`,
  ];
  const offers = (l: string, uid: string, offer: string): string[] => [
    `incoming/${l}/${uid}/${offer}//`,
    `incoming/${l}/${uid}//${offer}`,
    `incoming/${l}/${uid}/../${uid}/${offer}`,
    `incoming/${l}/${uid}%2F${offer}`,
    `incoming/${l}/${offer}`,
    `incoming/${l}/../${l}/${uid}/${offer}`,
    `Incoming/${l}/${uid}/${offer}`,
    `incoming/${l}/${uid}/${offer}\u200b`,
    `incoming/${l}/${uid}/${offer}\n`,
    `incoming/${l}\n/${uid}/${offer}`,
    `incoming/${l}/${uid}\n/${offer}`,
    `incoming/${l}/${uid.toUpperCase()}/${offer}`,
  ];

  test('of an original', async () => {
    const { library, uids } = world;
    const item = await seedItem(library, { uploader: uids.editor, state: 'uploading' });
    for (const name of originals(library, item)) {
      expect(await clientAs(uids.editor).upload(bucket(), name, BYTES), name).not.toBe('allowed');
    }
    expect(await clientAs(uids.editor).upload(bucket(), originalName(library, item), BYTES)).toBe('allowed');
  });

  test('of an offer', async () => {
    const { library, uids } = world;
    const offer = await seedSubmission(library, { by: uids.guest });
    for (const name of offers(library, uids.guest, offer)) {
      expect(await clientAs(uids.guest).upload(bucket(), name, BYTES), name).not.toBe('allowed');
    }
    expect(await clientAs(uids.guest).upload(bucket(), incomingName(library, uids.guest, offer), BYTES)).toBe(
      'allowed',
    );
  });
});

test('nobody lists a bucket, whatever it begins with', async () => {
  const { library, uids } = world;
  for (const at of Object.values(useEmulators().buckets)) {
    for (const prefix of ['', 'r/', `r/${library}/`, 'originals/', `originals/${library}/`, `incoming/${library}/`]) {
      for (const uid of [uids.owner, uids.guest, undefined]) {
        expect(await clientAs(uid).listObjects(at, prefix), `${at} ${prefix}`).toBe('denied');
      }
    }
  }
});
