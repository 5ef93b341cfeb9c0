import { albumsWithEntry, paths, type ItemId } from '@maru/model';
import type { Queue, RotateTask } from '../ports/queue.ts';
import { publishTokens, readProcessed, renewTokens, type RenewPorts } from './renew-tokens.ts';
import { withRotationLock, type RotationLock } from './rotation-lock.ts';
import { pagesOf, readRotation, type Page, type Rotation } from './rotation.ts';
import { tokenOverlap, type Overlap } from './token-overlap.ts';

/** The ports of rotating tokens. */
export interface RotatePorts extends RenewPorts {
  readonly queue: Queue;
}

/** How often new rotations are looked for, in milliseconds. */
const POLL_MS = 2000;
/** How long one task runs before a new one continues, in milliseconds: the limit of a queue is half an hour. */
const TASK_MS = 25 * 60_000;

/** Reads these items, and the videos of Live Photos among them: a person who saw a video before it was paired has its URL. */
async function readWithVideos(ports: RotatePorts, { library }: RotationLock, items: readonly ItemId[]) {
  const processed = await readProcessed(ports, library, items);
  const videos = processed.flatMap(({ item }) => item.motionVideo ?? []).filter((video) => !items.includes(video));
  return [...processed, ...(await readProcessed(ports, library, videos))];
}

/** Renews the tokens of a page, except of items whose token was published after the page's revocation. */
async function rotatePage(ports: RotatePorts, lock: RotationLock, overlap: Overlap, page: Page): Promise<void> {
  const items = page.items.filter((item) => (overlap.since.get(item) ?? -1) < page.rotation.since);
  // Dropping leaves one token, so the earlier token of these items must be dropped first.
  if (items.some((item) => overlap.has(item))) await overlap.drained();
  lock.mustHold();
  const processed = await readWithVideos(ports, lock, items);
  await overlap.resume([...new Set(processed.flatMap(({ item }) => albumsWithEntry(item)))]);
  lock.mustHold();
  const renewed = await renewTokens(ports, lock.library, processed);
  overlap.add(page, renewed, await publishTokens(ports, lock, renewed));
}

/** The rotations to work on before looking for others: those of people who lost access, otherwise one of listed items. */
function nextOf(waiting: readonly Rotation[]): readonly Rotation[] {
  const urgent = waiting.filter(({ items }) => items.length === 0);
  return urgent.length > 0 ? urgent : waiting.slice(0, 1);
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
      const stored = (await store.find(paths.rotations(lock.library), {})).filter(({ id }) => !begun.has(id));
      const found = clock.now();
      const waiting = stored.map(({ id, fields }) => readRotation(lock.library, id, fields, found));
      for (const rotation of nextOf(waiting)) {
        begun.add(rotation.id);
        for await (const page of pagesOf(store, rotation)) {
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
