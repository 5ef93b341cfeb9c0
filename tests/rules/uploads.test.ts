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

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});

const BYTES = new TextEncoder().encode('abc');
const bucket = (): string => useEmulators().buckets.originals;
const MINUTE = 1 / (24 * 60);
const ages = [
  ['immediately', 0, 'allowed'],
  ['in the last minute', UPLOAD_DAYS - MINUTE, 'allowed'],
  ['one minute late', UPLOAD_DAYS + MINUTE, 'denied'],
] as const;

describe.concurrent('uploading an original', () => {
  /** Announces an item of three bytes, with the fields of `more`, and uploads it as the editor. */
  async function uploadFor(fields: Partial<Parameters<typeof seedItem>[1]>, bytes = BYTES): Promise<Outcome> {
    const { library, uids } = fixture;
    const item = await seedItem(library, { uploader: uids.editor, state: 'uploading', ...fields });
    return clientAs(uids.editor).upload(bucket(), originalName(library, item), bytes);
  }

  test('is allowed to its uploader, with the announced size, in time', async () => {
    expect(await uploadFor({})).toBe('allowed');
    for (const [label, days, outcome] of ages) expect(await uploadFor({ days }), label).toBe(outcome);
    expect(await uploadFor({ size: 4 })).toBe('denied');
    expect(await uploadFor({ size: 2 })).toBe('denied');
    expect(await uploadFor({}, new TextEncoder().encode(''))).toBe('denied');
    expect(await uploadFor({ uploader: fixture.uids.owner })).toBe('denied');
  });

  test('is denied unless the item awaits it', async () => {
    for (const state of ['processing', 'ready', 'failed'] as const) {
      expect(await uploadFor({ state }), state).toBe('denied');
    }
    expect(await uploadFor({ state: 'failed', failure: 'damaged' })).toBe('denied');
  });

  test('is denied without an item document', async () => {
    const { library, uids } = fixture;
    expect(await clientAs(uids.owner).upload(bucket(), originalName(library, newItemId()), BYTES)).toBe('denied');
  });

  test('is denied when signed out, whoever announced it', async () => {
    const { library, uids } = fixture;
    const item = await seedItem(library, { uploader: uids.nobody, state: 'uploading' });
    expect(await clientAs(undefined).upload(bucket(), originalName(library, item), BYTES)).toBe('denied');
  });

  test('never overwrites', async () => {
    const { library, uids } = fixture;
    const item = await seedItem(library, { uploader: uids.editor, state: 'uploading' });
    const name = originalName(library, item);
    expect(await clientAs(uids.editor).upload(bucket(), name, BYTES)).toBe('allowed');
    // As before functions ran: the item still awaits its bytes.
    await seedItem(library, { uploader: uids.editor, state: 'uploading', item });
    expect(await clientAs(uids.editor).upload(bucket(), name, new TextEncoder().encode('xyz'))).toBe('denied');
    await unseed(paths.item(library, item));
    await seed(paths.item(library, item), { state: 'uploading', uploader: uids.editor, size: 3 });
    expect(await clientAs(uids.editor).upload(bucket(), name, BYTES)).toBe('denied');
  });

  test('does not allow reading it, not even for the uploader', async () => {
    const { library, uids } = fixture;
    const item = await seedItem(library, { uploader: uids.editor, state: 'uploading' });
    const name = originalName(library, item);
    expect(await clientAs(uids.editor).upload(bucket(), name, BYTES)).toBe('allowed');
    for (const verb of ['get', 'download', 'update', 'delete'] as const) {
      expect(await clientAs(uids.editor).object(bucket(), name, verb), verb).toBe('denied');
    }
  });
});

