import * as v from 'valibot';
import { isFailure } from './failure.ts';
import { isAlbumId, isItemId, isUid } from '../ids.ts';
import { guarded, instant, number, parse, type DocumentOf } from '../schema.ts';

/**
 * uploading -> uploaded -> pending (review by an owner or editor) or added; pending -> added or declined; failed if the file cannot
 * be processed.
 */
export const SUBMISSION_STATES = ['uploading', 'uploaded', 'pending', 'added', 'declined', 'failed'] as const;
export type SubmissionState = (typeof SUBMISSION_STATES)[number];

const submissionSchema = v.object({
  state: v.picklist(SUBMISSION_STATES),
  by: guarded(isUid),
  /** The guest's name at the time of the submission. */
  name: v.string(),
  album: guarded(isAlbumId),
  fileName: v.string(),
  /** The announced size in bytes. */
  size: number,
  at: instant,
  /** Set once the bytes were inspected. Screens show it to owners and editors only. */
  item: v.exactOptional(guarded(isItemId)),
  failure: v.exactOptional(guarded(isFailure)),
});

/** A file that a guest adds to an album: `libraries/{L}/submissions/{S}`, read by owners, editors and that guest. */
export type Submission = DocumentOf<typeof submissionSchema>;

/** Validates the document of a submission; throws BadDocument. */
export const readSubmission = (value: unknown): Submission => parse('submission', submissionSchema, value);
