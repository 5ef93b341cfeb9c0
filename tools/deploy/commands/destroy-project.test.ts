import { afterEach, expect, it } from 'vitest';
import { changeRecord } from '../release/record.ts';
import { createContext, provision } from './provision.fake.ts';
import { destroyProject } from './destroy-project.ts';
import { EN } from './messages.ts';
import { createTerminal, PROJECT, startSession, type FakeSession } from './session.fake.ts';

let session: FakeSession;
afterEach(() => session.fake.stop());

const destroy = async (answers?: string[]): Promise<{ code: number; text: string }> => {
  const at = createTerminal(answers);
  const code = await destroyProject({ project: PROJECT, yes: true, help: false }, session, EN, at);
  return { code, text: at.text() };
};

it('deletes everything that Maru created, held originals too', async () => {
  session = await startSession();
  await provision(createContext(session, '--app-check'));
  const upload = { uploadType: 'media', name: 'originals/a/b' };
  const path = `upload/storage/v1/b/${PROJECT}-originals/o`;
  await session.google.post('storage', path, { query: upload, body: new Blob(['x']) });
  const held = `storage/v1/b/${PROJECT}-originals/o/originals%2Fa%2Fb`;
  await session.google.patch('storage', held, { body: { temporaryHold: true } });

  expect(await destroy([PROJECT])).toMatchObject({ code: 0 });
  const { resources, objects, iam } = session.fake.snapshot();
  expect(objects).toEqual({});
  for (const kind of ['b', 'databases', 'webApps', 'serviceAccounts', 'budgets', 'keys'])
    expect(resources[kind] ?? {}, kind).toEqual({});
  expect(JSON.stringify(iam)).not.toMatch(/maru-(functions|media)/);
});

it.each([
  ['another answer', ['yes'], EN.cancelled],
  ['no terminal', undefined, EN.destroyNeedsTerminal],
] as const)('deletes nothing with %s', async (_, answers, sentence) => {
  session = await startSession();
  await provision(createContext(session));
  const before = session.fake.snapshot();
  const { code, text } = await destroy(answers && [...answers]);
  expect(code).toBe(1);
  expect(text).toContain(sentence);
  expect(session.fake.snapshot()).toEqual(before);
});

it('touches no project to which Maru was not deployed', async () => {
  session = await startSession({ start: 'used' });
  expect(await destroy([PROJECT])).toEqual({ code: 1, text: EN.notOurs(PROJECT) });
});

it('keeps the database and the app that were there before', async () => {
  session = await startSession({ start: 'used' });
  await provision(createContext(session));
  expect(await destroy([PROJECT])).toMatchObject({ code: 0 });
  const { resources } = session.fake.snapshot();
  expect(Object.keys(resources['databases'] ?? {})).toHaveLength(1);
  expect(Object.values(resources['webApps'] ?? {}).map((app) => app['displayName'])).toEqual(['Recipes']);
});

it('keeps a database that somebody else created in the place of ours', async () => {
  session = await startSession();
  await provision(createContext(session));
  await changeRecord(session.google, (record) => ({ ...record, database: 'another' }));
  await destroy([PROJECT]);
  expect(Object.keys(session.fake.snapshot().resources['databases'] ?? {})).toHaveLength(1);
});

it("names collections of another app before they are deleted with Maru's database", async () => {
  session = await startSession();
  await provision(createContext(session));
  const path = `v1/projects/${PROJECT}/databases/(default)/documents/recipes/a`;
  await session.google.patch('firestore', path, { body: { fields: {} } });
  expect((await destroy(['no'])).text).toContain("and what is not Maru's: recipes");
});
