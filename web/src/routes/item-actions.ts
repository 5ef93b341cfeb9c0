import type { EntryRow } from '@maru/model/album-index/order';
import type { ApiRequest } from '@maru/model/api/endpoints';
import { groupBy } from '@maru/model/group-by';
import { ALL, idOf, type AlbumId, type ItemId } from '@maru/model/ids';
import type { Entry } from '@maru/model/library/entry';
import { m } from '#lib/paraglide/messages.js';
import type { Account } from '#lib/state/account.svelte.ts';
import type { BatchResult, BatchTask } from '#lib/state/batches.svelte.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import type { Toasts } from '#lib/ui/feedback/toasts.svelte.ts';
import { undoButton } from './async-action.svelte.ts';
import { addingTask, nonResumable, itemsTask, removingTask, restoringTask, trashingTask } from './item-tasks.ts';

type Items = readonly ItemId[];
type Edit = ApiRequest<'editItems'>['edit'];

/** Returns the key of a new edit. A call that is repeated has the same. */
export const newEditKey = (): string => idOf(crypto.getRandomValues(new Uint8Array(13)));

/** The text of a toast for the number of items that changed. */
type Done = (changed: { count: number }) => string;

/** Undoes an action; returns the items that it changed. */
type Reverse = BatchTask | (() => Promise<Items>);

/** What can be done with items of a library: in the background, with a toast at the end that can undo it. */
export class ItemActions {
  readonly #view: LibraryView;
  readonly #account: Pick<Account, 'uid' | 'batches'>;
  readonly #toasts: Pick<Toasts, 'show'>;

  constructor(view: LibraryView, account: Pick<Account, 'uid' | 'batches'>, toasts: Pick<Toasts, 'show'>) {
    this.#view = view;
    this.#account = account;
    this.#toasts = toasts;
  }

  /** Whether this person may move an item to the trash: an owner any, an editor what they added. */
  canTrash({ by }: Pick<Entry, 'by'>): boolean {
    return this.#view.can('trash-items') || (by === this.#account.uid && this.#view.can('trash-own-items'));
  }

  async add(rows: readonly EntryRow[], album: AlbumId, title: string): Promise<void> {
    await this.#add(rows, album, doneIn(title), (changed) => removingTask(this.#view, changed, album));
  }

  /** Adds items of albums to all photos, too. */
  async addToAll(rows: readonly EntryRow[]): Promise<void> {
    await this.#add(rows, ALL, m.batch_also_in_all_done, (changed) => removingTask(this.#view, changed, ALL));
  }

