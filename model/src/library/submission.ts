import * as v from 'valibot';
import { isFailure } from './failure.ts';
import { isAlbumId, isItemId, isUid } from '../ids.ts';
import { guarded, instant, number, parse, type DocumentOf } from '../schema.ts';

/**
 * uploading -> arrived (its bytes are here) -> waiting (for somebody who tends the library) or added; failed where the bytes
 * are to blame; declined.
 */
export const SUBMISSION_STATES = ['uploading', 'uploaded', 'pending', 'added', 'declined', 'failed'] as const;
export type SubmissionState = (typeof SUBMISSION_STATES)[number];

const submissionSchema = v.object({
  state: v.picklist(SUBMISSION_STATES),
  by: guarded(isUid),
  /** The guest's name at that time. */
  name: v.string(),
  album: guarded(isAlbumId),
  fileName: v.string(),
  /** Bytes, as announced. */
  size: number,
  at: instant,
  /** Once its bytes were inspected. Shown to owners and editors only, and never whether it was here before. */
  item: v.exactOptional(guarded(isItemId)),
  failure: v.exactOptional(guarded(isFailure)),
});

/** What a guest submits to an album: `libraries/{L}/submissions/{S}`, read by owners, editors and that guest. */
export type Submission = DocumentOf<typeof submissionSchema>;

/** A submission from its document; throws BadDocument. */
export const readSubmission = (value: unknown): Submission => parse('submission', submissionSchema, value);
