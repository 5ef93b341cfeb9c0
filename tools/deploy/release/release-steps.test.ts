import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext, provision } from '../commands/provision.fake.ts';
import { startSession, type FakeSession } from '../commands/session.fake.ts';
import { changeRecord } from './record.ts';
import { record } from './release-steps.ts';

let session: FakeSession;
beforeAll(async () => {
  session = await startSession();
});
afterAll(() => session.fake.stop());

test('keeps the processors for videos that an earlier deployment chose, until others are chosen', async () => {
  await provision(createContext(session));
  await changeRecord(session.google, (old) => ({ ...old, videoCores: 8 }));
  const coresOf = async (...argv: string[]): Promise<number | undefined> => {
    const context = createContext(session, ...argv);
    await record.plan(context);
    return context.facts.videoCores;
  };
  expect([await coresOf(), await coresOf('--video-cores', '4')]).toEqual([8, 4]);
});
