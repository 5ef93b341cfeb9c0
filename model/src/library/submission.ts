import { isFailure, type Failure } from '../api/failure.ts';
import { isAlbumId, isItemId, isUid, type AlbumId, type ItemId, type Uid } from '../ids.ts';
import { Reader } from '../read.ts';

/**
 * uploading -> arrived (its bytes are here) -> waiting (for somebody who tends the library) or added; failed where the bytes
 * are to blame; declined.
 */
export const SUBMISSION_STATES = ['uploading', 'arrived', 'waiting', 'added', 'declined', 'failed'] as const;
export type SubmissionState = (typeof SUBMISSION_STATES)[number];

/** What a guest brings to an album: `libraries/{L}/submissions/{S}`, read by who tends the library and by the guest. */
export interface Submission {
  readonly state: SubmissionState;
  readonly by: Uid;
  /** The guest's name at that time. */
  readonly name: string;
  readonly album: AlbumId;
  readonly fileName: string;
  /** Bytes, as announced. */
  readonly size: number;
  readonly at: number;
  /** Once its bytes were looked at. Told to who tends the library by `item`, never whether it was here before. */
  readonly item?: ItemId;
  readonly failure?: Failure;
}

/** An offer from its document; throws BadDocument. */
export function readSubmission(value: unknown): Submission {
  const r = new Reader('offer', value);
  const item = r.maybe('item', (field) => r.is(field, isItemId));
  const failure = r.maybe('failure', (field) => r.is(field, isFailure));
  return {
    state: r.oneOf('state', SUBMISSION_STATES),
    by: r.is('by', isUid),
    name: r.text('name'),
    album: r.is('album', isAlbumId),
    fileName: r.text('fileName'),
    size: r.number('size'),
    at: r.instant('at'),
    ...(item !== undefined && { item }),
    ...(failure !== undefined && { failure }),
  };
}
