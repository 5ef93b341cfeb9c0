import { isRetryable, type Failure } from '../library/failure.ts';
import type { AlbumId, ItemId, LibraryId } from '../ids.ts';
import type { Kind } from '../library/item.ts';

/** Why an upload stopped before its item was processed; each has a message. */
export const UPLOAD_REFUSALS = [
  'empty',
  'too-large',
  /** Larger than `MAX_SUBMISSION_BYTES`. */
  'submission-too-large',
  'forbidden',
  /** Somebody else is uploading the same bytes now. */
  'busy',
  /** The guest has reached the daily quota. */
  'daily-limit',
  /** An owner or editor declined the submission. */
  'declined',
  /** The device can no longer read the file. */
  'unreadable-file',
  'refused',
] as const;
export type UploadRefusal = (typeof UPLOAD_REFUSALS)[number];

/** Whether a retry with the same file can help. */
export const canRetryRefusal = (refusal: UploadRefusal): boolean =>
  ['busy', 'daily-limit', 'unreadable-file', 'refused'].includes(refusal);

/** The state of one file's upload; `done` is in bytes. */
export type UploadState =
  | { readonly at: 'queued' }
  | { readonly at: 'hashing'; readonly done: number }
  | { readonly at: 'announcing'; readonly item: ItemId }
  | { readonly at: 'sending'; readonly item: ItemId; readonly done: number }
  | { readonly at: 'paused'; readonly item?: ItemId; readonly done: number }
  | { readonly at: 'processing'; readonly item: ItemId; readonly isDuplicate?: true }
  /** `isDuplicate`: the library had the item already, of this `kind`. `awaitsReview`: a submission that no owner or editor has moderated yet. */
  | {
      readonly at: 'ready';
      readonly item: ItemId;
      readonly isDuplicate: boolean;
      readonly kind?: Kind;
      readonly awaitsReview?: true;
    }
  | { readonly at: 'failed'; readonly item: ItemId; readonly failure: Failure }
  | { readonly at: 'stopped'; readonly stop: UploadRefusal };

/** The upload of one file to a library. */
export interface Upload {
  readonly id: string;
  readonly library: LibraryId;
  readonly albums: readonly AlbumId[];
  /** From a guest, to exactly one album. */
  readonly isSubmission?: true;
  readonly name: string;
  readonly size: number;
  /** Whether it survives the window or run. */
  readonly isStored: boolean;
  readonly state: UploadState;
}

/** What happens to an upload. */
export type UploadEvent =
  | { readonly type: 'started' }
  | { readonly type: 'read'; readonly done: number }
  | { readonly type: 'hashed'; readonly item: ItemId }
  | { readonly type: 'announced' }
  | { readonly type: 'sent'; readonly done: number }
  | { readonly type: 'uploaded'; readonly isDuplicate?: true }
  | { readonly type: 'ready'; readonly isDuplicate?: boolean; readonly kind?: Kind; readonly awaitsReview?: true }
  | { readonly type: 'failed'; readonly failure: Failure }
  | { readonly type: 'stopped'; readonly stop: UploadRefusal }
  /** The connection was lost. */
  | { readonly type: 'lost' }
  /** Starts over after a lost connection, a failure or a stop. `planUpload` then decides whether the bytes are needed. */
  | { readonly type: 'retried' };

/** Whether nothing happens to an upload any more, unless somebody retries it. */
export const isOver = ({ at }: UploadState): boolean => at === 'ready' || at === 'failed' || at === 'stopped';

/** Whether a retry of a failed or stopped upload can help. */
export const canRetry = (state: UploadState): boolean =>
  state.at === 'failed' ? isRetryable(state.failure) : state.at === 'stopped' && canRetryRefusal(state.stop);

/** Whether the bytes of an upload have not arrived yet. */
export const isSending = ({ at }: UploadState): boolean =>
  at === 'queued' || at === 'hashing' || at === 'announcing' || at === 'sending' || at === 'paused';

/** Whether an upload would be lost if the window or run ended now. */
export const isVolatile = ({ state, isStored }: Upload): boolean => !isStored && isSending(state);

const itemOf = (state: UploadState): ItemId | undefined => ('item' in state ? state.item : undefined);

/** Returns the state after an event. Events that do not apply (late, repeated) return the same object. */
export function nextUploadState(state: UploadState, event: UploadEvent): UploadState {
  const item = itemOf(state);
  const hasEnded = isOver(state);
  switch (event.type) {
    case 'started':
      return state.at === 'queued' ? { at: 'hashing', done: 0 } : state;
    case 'read':
      return state.at === 'hashing' ? { at: 'hashing', done: Math.max(state.done, event.done) } : state;
    case 'hashed':
      return state.at === 'hashing' ? { at: 'announcing', item: event.item } : state;
    case 'announced':
      return state.at === 'announcing' ? { at: 'sending', item: state.item, done: 0 } : state;
    case 'sent':
      return state.at === 'sending' ? { ...state, done: Math.max(state.done, event.done) } : state;
    case 'uploaded':
      return item !== undefined && (state.at === 'sending' || state.at === 'announcing')
        ? { at: 'processing', item, ...(event.isDuplicate && { isDuplicate: true }) }
        : state;
    case 'ready':
      if (item === undefined || hasEnded) return state;
      return {
        at: 'ready',
        item,
        isDuplicate: event.isDuplicate ?? (state.at === 'processing' && state.isDuplicate === true),
        ...(event.kind && { kind: event.kind }),
        ...(event.awaitsReview && { awaitsReview: true }),
      };
    case 'failed':
      return item !== undefined && !hasEnded ? { at: 'failed', item, failure: event.failure } : state;
    case 'stopped':
      return hasEnded ? state : { at: 'stopped', stop: event.stop };
    case 'lost':
      if (hasEnded || state.at === 'processing' || state.at === 'paused') return state;
      return { at: 'paused', done: state.at === 'sending' ? state.done : 0, ...(item !== undefined && { item }) };
    case 'retried':
      return state.at === 'paused' || state.at === 'failed' || state.at === 'stopped' ? { at: 'queued' } : state;
  }
}

/**
 * Counts uploads by state (`unsuccessful`: failed or stopped). Sums the sizes and the bytes sent of those that are or were sent: the time left follows
 * from them.
 */
export function tally(uploads: readonly Upload[]): {
  total: number;
  ready: number;
  unsuccessful: number;
  paused: number;
  bytes: number;
  sent: number;
} {
  const sum = { total: uploads.length, ready: 0, unsuccessful: 0, paused: 0, bytes: 0, sent: 0 };
  for (const { state, size } of uploads) {
    const isSkipped = state.at === 'stopped' || ('isDuplicate' in state && state.isDuplicate);
    const isSent = state.at === 'processing' || state.at === 'ready' || state.at === 'failed';
    if (!isSkipped) sum.bytes += size;
    if (state.at === 'sending' || state.at === 'paused') sum.sent += Math.min(size, state.done);
    if (isSent && !isSkipped) sum.sent += size;
    if (state.at === 'ready') sum.ready += 1;
    if (state.at === 'failed' || state.at === 'stopped') sum.unsuccessful += 1;
    if (state.at === 'paused') sum.paused += 1;
  }
  return sum;
}