  /** Adds items to an album that was created for them: undo deletes it. */
  async addToNew(rows: readonly EntryRow[], album: AlbumId, title: string, onundone: () => void): Promise<void> {
    await this.#add(rows, album, doneIn(title), (changed) => async () => {
      await this.#view.call('deleteAlbum', { album });
      onundone();
      return changed;
    });
  }

  async #add(
    rows: readonly EntryRow[],
    album: AlbumId,
    done: Done,
    reverseOf: (changed: Items) => Reverse,
  ): Promise<void> {
    const { sent, changed } = await this.#run(addingTask(this.#view, idsOf(rows), album));
    const skipped = sent - changed.length;
    this.#report(changed, reverseOf(changed), [
      changed.length > 0 && done({ count: changed.length }),
      skipped > 0 && m.batch_add_skipped({ count: skipped }),
    ]);
  }

  async remove(rows: readonly EntryRow[], album: AlbumId): Promise<void> {
    const { sent, changed } = await this.#run(removingTask(this.#view, idsOf(rows), album));
    const skipped = sent - changed.length;
    const [doneText, skippedText] =
      album === ALL
        ? [m.batch_only_in_albums_done, m.batch_only_in_albums_skipped]
        : [m.batch_remove_done, m.batch_remove_skipped];
    this.#report(changed, addingTask(this.#view, changed, album), [
      changed.length > 0 && doneText({ count: changed.length }),
      skipped > 0 && skippedText({ count: skipped }),
    ]);
  }

  async trash(rows: readonly EntryRow[]): Promise<void> {
    const { changed, skipped } = await this.#runOwn(rows, (items) => trashingTask(this.#view, items));
    this.#report(changed, restoringTask(this.#view, changed), [
      changed.length > 0 && m.batch_trash_done({ count: changed.length }),
      skipped > 0 && m.batch_trash_skipped({ count: skipped }),
    ]);
  }

  async restore(rows: readonly EntryRow[]): Promise<void> {
    const { changed, skipped } = await this.#runOwn(rows, (items) => restoringTask(this.#view, items));
    this.#report(changed, trashingTask(this.#view, changed), [
      changed.length > 0 && m.batch_restore_done({ count: changed.length }),
      skipped > 0 && m.batch_trash_skipped({ count: skipped }),
    ]);
  }

  /** Moves items in the order by hand of an album, before another one or to the end. */
  async move(rows: readonly EntryRow[], album: AlbumId, before: ItemId | null): Promise<void> {
    // Not from the response: if that of an earlier call was lost, the server has only the new ones.
    const keys = new Map(rows.map(([item, { orderKey }]) => [item, orderKey ?? null]));
    const moving = (items: Items, moveOf: (part: Items) => ApiRequest<'moveInAlbum'>['move']): BatchTask => ({
      kind: 'move',
      items,
      send: async (part) => (await this.#view.call('moveInAlbum', { album, move: moveOf(part) })).moved,
    });
    const { changed } = await this.#run(moving(idsOf(rows), (part) => ({ items: [...part], before })));
    const undo = moving(changed, (part) => ({
      orderKeys: Object.fromEntries(part.map((item) => [item, keys.get(item) ?? null])),
    }));
    this.#report(changed, undo, [changed.length > 0 && m.batch_move_done({ count: changed.length })]);
  }

  /** Sets the capture dates of items, or shifts them. */
  changeDates(rows: readonly EntryRow[], takenAt: NonNullable<Edit['takenAt']>): Promise<void> {
    return this.#edit('date', rows, { takenAt }, m.batch_date_done);
  }

  /** Gives items one caption. */
  changeCaptions(rows: readonly EntryRow[], caption: string): Promise<void> {
    return this.#edit('caption', rows, { caption }, m.batch_caption_done);
  }

  /** Gives items the name of one place. */
  changePlaces(rows: readonly EntryRow[], placeName: string): Promise<void> {
    return this.#edit('place', rows, { placeName }, m.batch_place_done);
  }

  /** Edits items; undo gives each the edit that it had. */
  async #edit(kind: BatchTask['kind'], rows: readonly EntryRow[], edit: Edit, done: Done): Promise<void> {
    const before: Record<ItemId, Edit> = {};
    const { changed } = await this.#run(this.#editing(kind, idsOf(rows), edit, before));
    const known = Object.keys(before) as ItemId[];
    const groups = groupBy(known, (item) => JSON.stringify(before[item]));
    const undo = async (): Promise<Items> => {
      const undone: ItemId[] = [];
      for (const [of, group] of groups)
        undone.push(...(await this.#run(nonResumable(this.#editing(kind, group, JSON.parse(of) as Edit)))).changed);
      return undone;
    };
    this.#report(known, undo, [changed.length > 0 && done({ count: changed.length })]);
  }

  /** Deletes items of the trash forever, except videos with sections that stay. */
  async purge(rows: readonly EntryRow[]): Promise<void> {
    let kept = 0;
    // Cannot be resumed by a later window: a permanent deletion must not go on unattended.
    const { changed } = await this.#run({
      kind: 'purge',
      items: idsOf(rows),
      send: async (part) => {
        kept += (await this.#view.call('purgeItems', { items: [...part] })).kept ?? 0;
        return part;
      },
    });
    const count = changed.length - kept;
    if (count > 0) this.#toasts.show(m.batch_purge_done({ count }));
    if (kept > 0) this.#toasts.show(m.trash_kept({ count: kept }));
  }

  /** Says that sections of a video are being made, with a button that moves them to the trash; `onundone` is called when it did. */
  reportSections(items: Items, onundone: () => void): void {
    const text = items.length > 0 ? m.split_done({ count: items.length }) : m.split_nothing_new();
    const undo = async (): Promise<Items> => {
      const { changed } = await this.#run(trashingTask(this.#view, items));
      onundone();
      return changed;
    };
    this.#report(items, undo, [text]);
  }

  /** Adds to `before` the edits that undo it. */
  #editing(kind: BatchTask['kind'], items: Items, edit: Edit, before: Record<ItemId, Edit> = {}): BatchTask {
    const key = newEditKey();
    return itemsTask(this.#view, kind, items, 'editItems', { edit, key }, (response, part) => {
      Object.assign(before, response.before);
      return part;
    });
  }

  #run(batch: BatchTask): Promise<BatchResult> {
    return this.#account.batches.run(batch);
  }

  /** Runs a task for those items that this person may move to the trash, and returns how many others there were. */
  async #runOwn(
    rows: readonly EntryRow[],
    taskFor: (items: Items) => BatchTask,
  ): Promise<{ changed: Items; skipped: number }> {
    const own = rows.filter(([, entry]) => this.canTrash(entry));
    const { changed } = await this.#run(taskFor(idsOf(own)));
    return { changed, skipped: rows.length - own.length };
  }

  /** Shows what was done, if anything, with a button that undoes it. */
  #report(done: Items, reverse: Reverse, texts: readonly (string | false)[]): void {
    const text = texts.filter((one) => one !== false).join(' ');
    if (text === '') return;
    const action = undoButton(this.#toasts, async () => {
      const changed = typeof reverse === 'function' ? await reverse() : (await this.#run(reverse)).changed;
      if (changed.length > 0) this.#toasts.show(m.undone());
    });
    this.#toasts.show(text, done.length > 0 ? { action } : {});
  }
}

const doneIn =
  (album: string): Done =>
  ({ count }) =>
    m.batch_add_done({ count, album });

const idsOf = (rows: readonly EntryRow[]): Items => rows.map(([item]) => item);
