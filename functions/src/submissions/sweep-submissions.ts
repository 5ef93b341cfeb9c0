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

/** Resumes one submission; returns whether there was something to do. */
type Resume = (ports: SweepPorts, library: LibraryId, found: StoredDocument) => Promise<boolean>;

const isOlder = ({ fields }: StoredDocument, now: number, seconds: number): boolean =>
  now >= readSubmission(fields).at + seconds * 1000;

/** Resumes an upload whose event was lost; deletes a submission that was not uploaded within `UPLOAD_DAYS`. */
const expireSubmission: Resume = async (ports, library, found) => {
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

/** Enqueues a submission that is not ingested yet. Ingesting twice is harmless. */
const resumeIngest: Resume = async ({ queue, clock }, library, found) => {
  if (!isOlder(found, clock.now(), SWEEP_AFTER_S)) return false;
  await queue.ingestSubmission({ library, submission: found.id as SubmissionId });
  return true;
};

/** Removes the rest of a submission that was refused. */
const resumeDiscard: Resume = async (ports, library, { id }) => {
  await discardSubmission(ports, library, id as SubmissionId);
  return true;
};

/** Resumes the interrupted submissions of a library and returns how many. Errors are logged. */
export async function sweepSubmissions(ports: SweepPorts, library: LibraryId): Promise<number> {
  const kinds = [
    ['state', 'uploading', expireSubmission],
    ['state', 'uploaded', resumeIngest],
    ['needsCleanup', true, resumeDiscard],
  ] as const;
  let count = 0;
  for (const [field, value, resume] of kinds) {
    const found = await ports.store.find(paths.submissions(library), {
      where: [field, '==', value],
      limit: SWEEP_LIMIT,
    });
    count += await sweepEach(ports.log, library, 'submission', found, (one) => resume(ports, library, one));
  }
  return count;
}
