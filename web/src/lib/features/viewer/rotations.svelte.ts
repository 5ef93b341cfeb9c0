import type { Entry, ItemId } from '@maru/model';
import type { Rotation } from '@maru/model/library/edits';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { ViewerEntry, ViewerSource } from './stage.svelte.ts';

interface ChosenRotation {
  readonly rotation: Rotation;
  /** The displayed rev, which does not have it. */
  readonly rev: number;
}

/** An entry as it is displayed with a rotation that its renditions may not have yet. */
function rotated(entry: Entry, rotation: Rotation): ViewerEntry {
  const pendingRotation = (rotation - (entry.rotation ?? 0) + 360) % 360;
  return { ...entry, ratio: pendingRotation % 180 === 0 ? entry.ratio : 1 / entry.ratio, pendingRotation };
}

/** Rotations that were chosen in this viewer, each pending until a new rev of its photo has it. */
export class Rotations {
  readonly #pending = new SvelteMap<ItemId, ChosenRotation>();
  readonly #saving = new SvelteSet<ItemId>();
  readonly #save: (item: ItemId, rotation: Rotation) => Promise<unknown>;

  /** Call it while a component is created. */
  constructor(
    save: (item: ItemId, rotation: Rotation) => Promise<unknown>,
    entryOf: (item: ItemId) => Entry | undefined,
  ) {
    this.#save = save;
    $effect(() => {
      for (const [item, { rotation, rev }] of this.#pending) {
        const entry = entryOf(item);
        const isRendered = entry && entry.rev > rev && (entry.rotation ?? 0) === rotation;
        if (isRendered && !this.#saving.has(item)) this.#pending.delete(item);
      }
    });
  }

  isPending(item: ItemId): boolean {
    return this.#pending.has(item);
  }

  /** Rotates a photo clockwise by these degrees, at once in `rotatedSource`. If that cannot be saved, restores the last saved rotation and rejects. */
  async rotate(item: ItemId, entry: Entry, by: 90 | 270): Promise<void> {
    let saved = this.#pending.get(item);
    const rotation = (((saved?.rotation ?? entry.rotation ?? 0) + by) % 360) as Rotation;
    this.#pending.set(item, { rotation, rev: entry.rev });
    // One call at a time, so that the last choice is saved last.
    if (this.#saving.has(item)) return;
    this.#saving.add(item);
    try {
      for (;;) {
        const latest = this.#pending.get(item);
        if (!latest || latest.rotation === saved?.rotation) return;
        await this.#save(item, latest.rotation);
        saved = latest;
      }
    } catch (error) {
      if (saved) this.#pending.set(item, saved);
      else this.#pending.delete(item);
      throw error;
    } finally {
      this.#saving.delete(item);
    }
  }

  /** A source in which photos have their pending rotation. */
  rotatedSource(source: ViewerSource): ViewerSource {
    return {
      get count() {
        return source.count;
      },
      at: (index) => {
        const row = source.at(index);
        const chosen = row && this.#pending.get(row[0]);
        return chosen ? [row[0], rotated(row[1], chosen.rotation)] : row;
      },
      indexOf: (id) => source.indexOf(id),
      load: (from, to) => source.load(from, to),
    };
  }
}
