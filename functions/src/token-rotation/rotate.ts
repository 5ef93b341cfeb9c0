import {
  guarded,
  instant,
  isAlbumId,
  isItemId,
  KINDS,
  number,
  parse,
  paths,
  TOKEN_OVERLAP_S,
  type ItemId,
  type Kind,
  type LibraryId,
} from '@maru/model';
import * as v from 'valibot';
import type { Fields } from '../ports/documents.ts';
import type { Queue, RotateTask } from '../ports/queue.ts';
import { dropOldTokens, publishTokens, renewTokens, type RenewedItem, type RenewPorts } from './renew-tokens.ts';
import { withRotationLock, type RotationLock } from './rotation-lock.ts';

/** What working off rotations needs. */
export interface RotatePorts extends RenewPorts {
  readonly queue: Queue;
}

/** How many items get new tokens in one transaction. */
const PAGE = 40;
/** How long after the time that it carries a loss is there at the latest, the difference of clocks included, in milliseconds. */
const COMMITTED_MS = 3000;
/** How often it is asked whether more was lost meanwhile, in milliseconds. */
const LOOK_EVERY_MS = 2000;
/** After this long a new task goes on, in milliseconds: a queue waits for half an hour at most. */
const ONE_TASK_MS = 25 * 60_000;

/** What waits for new tokens: `paths.rotation`, and how far that is. */
interface Rotation {
  readonly id: string;
  /** Where its items are found, photos first: they are many, and what is looked at most. */
  readonly places: readonly { readonly collection: string; readonly kind: Kind }[];
  readonly at: number;
  /** Since when (ms) nothing that is published is seen by who lost it. */
  readonly since: number;
  /** Everything before this place, and before this item in it, is done. */
  readonly step: number;
  readonly from: string;
}

/** Some items in their order, and where their rotation goes on afterwards; nowhere after the last. */
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

/** A rotation from its document, which was there at `found` (ms); throws BadDocument. */
function readRotation(library: LibraryId, id: string, fields: Fields, found: number): Rotation {
  const { albums, everything, at, step, from } = parse('rotation', rotationSchema, fields);
  const collections = everything ? [paths.items(library)] : albums.map((album) => paths.entries(library, album));
  return {
    id,
    places: KINDS.flatMap((kind) => collections.map((collection) => ({ collection, kind }))),
    at,
    since: Math.min(found, at + COMMITTED_MS),
    step,
    from,
  };
}

/** What a rotation is about, in pages. */
async function* pagesOf({ store }: RotatePorts, rotation: Rotation): AsyncGenerator<Page> {
  for (const [step, { collection, kind }] of rotation.places.entries()) {
    let from = step === rotation.step ? rotation.from : '';
    for (let isMore = step >= rotation.step; isMore;) {
      const after = from === '' ? {} : { startAt: from };
      const found = await store.find(collection, { where: ['kind', '==', kind], limit: PAGE, ...after });
      isMore = found.length === PAGE;
      // Ids have one length: this lies behind the last and before every other.
      from = `${found.at(-1)?.id ?? from}0`;
      yield { rotation, items: found.map(({ id }) => id).filter(isItemId), next: { step, from } };
    }
  }
  yield { rotation, items: [], next: undefined };
}

/** Keeps how far a rotation is, or takes it away when it is done. */
const note = ({ store }: RotatePorts, turn: RotationLock, { rotation, next }: Page): Promise<void> =>
  store.transact(async (tx) => {
    await turn.mustHoldIn(tx);
    const path = paths.rotation(turn.library, rotation.id);
    if (!(await tx.read(path))) return;
    if (next) tx.update(path, { ...next });
    else tx.remove(path);
  });

/** Where items wait whose new tokens are known and whose old ones still hold. */
interface WaitingRoom {
  /** When (ms) an item got its newest token here. */
  readonly since: ReadonlyMap<ItemId, number>;
  /** Whether an item waits. */
  readonly has: (item: ItemId) => boolean;
  readonly enter: (page: Page, renewed: readonly RenewedItem[]) => void;
  /** When all have left; rejects where one of them could not. */
  readonly empty: () => Promise<void>;
  /** Whether all have left; throws where one of them could not. */
  readonly isEmpty: () => boolean;
}

