import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSession, type FakeSession } from '../commands/session.fake.ts';
import { insertBucket } from '../fake/products/storage.ts';
import { findObject } from '../google/objects.ts';
import { allBucketsOf } from '../names.ts';
import { takeLock, thisHolder, type Holder } from './lock.ts';

let session: FakeSession;
const bucket = allBucketsOf('maru-family').deploys;

beforeEach(async () => {
  session = await startSession({ services: ['storage.googleapis.com'] });
  insertBucket(session.fake.state, { name: bucket, location: 'ASIA-NORTHEAST3' });
});
afterEach(() => session.fake.stop());

const NOW = new Date('2026-11-29T03:00:00Z');
const me = thisHolder(NOW);
/** Somebody on another computer since `minutes` before now. */
const other = (minutes: number): Holder => ({
  user: 'father',
  host: 'another',
  pid: 7,
  since: new Date(NOW.getTime() - minutes * 60_000).toISOString(),
});

it('is held by one and free again after release', async () => {
  const lock = await takeLock(session.google, other(1));
  await expect(takeLock(session.google, me)).rejects.toThrow(/father.*another/);
  await lock.release();
  expect(await findObject(session.google, bucket, 'lock.json')).toBeUndefined();
  await (await takeLock(session.google, me)).release();
});

it('is taken over after an hour, and its first holder does not release it then', async () => {
  const first = await takeLock(session.google, other(61));
  const second = await takeLock(session.google, me);
  await first.release();
  await expect(takeLock(session.google, other(0))).rejects.toThrow();
  await second.release();
});

it('is not taken over while its holder renews it', async () => {
  await takeLock(session.google, { ...other(90), renewed: other(10).since });
  await expect(takeLock(session.google, me)).rejects.toThrow('father');
});

it('is taken over at once if its process on this computer is dead', async () => {
  await takeLock(session.google, { ...me, pid: 2 ** 22 + 1 });
  await (await takeLock(session.google, me)).release();
});

it('is not taken over from a running process on this computer', async () => {
  await takeLock(session.google, { ...me, pid: process.ppid });
  await expect(takeLock(session.google, me)).rejects.toThrow();
});

it('of two at the same moment, one gets it', async () => {
  const both = await Promise.allSettled([takeLock(session.google, other(0)), takeLock(session.google, me)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});
