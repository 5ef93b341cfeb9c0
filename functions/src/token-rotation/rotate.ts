import {
  guarded,
  INDEX_CHANGED_MS,
  instant,
  isAlbumId,
  isItemId,
  KINDS,
  number,
  parse,
  paths,
  TOKEN_OVERLAP_S,
  type AlbumId,
  type ItemId,
  type Kind,
  type LibraryId,
} from '@maru/model';
import * as v from 'valibot';
import type { Fields } from '../ports/documents.ts';
import type { Queue, RotateTask } from '../ports/queue.ts';
import { indexAlbum } from '../album-index/index-album.ts';
import {
  dropOldTokens,
  publishTokens,
  readProcessed,
  renewTokens,
  type RenewedItem,
  type RenewPorts,
} from './renew-tokens.ts';
import { withRotationLock, type RotationLock } from './rotation-lock.ts';

/** The ports of rotating tokens. */
export interface RotatePorts extends RenewPorts {
  readonly queue: Queue;
}

/** How many items get new tokens in one transaction. */
const PAGE = 40;
/** The longest time from a revocation's timestamp until it is visible, clock skew included, in milliseconds. */
const COMMIT_MS = 3000;
/** How often new rotations are looked for, in milliseconds. */
const POLL_MS = 2000;
/** How long one task runs before a new one continues, in milliseconds: the limit of a queue is half an hour. */
const TASK_MS = 25 * 60_000;

/** A rotation and its progress: `paths.rotation`. */
interface Rotation {
  readonly id: string;
  /** The collections of its items; photos first, as the most viewed. */
  readonly places: readonly { readonly collection: string; readonly kind: Kind }[];
  readonly at: number;
  /** From this time (ms) on, whoever lost access cannot see what is published. */
  readonly since: number;
  /** Done are all places before `step`, and in it all items before `from`. */
  readonly step: number;
  readonly from: string;
}

/** A page of items, and where the rotation continues; undefined after the last. */
interface Page {
  readonly rotation: Rotation;
  readonly items: readonly ItemId[];
  readonly next: Pick<Rotation, 'step' | 'from'> | undefined;
}

const rotationSchema = v.object({
  albums: v.array(guarded(isAlbumId)),
  everything: v.optional(v.boolean(), false),
  at: instant,
  step: v.optional(number, 0),
  from: v.optional(v.string(), ''),
});

/** A rotation from its document, which was read at `found` (ms); throws BadDocument. */
function readRotation(library: LibraryId, id: string, fields: Fields, found: number): Rotation {
  const { albums, everything, at, step, from } = parse('rotation', rotationSchema, fields);
  const collections = everything ? [paths.items(library)] : albums.map((album) => paths.entries(library, album));
  return {
    id,
    places: KINDS.flatMap((kind) => collections.map((collection) => ({ collection, kind }))),
    at,
    since: Math.min(found, at + COMMIT_MS),
    step,
    from,
  };
}

/** The items of a rotation, in pages. */
async function* pagesOf({ store }: RotatePorts, rotation: Rotation): AsyncGenerator<Page> {
  for (const [step, { collection, kind }] of rotation.places.entries()) {
    let from = step === rotation.step ? rotation.from : '';
    for (let isMore = step >= rotation.step; isMore;) {
      const after = from === '' ? {} : { startAt: from };
      const found = await store.find(collection, { where: ['kind', '==', kind], limit: PAGE, ...after });
      isMore = found.length === PAGE;
      // Ids have one length, so this sorts directly after the last one.
      from = `${found.at(-1)?.id ?? from}0`;
      yield { rotation, items: found.map(({ id }) => id).filter(isItemId), next: { step, from } };
    }
  }
  yield { rotation, items: [], next: undefined };
}

/** Stores the progress of a rotation, or deletes it when it is done. */
const saveProgress = ({ store }: RotatePorts, lock: RotationLock, { rotation, next }: Page): Promise<void> =>
  store.transact(async (tx) => {
    await lock.mustHoldIn(tx);
    const path = paths.rotation(lock.library, rotation.id);
    if (!(await tx.read(path))) return;
    if (next) tx.update(path, { ...next });
    else tx.remove(path);
  });

/** Items whose new tokens are published and whose old ones are still valid. */
interface Overlap {
  /** When (ms) each item's newest token was published. */
  readonly since: ReadonlyMap<ItemId, number>;
  /** Whether an item still has its old token. */
  readonly has: (item: ItemId) => boolean;
  /** Brings what an interrupted run published into the indexes of albums: its older tokens are dropped next. */
  readonly resume: (albums: readonly AlbumId[]) => Promise<void>;
  readonly add: (page: Page, renewed: readonly RenewedItem[], albums: readonly AlbumId[]) => void;
  /** Resolves when all old tokens are dropped; rejects if that failed. */
  readonly drained: () => Promise<void>;
  /** Whether all old tokens are dropped; throws if that failed. */
  readonly isEmpty: () => boolean;
}

/**
 * Drops the old tokens of each page, in order, `TOKEN_OVERLAP_S` after its new ones were published in entries and albums' indexes, when every
 * client has them. Meanwhile further pages can be added.
 */
