import type { Failure } from '../library/failure.ts';
import type { AlbumId, ItemId, LibraryId } from '../ids.ts';

/** Why an upload stopped before the item was made; each has its words. */
export const UPLOAD_REFUSALS = [
  'empty',
  'too-large',
  /** More than a guest may send at once. */
  'too-large-offer',
  'may-not',
  /** Somebody else is adding the same bytes at this moment. */
  'busy',
  /** A guest has sent as much as a day allows. */
  'enough-today',
  /** Whoever tends the library did not put it into the album. */
  'declined',
  /** The device no longer gives its bytes. */
  'unreadable-file',
  'refused',
] as const;
export type UploadRefusal = (typeof UPLOAD_REFUSALS)[number];

/** Where one file is on its way. Bytes are sent and sizes given in bytes. */
export type UploadState =
  | { readonly at: 'waiting' }
  | { readonly at: 'hashing'; readonly done: number }
  | { readonly at: 'announcing'; readonly item: ItemId }
  | { readonly at: 'sending'; readonly item: ItemId; readonly done: number }
  | { readonly at: 'paused'; readonly item?: ItemId; readonly done: number }
  | { readonly at: 'making'; readonly item: ItemId }
  /** `waits`: a guest's, until somebody who tends the library has looked at it. */
  | { readonly at: 'ready'; readonly item: ItemId; readonly already: boolean; readonly waits?: true }
  | { readonly at: 'failed'; readonly item: ItemId; readonly failure: Failure }
  | { readonly at: 'stopped'; readonly stop: UploadRefusal };

/** One file on its way into a library. */
export interface Upload {
  readonly id: string;
  readonly library: LibraryId;
  readonly albums: readonly AlbumId[];
  /** A guest's: it is offered to its one album. */
  readonly isOffer?: true;
  readonly name: string;
  readonly size: number;
  readonly state: UploadState;
}

export type UploadEvent =
  | { readonly type: 'started' }
  | { readonly type: 'read'; readonly done: number }
  | { readonly type: 'hashed'; readonly item: ItemId }
  | { readonly type: 'announced' }
  | { readonly type: 'sent'; readonly done: number }
  | { readonly type: 'arrived' }
  | { readonly type: 'made'; readonly already?: boolean; readonly waits?: true }
  | { readonly type: 'failed'; readonly failure: Failure }
  | { readonly type: 'stopped'; readonly stop: UploadRefusal }
  /** The network went; nothing is lost. */
  | { readonly type: 'lost' }
  /** Try again: after the network came back, a failure or a stop. From the start: the item says whether its bytes are wanted. */
  | { readonly type: 'again' };

const itemOf = (state: UploadState): ItemId | undefined => ('item' in state ? state.item : undefined);

/** The state after an event; an event that does not fit the state (late, repeated) leaves it as it is. */
export function nextUploadState(state: UploadState, event: UploadEvent): UploadState {
  const item = itemOf(state);
  const over = state.at === 'ready' || state.at === 'failed' || state.at === 'stopped';
  switch (event.type) {
    case 'started':
      return state.at === 'waiting' ? { at: 'hashing', done: 0 } : state;
    case 'read':
      return state.at === 'hashing' ? { at: 'hashing', done: Math.max(state.done, event.done) } : state;
    case 'hashed':
      return state.at === 'hashing' ? { at: 'announcing', item: event.item } : state;
    case 'announced':
      return state.at === 'announcing' ? { at: 'sending', item: state.item, done: 0 } : state;
    case 'sent':
      return state.at === 'sending' ? { ...state, done: Math.max(state.done, event.done) } : state;
    case 'arrived':
      return item !== undefined && (state.at === 'sending' || state.at === 'announcing')
        ? { at: 'making', item }
        : state;
    case 'made':
      if (item === undefined || over) return state;
      return { at: 'ready', item, already: event.already ?? false, ...(event.waits && { waits: true }) };
    case 'failed':
      return item !== undefined && !over ? { at: 'failed', item, failure: event.failure } : state;
    case 'stopped':
      return over ? state : { at: 'stopped', stop: event.stop };
    case 'lost':
      if (over || state.at === 'making' || state.at === 'paused') return state;
      return { at: 'paused', done: state.at === 'sending' ? state.done : 0, ...(item !== undefined && { item }) };
    case 'again':
      return state.at === 'paused' || state.at === 'failed' || state.at === 'stopped' ? { at: 'waiting' } : state;
  }
}

/** The tray's first sentence in numbers: how many of how many are over, how many wait for the network or went wrong, and bytes. */
export function tally(uploads: readonly Upload[]): {
  total: number;
  ready: number;
  wrong: number;
  paused: number;
  bytes: number;
  sent: number;
} {
  const sum = { total: uploads.length, ready: 0, wrong: 0, paused: 0, bytes: 0, sent: 0 };
  for (const { state, size } of uploads) {
    sum.bytes += size;
    if (state.at === 'sending' || state.at === 'paused') sum.sent += Math.min(size, state.done);
    if (state.at === 'making' || state.at === 'ready' || state.at === 'failed') sum.sent += size;
    if (state.at === 'ready') sum.ready += 1;
    if (state.at === 'failed' || state.at === 'stopped') sum.wrong += 1;
    if (state.at === 'paused') sum.paused += 1;
  }
  return sum;
}