describe.concurrent('uploading a submission', () => {
  type SubmissionFields = Partial<Parameters<typeof seedSubmission>[1]>;

  /** Creates a submission of three bytes, with the fields of `more`, and uploads it as `who` into the folder of `into`. */
  async function uploadFor(
    fields: SubmissionFields,
    { bytes = BYTES, who, into: folderOf }: { bytes?: typeof BYTES; who?: Uid; into?: Uid } = {},
  ) {
    const { library, uids } = fixture;
    const submission = await seedSubmission(library, { by: uids.guest, ...fields });
    return clientAs(who ?? uids.guest).upload(
      bucket(),
      incomingName(library, folderOf ?? uids.guest, submission),
      bytes,
    );
  }

  test('is allowed with the announced size, in time', async () => {
    for (const [label, days, outcome] of ages) expect(await uploadFor({ days }), label).toBe(outcome);
    expect(await uploadFor({ size: 4 })).toBe('denied');
    expect(await uploadFor({ size: 2 })).toBe('denied');
    expect(await uploadFor({}, { bytes: new TextEncoder().encode('') })).toBe('denied');
  });

  test('is denied unless the submission awaits it', async () => {
    for (const state of SUBMISSION_STATES) {
      expect(await uploadFor({ state }), state).toBe(state === 'uploading' ? 'allowed' : 'denied');
    }
  });

  test('is allowed to its guest in their own folder only', async () => {
    const { uids } = fixture;
    const other = newUid('guest');
    expect(await uploadFor({}, { who: other })).toBe('denied');
    expect(await uploadFor({}, { who: other, into: other })).toBe('denied');
    expect(await uploadFor({}, { into: other })).toBe('denied');
    expect(await uploadFor({ by: other })).toBe('denied');
    expect(await uploadFor({ by: other }, { into: other })).toBe('denied');
    expect(await uploadFor({}, { who: uids.owner })).toBe('denied');
  });

  test('is denied without a submission or for one of another library', async () => {
    const { library, uids } = fixture;
    const guest = clientAs(uids.guest);
    expect(await guest.upload(bucket(), incomingName(library, uids.guest, newSubmissionId()), BYTES)).toBe('denied');
    const submission = await seedSubmission(library, { by: uids.guest });
    expect(await guest.upload(bucket(), incomingName(newLibraryId(), uids.guest, submission), BYTES)).toBe('denied');
    expect(await guest.upload(bucket(), incomingName(library, uids.guest, submission), BYTES)).toBe('allowed');
  });

  test('never overwrites and does not allow reading it', async () => {
    const { library, uids } = fixture;
    const submission = await seedSubmission(library, { by: uids.guest });
    const name = incomingName(library, uids.guest, submission);
    expect(await clientAs(uids.guest).upload(bucket(), name, BYTES)).toBe('allowed');
    expect(await clientAs(uids.guest).upload(bucket(), name, new TextEncoder().encode('xyz'))).toBe('denied');
    for (const verb of ['get', 'download', 'update', 'delete'] as const) {
      expect(await clientAs(uids.guest).object(bucket(), name, verb), verb).toBe('denied');
    }
  });
});

describe.concurrent('an unexpected object name is denied', () => {
  const originalNames = (l: string, item: string): string[] => [
    // The emulator removes one slash at the end first.
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
    // The emulator drops these characters when a rule reads a document, and would find the existing one.
    `originals/${l}/${item}\n`,
    `originals/${l}\n/${item}`,
    `originals/${l}\t/${item}`,
    `originals/${l}/${item}가`,
    `ｏriginals/${l}/${item}`,
    `originals/../originals/${l}/${item}`,
  ];
  const submissionNames = (l: string, uid: string, submission: string): string[] => [
    `incoming/${l}/${uid}/${submission}//`,
    `incoming/${l}/${uid}//${submission}`,
    `incoming/${l}/${uid}/../${uid}/${submission}`,
    `incoming/${l}/${uid}%2F${submission}`,
    `incoming/${l}/${submission}`,
    `incoming/${l}/../${l}/${uid}/${submission}`,
    `Incoming/${l}/${uid}/${submission}`,
    `incoming/${l}/${uid}/${submission}\u200b`,
    `incoming/${l}/${uid}/${submission}\n`,
    `incoming/${l}\n/${uid}/${submission}`,
    `incoming/${l}/${uid}\n/${submission}`,
    `incoming/${l}/${uid.toUpperCase()}/${submission}`,
  ];

  test('an original', async () => {
    const { library, uids } = fixture;
    const item = await seedItem(library, { uploader: uids.editor, state: 'uploading' });
    for (const name of originalNames(library, item)) {
      expect(await clientAs(uids.editor).upload(bucket(), name, BYTES), name).not.toBe('allowed');
    }
    expect(await clientAs(uids.editor).upload(bucket(), originalName(library, item), BYTES)).toBe('allowed');
  });

  test('a submission', async () => {
    const { library, uids } = fixture;
    const submission = await seedSubmission(library, { by: uids.guest });
    for (const name of submissionNames(library, uids.guest, submission)) {
      expect(await clientAs(uids.guest).upload(bucket(), name, BYTES), name).not.toBe('allowed');
    }
    expect(await clientAs(uids.guest).upload(bucket(), incomingName(library, uids.guest, submission), BYTES)).toBe(
      'allowed',
    );
  });
});

test('buckets cannot be listed, with any prefix', async () => {
  const { library, uids } = fixture;
  for (const name of Object.values(useEmulators().buckets)) {
    for (const prefix of ['', 'r/', `r/${library}/`, 'originals/', `originals/${library}/`, `incoming/${library}/`]) {
      for (const uid of [uids.owner, uids.guest, undefined]) {
        expect(await clientAs(uid).listObjects(name, prefix), `${name} ${prefix}`).toBe('denied');
      }
    }
  }
});
