import { paths, type Uid } from '@maru/model';
import { beforeEach, expect, test } from 'vitest';
import { SERVER_TIME } from '../harness/firestore-values.ts';
import { newLibraryId, seed, unseed } from '../harness/seed.ts';
import { clientAs } from './client.ts';
import { CALLERS, createFixture, principalOf, type Fixture } from './fixture.ts';

const DAY_MS = 86_400_000;
/** Midnight UTC of today, or some days after it. */
const day = (offset = 0): Date => new Date((Math.floor(Date.now() / DAY_MS) + offset) * DAY_MS);
const choice = (by: Uid, value: unknown, more: object = {}) => ({ value, by, at: SERVER_TIME, ...more });

let fixture: Fixture;
beforeEach(async () => {
  fixture = await createFixture();
});

test('an owner and the viewer choose settings, each under their own name and with the time of the request', async () => {
  const { library, uids } = fixture;
  const path = paths.care(library, uids.viewer);
  for (const by of [uids.owner, uids.viewer]) {
    const client = clientAs(by);
    const other = by === uids.owner ? uids.viewer : uids.owner;
    for (const verb of ['create', 'update']) {
      const write = async (data: Record<string, unknown>) => {
        await (verb === 'create'
          ? unseed(path)
          : seed(path, { isSimple: { value: false, by: other, at: new Date(0) } }));
        return client.update(path, data);
      };
      for (const value of ['normal', 'large', 'largest'])
        expect(await write({ textSize: choice(by, value) }), value).toBe('allowed');
      for (const value of [true, false]) expect(await write({ isSimple: choice(by, value) })).toBe('allowed');
      for (const data of [
        { textSize: choice(by, 'token') },
        { textSize: choice(by, true) },
        { textSize: 'large' },
        { textSize: choice(other, 'large') },
        { textSize: choice(by, 'large', { at: new Date(Date.now() - 60_000) }) },
        { textSize: choice(by, 'large', { at: new Date(Date.now() + 60_000) }) },
        { textSize: { value: 'large', by } },
        { textSize: choice(by, 'large', { token: 1 }) },
        { isSimple: choice(by, 'yes') },
        { isSimple: choice(other, true) },
        { isSimple: choice(by, true), token: 1 },
      ])
        expect(await write(data), `${verb} ${JSON.stringify(data)}`).toBe('denied');
    }
    expect(await client.set(path, { textSize: choice(by, 'large') }), 'a choice cannot be withdrawn').toBe('denied');
  }
});

test('only the viewer writes when they last looked: today, or that they do not tell', async () => {
  const { library, uids } = fixture;
  const path = paths.care(library, uids.viewer);
  const viewer = clientAs(uids.viewer);
  for (const offset of [-1, 0, 1]) expect(await viewer.update(path, { lastLooked: day(offset) })).toBe('allowed');
  for (const lastLooked of [day(-2), day(2), new Date(day().getTime() + 1), day().getTime(), 'never', null, true])
    expect(await viewer.update(path, { lastLooked }), String(lastLooked)).toBe('denied');
  expect(await viewer.set(path, { textSize: choice(uids.viewer, 'large') }), 'without the day').toBe('denied');
  expect(await viewer.set(path.replace('/care/', '/counters/'), { lastLooked: day() }), 'elsewhere').toBe('denied');

  // An owner changes the settings beside it, whatever the viewer chose.
  const owner = clientAs(uids.owner);
  for (const lastLooked of [day(), 'hidden']) {
    expect(await viewer.update(path, { lastLooked })).toBe('allowed');
    expect(await owner.update(path, { isSimple: choice(uids.owner, true) })).toBe('allowed');
    for (const other of [day(-1), 'hidden', day()].filter((one) => String(one) !== String(lastLooked)))
      expect(await owner.update(path, { lastLooked: other }), String(other)).toBe('denied');
  }
  await unseed(path);
  for (const lastLooked of [day(), 'hidden']) expect(await owner.set(path, { lastLooked })).toBe('denied');
});

test('there is none of anybody but viewers, and none for anybody but owners', async () => {
  const { library, uids } = fixture;
  for (const caller of CALLERS) {
    for (const subject of [uids.owner, uids.editor, uids.guest, uids.stranger, uids.viewer]) {
      const path = await seed(paths.care(library, subject), { lastLooked: day() });
      const isOpen = subject === uids.viewer && ['owner', 'viewer'].includes(caller);
      const client = fixture.as(caller);
      const expected = isOpen ? 'allowed' : 'denied';
      expect(await client.get(path), `${caller}, ${subject}`).toBe(expected);
      const written = await client.update(path, { isSimple: choice(uids[principalOf(caller)], true) });
      expect(written, `${caller}, ${subject}`).toBe(expected);
    }
  }
  const closed = newLibraryId();
  const roles = { [uids.owner]: 'owner', [uids.viewer]: 'viewer' };
  await seed(paths.library(closed), { roles, deleteAt: new Date() });
  expect(await clientAs(uids.viewer).set(paths.care(closed, uids.viewer), { lastLooked: 'hidden' })).toBe('denied');
});
