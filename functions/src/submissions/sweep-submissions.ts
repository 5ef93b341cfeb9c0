import {
  incomingName,
  paths,
  readSubmission,
  SWEEP_AFTER_S,
  UPLOAD_DAYS,
  type LibraryId,
  type SubmissionId,
} from '@maru/model';
import type { StoredDocument } from '../ports/documents.ts';
import { discardSubmission } from './discard-submission.ts';
import { submissionFinalized } from './submit.ts';
import { SWEEP_LIMIT, sweepEach, type SweepPorts } from '../maintenance/sweep-each.ts';

type TakeUp = (ports: SweepPorts, library: LibraryId, found: StoredDocument) => Promise<boolean>;

const isOlder = ({ fields }: StoredDocument, now: number, seconds: number): boolean =>
  now >= readSubmission(fields).at + seconds * 1000;

/** What came without a word, or never: after `UPLOAD_DAYS` it is forgotten. */
const unsent: TakeUp = async (ports, library, found) => {
  const { store, originals, clock } = ports;
  if (!isOlder(found, clock.now(), SWEEP_AFTER_S)) return false;
  const name = incomingName(library, readSubmission(found.fields).by, found.id as SubmissionId);
  const stat = await originals.stat(name);
  if (stat) return (await submissionFinalized(ports, { name, generation: stat.generation })).act;
  if (!isOlder(found, clock.now(), UPLOAD_DAYS * 86_400)) return false;
  await store.transact(async (tx) => {
    const fields = await tx.read(found.path);
    if (fields && readSubmission(fields).state === 'uploading') tx.remove(found.path);
  });
  return true;
};

/** What is not admitted yet: asking again does no harm. */
const unadmitted: TakeUp = async ({ queue, clock }, library, found) => {
  if (!isOlder(found, clock.now(), SWEEP_AFTER_S)) return false;
  await queue.ingestSubmission({ library, submission: found.id as SubmissionId });
  return true;
};

/** What nobody wants and is not gone yet. */
const left: TakeUp = async (ports, library, { id }) => {
  await discardSubmission(ports, library, id as SubmissionId);
  return true;
};

/** Takes up offers that were left behind in one library; one that cannot be taken up is logged. Gives how many it took up. */
export async function sweepSubmissions(ports: SweepPorts, library: LibraryId): Promise<number> {
  const kinds = [
    ['state', 'uploading', unsent],
    ['state', 'uploaded', unadmitted],
    ['isLeft', true, left],
  ] as const;
  let count = 0;
  for (const [field, value, takeUp] of kinds) {
    const found = await ports.store.find(paths.submissions(library), {
      where: [field, '==', value],
      limit: SWEEP_LIMIT,
    });
    count += await sweepEach(ports.log, library, 'offer', found, (one) => takeUp(ports, library, one));
  }
  return count;
}