/**
 * Pages leave in the order in which they came, each when everybody has had `TOKEN_OVERLAP_S` to hear of it, while the next
 * ones come in.
 */
function waitingRoom(ports: RotatePorts, turn: RotationLock): WaitingRoom {
  const { clock, log } = ports;
  const since = new Map<ItemId, number>();
  const inside = new Set<ItemId>();
  const failures: unknown[] = [];
  let last: Promise<void> = Promise.resolve();
  let pages = 0;
  const leave = async (page: Page, renewed: readonly RenewedItem[], published: number): Promise<void> => {
    if (failures.length > 0) return;
    try {
      if (renewed.length > 0) await clock.sleep(Math.max(0, published + TOKEN_OVERLAP_S * 1000 - clock.now()));
      turn.mustHold();
      await dropOldTokens(ports, turn.library, renewed);
      await note(ports, turn, page);
      for (const { item } of renewed) inside.delete(item);
      const { id, at } = page.rotation;
      if (!page.next) log('rotated', { library: turn.library, rotation: id, ms: clock.now() - at });
    } catch (error) {
      failures.push(error);
    }
    pages -= 1;
  };
  const mustBeWell = (): void => {
    if (failures.length > 0) throw failures[0];
  };
  return {
    since,
    has: (item) => inside.has(item),
    enter: (page, renewed) => {
      const published = clock.now();
      for (const { item } of renewed) {
        since.set(item, published);
        inside.add(item);
      }
      pages += 1;
      last = last.then(() => leave(page, renewed, published));
    },
    empty: async () => {
      await last;
      mustBeWell();
    },
    isEmpty: () => {
      mustBeWell();
      return pages === 0;
    },
  };
}

/** Gives the items of a page new tokens, but those that got one after what the page is about was lost. */
async function pageOn(ports: RotatePorts, turn: RotationLock, room: WaitingRoom, page: Page): Promise<void> {
  const items = page.items.filter((item) => (room.since.get(item) ?? -1) < page.rotation.since);
  // One that waits with a token from before has to leave first: what leaves keeps one token.
  if (items.some((item) => room.has(item))) await room.empty();
  turn.mustHold();
  const renewed = await renewTokens(ports, turn.library, items);
  await publishTokens(ports, turn, renewed);
  room.enter(page, renewed);
}

/** Works off what waits, also what comes meanwhile; false where time is up before all is done. */
async function workOff(ports: RotatePorts, turn: RotationLock): Promise<boolean> {
  const { store, clock } = ports;
  const end = clock.now() + ONE_TASK_MS;
  const room = waitingRoom(ports, turn);
  const begun = new Set<string>();
  try {
    for (;;) {
      const isOver = room.isEmpty();
      const waiting = (await store.find(paths.rotations(turn.library), {})).filter(({ id }) => !begun.has(id));
      const found = clock.now();
      for (const { id, fields } of waiting) {
        begun.add(id);
        for await (const page of pagesOf(ports, readRotation(turn.library, id, fields, found))) {
          room.isEmpty();
          if (clock.now() > end) return false;
          await pageOn(ports, turn, room, page);
        }
      }
      if (waiting.length > 0) continue;
      if (isOver) return true;
      await clock.sleep(LOOK_EVERY_MS);
    }
  } finally {
    await room.empty();
  }
}

/**
 * Gives new tokens to what somebody lost: adds them to the objects, publishes them, waits until everybody who still sees
 * the items has heard of them, and drops the old ones. One at a time in a library; throws Busy where another is at it.
 * What is asked for again, or was killed, goes on after the last page that was done.
 */
export async function rotateTokens(ports: RotatePorts, task: RotateTask): Promise<void> {
  const { library } = task;
  if ((await ports.store.find(paths.rotations(library), { limit: 1 })).length === 0) return;
  const isDone = await withRotationLock(ports, library, (turn) => workOff(ports, turn));
  if (!isDone) await ports.queue.rotateTokens(task);
}
