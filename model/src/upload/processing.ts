import type { ItemId } from '../ids.ts';
import type { Stop } from './platform.ts';
import type { LibraryAccess, QueuedUpload, Watcher } from './ports.ts';
import type { UploadEvent } from './state.ts';

type Emit = (event: UploadEvent) => void;

const reportFailure =
  (emit: Emit): Watcher<unknown>['fail'] =>
  (failure) => {
    emit({ type: 'stopped', stop: failure === 'forbidden' ? 'forbidden' : 'refused' });
  };

/** Reports when the item or the submission of an upload is processed, declined or has failed. */
function watchUpload(
  { library, submission: id }: QueuedUpload,
  itemId: ItemId,
  access: LibraryAccess,
  emit: Emit,
): Stop {
  const fail = reportFailure(emit);
  if (id === undefined)
    return access.watchItem(library, itemId, {
      next: (item) => {
        // Its announcement expired, or somebody deleted it.
        if (item === undefined) emit({ type: 'stopped', stop: 'refused' });
        if (item?.state === 'ready') emit({ type: 'ready' });
        if (item?.state === 'failed') emit({ type: 'failed', failure: item.failure ?? 'attempts-exhausted' });
      },
      fail,
    });
  return access.watchSubmission(library, id, {
    next: (submission) => {
      if (submission?.state === 'added') emit({ type: 'ready' });
      if (submission?.state === 'pending') emit({ type: 'ready', awaitsReview: true });
      if (submission?.state === 'declined') emit({ type: 'stopped', stop: 'declined' });
      if (submission?.state === 'failed') emit({ type: 'failed', failure: submission.failure ?? 'attempts-exhausted' });
    },
    fail,
  });
}

/** Watches what is sent until it is processed. */
export class Processing {
  readonly #library: LibraryAccess;
  readonly #stops = new Map<string, Stop>();

  constructor(library: LibraryAccess) {
    this.#library = library;
  }

  /** How many uploads are watched. */
  get count(): number {
    return this.#stops.size;
  }

  /** Watches an upload of `item`, unless it is watched already. The first event may be emitted before this returns. */
  watch(upload: QueuedUpload, item: ItemId, emit: Emit): void {
    const { id } = upload;
    if (this.#stops.has(id)) return;
    this.#stops.set(id, () => undefined);
    const stop = watchUpload(upload, item, this.#library, emit);
    // The first event may have ended it.
    if (this.#stops.has(id)) this.#stops.set(id, stop);
    else stop();
  }

  /** Stops watching an upload. */
  stop(id: string): void {
    this.#stops.get(id)?.();
    this.#stops.delete(id);
  }

  stopAll(): void {
    for (const id of [...this.#stops.keys()]) this.stop(id);
  }
}
