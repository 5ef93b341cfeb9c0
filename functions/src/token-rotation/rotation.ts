import {
  guarded,
  instant,
  isAlbumId,
  isItemId,
  justAfter,
  KINDS,
  number,
  parse,
  paths,
  type ItemId,
  type Kind,
  type LibraryId,
} from '@maru/model';
import * as v from 'valibot';
import type { Fields, Store } from '../ports/documents.ts';
import type { RotationLock } from './rotation-lock.ts';

/** How many items get new tokens in one transaction. */
const PAGE = 40;
/** The longest time from a revocation's timestamp until it is visible, clock skew included, in milliseconds. */
const COMMIT_MS = 3000;
/** A rotation and its progress: `paths.rotation`. */
export interface Rotation {
  readonly id: string;
  /** The collections of its items; photos first, as the most viewed. */
  readonly places: readonly { readonly collection: string; readonly kind: Kind }[];
  /** Its items in the order of their ids, if it lists them. */
  readonly items: readonly ItemId[];
  readonly at: number;
  /** From this time (ms) on, people who lost access cannot see what is published. */
  readonly since: number;
  /** Done are all places before `step`, and in it all items before `from`; of listed items, those up to `from`. */
  readonly step: number;
  readonly from: string;
}

/** A page of items, and where the rotation continues; undefined after the last. */
export interface Page {
  readonly rotation: Rotation;
  readonly items: readonly ItemId[];
  readonly next: Pick<Rotation, 'step' | 'from'> | undefined;
}

const rotationSchema = v.object({
  albums: v.array(guarded(isAlbumId)),
  items: v.optional(v.array(guarded(isItemId)), []),
  everything: v.optional(v.boolean(), false),
  at: instant,
  step: v.optional(number, 0),
  from: v.optional(v.string(), ''),
});

/** A rotation from its document, which was read at `found` (ms); throws BadDocument. */
export function readRotation(library: LibraryId, id: string, fields: Fields, found: number): Rotation {
  const { albums, items, everything, at, step, from } = parse('rotation', rotationSchema, fields);
  const collections = everything ? [paths.items(library)] : albums.map((album) => paths.entries(library, album));
  return {
    id,
    items: items.toSorted(),
    places: KINDS.flatMap((kind) => collections.map((collection) => ({ collection, kind }))),
    at,
    since: Math.min(found, at + COMMIT_MS),
    step,
    from,
  };
}

/** The items of a rotation, in pages. */
export async function* pagesOf(store: Store, rotation: Rotation): AsyncGenerator<Page> {
  for (const [step, { collection, kind }] of rotation.places.entries()) {
    let from = step === rotation.step ? rotation.from : '';
    for (let isMore = step >= rotation.step; isMore;) {
      const after = from === '' ? {} : { startAt: from };
      const found = await store.find(collection, { where: ['kind', '==', kind], limit: PAGE, ...after });
      isMore = found.length === PAGE;
      from = justAfter(found.at(-1)?.id ?? from);
      yield { rotation, items: found.map(({ id }) => id).filter(isItemId), next: { step, from } };
    }
  }
  const listed = rotation.items.filter((id) => id > rotation.from);
  for (let n = 0; n < listed.length; n += PAGE) {
    const items = listed.slice(n, n + PAGE);
    yield { rotation, items, next: { step: 0, from: items.at(-1) ?? '' } };
  }
  yield { rotation, items: [], next: undefined };
}

/** Stores the progress of a rotation, or deletes it when it is done. */
export const saveProgress = (store: Store, lock: RotationLock, { rotation, next }: Page): Promise<void> =>
  store.transact(async (tx) => {
    await lock.mustHoldIn(tx);
    const path = paths.rotation(lock.library, rotation.id);
    if (!(await tx.read(path))) return;
    if (next) tx.update(path, { ...next });
    else tx.remove(path);
  });
