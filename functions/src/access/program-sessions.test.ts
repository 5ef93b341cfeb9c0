import { ApiError, paths, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import type { Fields } from '../ports/documents.ts';
import type { Caller } from './caller.ts';
import { endProgram, listPrograms, requireOpenSession } from './program-sessions.ts';

const uid = 'mother' as Uid;
const caller: Caller = { uid };
const HOUR = 3_600_000;
const [first, second, over] = ['program:first', 'program:second', 'program:over'] as Uid[] as [Uid, Uid, Uid];

/** Two open sessions of one person, one that is over, and one of somebody else, at the time 10 h. */
function world() {
  const documents = new Map<string, Fields>([
    // A session from before programs noted their use.
    [paths.program(first), { uid, until: new Date(20 * HOUR) }],
    [paths.program(second), { uid, program: 'verify', until: new Date(11 * HOUR), usedAt: new Date(9.5 * HOUR) }],
    [paths.program(over), { uid, program: 'import', until: new Date(10 * HOUR), usedAt: new Date(HOUR) }],
    [paths.program('program:other' as Uid), { uid: 'father', until: new Date(20 * HOUR) }],
  ]);
  let now = 10 * HOUR;
  const removed: Uid[] = [];
  const ports = {
    store: fakeDocuments(documents),
    clock: { now: () => now, sleep: () => Promise.resolve(), every: () => () => undefined },
    accounts: { remove: (who: Uid) => Promise.resolve(void removed.push(who)) },
  };
  return { documents, ports, removed, wait: (ms: number) => (now += ms) };
}

test("lists a person's open sessions, the last used first", async () => {
  expect(await listPrograms(world().ports, caller)).toEqual({
    programs: [
      { id: second, program: 'verify', until: 11 * HOUR, usedAt: 9.5 * HOUR },
      { id: first, program: 'import', until: 20 * HOUR },
    ],
  });
});

test('ends a session by its person or by itself: from then on it is refused', async () => {
  const { ports, removed } = world();
  await endProgram(ports, caller, { program: first });
  await endProgram(ports, { ...caller, program: 'verify', programUid: second }, {});
  expect(removed).toEqual([first, second]);
  expect(await listPrograms(ports, caller)).toEqual({ programs: [] });
  for (const program of [first, second])
    await expect(requireOpenSession(ports, uid, program)).rejects.toEqual(new ApiError('unauthenticated'));
});

test('refuses a session that is recorded for somebody else', async () => {
  const session = requireOpenSession(world().ports, 'father' as Uid, first);
  await expect(session).rejects.toEqual(new ApiError('unauthenticated'));
});

test('notes the use of a session once an hour', async () => {
  const { documents, ports, wait } = world();
  const usedAt = (): unknown => documents.get(paths.program(second))?.['usedAt'];
  await requireOpenSession(ports, uid, second);
  expect(usedAt()).toEqual(new Date(9.5 * HOUR));
  wait(HOUR / 2);
  await requireOpenSession(ports, uid, second);
  expect(usedAt()).toEqual(new Date(10.5 * HOUR));
});