function tokenOverlap(ports: RotatePorts, lock: RotationLock): Overlap {
  const { clock, log } = ports;
  const since = new Map<ItemId, number>();
  const pending = new Set<ItemId>();
  const failures: unknown[] = [];
  let last: Promise<void> = Promise.resolve();
  /** The number of pages that were added, and of those that are done. */
  let [published, finished] = [0, 0];
  const sleepUntil = async (at: number): Promise<void> => {
    if (at > clock.now()) await clock.sleep(at - clock.now());
  };
  /** By album, how many pages are in its index. */
  const indexed = new Map<AlbumId, number>();
  /** Brings the published pages into the index of an album; returns whether that changed it. */
  const index = async (album: AlbumId): Promise<boolean> => {
    const through = published;
    const isChanged = await indexAlbum(ports, { library: lock.library, album });
    indexed.set(album, through);
    return isChanged;
  };
  const resume = async (albums: readonly AlbumId[]): Promise<void> => {
    if (!lock.isTakenOver) return;
    let isChanged = false;
    for (const album of albums) if (!indexed.has(album)) isChanged = (await index(album)) || isChanged;
    if (isChanged) await clock.sleep(TOKEN_OVERLAP_S * 1000);
  };
  let indexing: Promise<void> = Promise.resolve();
  /** Brings the first `count` pages into the indexes of albums; pages that are published meanwhile share a run. Returns when (ms). */
  const indexPages = async (albums: readonly AlbumId[], count: number): Promise<number> => {
    const isMissing = (album: AlbumId) => (indexed.get(album) ?? 0) < count;
    indexing = indexing.then(async () => {
      if (!albums.some(isMissing)) return;
      await clock.sleep(INDEX_CHANGED_MS);
      for (const album of albums) if (isMissing(album)) await index(album);
    });
    await indexing;
    return clock.now();
  };
  const finish = async (page: Page, renewed: readonly RenewedItem[], visible: Promise<number>): Promise<void> => {
    if (failures.length > 0) return;
    try {
      const visibleAt = await visible;
      if (renewed.length > 0) await sleepUntil(visibleAt + TOKEN_OVERLAP_S * 1000);
      lock.mustHold();
      await dropOldTokens(ports, lock.library, renewed);
      await saveProgress(ports, lock, page);
      for (const { item } of renewed) pending.delete(item);
      const { id, at } = page.rotation;
      if (!page.next) log('rotated', { library: lock.library, rotation: id, ms: clock.now() - at });
    } catch (error) {
      failures.push(error);
    }
    finished += 1;
  };
  const throwFailure = (): void => {
    if (failures.length > 0) throw failures[0];
  };
  return {
    since,
    has: (item) => pending.has(item),
    resume,
    add: (page, renewed, albums) => {
      const at = clock.now();
      for (const { item } of renewed) {
        since.set(item, at);
        pending.add(item);
      }
      published += 1;
      const visible = indexPages(albums, published);
      // `finish` throws it.
      visible.catch(() => undefined);
      last = last.then(() => finish(page, renewed, visible));
    },
    drained: async () => {
      await last;
      throwFailure();
    },
    isEmpty: () => {
      throwFailure();
      return finished === published;
    },
  };
}

/** Renews the tokens of a page, except of items whose token was published after the page's revocation. */
async function rotatePage(ports: RotatePorts, lock: RotationLock, overlap: Overlap, page: Page): Promise<void> {
  const items = page.items.filter((item) => (overlap.since.get(item) ?? -1) < page.rotation.since);
  // Dropping leaves one token, so the earlier token of these items must be dropped first.
  if (items.some((item) => overlap.has(item))) await overlap.drained();
  lock.mustHold();
  const processed = await readProcessed(ports, lock.library, items);
  await overlap.resume([...new Set(processed.flatMap(({ item }) => item.albums))]);
  lock.mustHold();
  const renewed = await renewTokens(ports, lock.library, processed);
  overlap.add(page, renewed, await publishTokens(ports, lock, renewed));
}

/** Works on all rotations, also those that are added meanwhile. Returns false if the time is up before all are done. */
async function rotateAll(ports: RotatePorts, lock: RotationLock): Promise<boolean> {
  const { store, clock } = ports;
  const end = clock.now() + TASK_MS;
  const overlap = tokenOverlap(ports, lock);
  const begun = new Set<string>();
  try {
    for (;;) {
      const isOver = overlap.isEmpty();
      const waiting = (await store.find(paths.rotations(lock.library), {})).filter(({ id }) => !begun.has(id));
      const found = clock.now();
      for (const { id, fields } of waiting) {
        begun.add(id);
        for await (const page of pagesOf(ports, readRotation(lock.library, id, fields, found))) {
          overlap.isEmpty();
          if (clock.now() > end) return false;
          await rotatePage(ports, lock, overlap, page);
        }
      }
      if (waiting.length > 0) continue;
      if (isOver) return true;
      await clock.sleep(POLL_MS);
    }
  } finally {
    await overlap.drained();
  }
}

/**
 * Replaces the tokens of items that someone lost access to: adds new tokens to the objects, publishes them, waits until every client that
 * still sees the items has them, and drops the old ones. Runs once at a time per library; throws LockHeld if another run does. A repeated
 * or killed task continues after the last finished page.
 */
export async function rotateTokens(ports: RotatePorts, task: RotateTask): Promise<void> {
  const { library } = task;
  if ((await ports.store.find(paths.rotations(library), { limit: 1 })).length === 0) return;
  const isDone = await withRotationLock(ports, library, (lock) => rotateAll(ports, lock));
  if (!isDone) await ports.queue.rotateTokens(task);
}
