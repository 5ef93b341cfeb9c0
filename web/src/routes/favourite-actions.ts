import type { EntryRow } from '@maru/model/album-index/order';
import type { AlbumId } from '@maru/model/ids';
import { MAX_FAVOURITES } from '@maru/model/limits';
import { m } from '#lib/paraglide/messages.js';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import type { Toasts } from '#lib/ui/feedback/toasts.svelte.ts';
import { showError, undoButton } from './async-action.svelte.ts';

/** Changes of this person's favourites: shown at once, with a toast that can undo it, and sent in the background. */
export class FavouriteActions {
  readonly #view: LibraryView;
  readonly #toasts: Pick<Toasts, 'show'>;

  constructor(view: LibraryView, toasts: Pick<Toasts, 'show'>) {
    this.#view = view;
    this.#toasts = toasts;
  }

  /** Adds items of an album. Returns false if there is no room for them. */
  add(rows: readonly EntryRow[], album: AlbumId): boolean {
    const { favourites } = this.#view;
    const added = rows.filter(([item]) => !favourites.has(item));
    if (!favourites.hasRoomFor(added.length)) {
      this.#toasts.show(m.favourites_full({ count: MAX_FAVOURITES }), { kind: 'bad' });
      return false;
    }
    this.#report(favourites.add(added, album), m.favourite_added({ count: added.length }), () =>
      favourites.remove(added.map(([item]) => item)),
    );
    return true;
  }

  remove(rows: readonly EntryRow[]): void {
    const { favourites } = this.#view;
    const places = favourites.places ?? {};
    const removed = rows.map(([item]) => item).filter((item) => places[item]);
    if (removed.length === 0) return;
    const before = Object.fromEntries(removed.map((item) => [item, places[item]])) as typeof places;
    this.#report(favourites.remove(removed), m.favourite_removed({ count: removed.length }), () =>
      favourites.restore(before),
    );
  }

  /** Shows a change with a button that undoes it; later whether it was refused. */
  #report(sent: Promise<void>, text: string, undo: () => Promise<void>): void {
    const action = undoButton(this.#toasts, () => {
      const undone = undo();
      this.#toasts.show(m.undone(), { topic: 'favourites' });
      return undone;
    });
    this.#toasts.show(text, { action, topic: 'favourites' });
    sent.catch((error: unknown) => {
      showError(this.#toasts, error);
    });
  }
}
