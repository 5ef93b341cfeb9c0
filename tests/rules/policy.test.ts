import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTIONS, CALL_NAMES, may, paths, PRINCIPALS, type Principal } from '@maru/model';
import { beforeAll, expect, test } from 'vitest';
import type { Outcome } from './asking.ts';
import { BY_CALL, DOORS, VERBS, type Door, type Verb } from './doors.ts';
import { ATTEMPTS, makeWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});

const doors = Object.keys(DOORS) as Door[];
const tested = new Set<string>();

async function tryIt(door: Door, verb: Verb, who: Principal): Promise<Outcome> {
  const { there, missing, collection, where, body } = ATTEMPTS[door](world, who);
  const asking = world.as(who);
  switch (verb) {
    case 'get':
      return asking.get(await there());
    case 'list':
      return asking.list(collection, where);
    case 'create':
      return asking.set(await missing(), body);
    case 'update':
      return asking.set(await there(), body);
    case 'delete':
      return asking.remove(await there());
  }
}

for (const door of doors) {
  for (const verb of VERBS) {
    const gate = DOORS[door][verb];
    test(`${verb} of ${door}: ${gate}`, async () => {
      for (const who of PRINCIPALS) {
        const expected = gate !== 'functions' && may(who, gate) ? 'allowed' : 'denied';
        expect(await tryIt(door, verb, who), who).toBe(expected);
        tested.add(`${door} ${verb} ${who}`);
      }
    });
  }
}

test('every path of the model by every verb and principal has an outcome', () => {
  const sample = (spell: (...parts: never[]) => string): string => spell(...(['x', 'y', 'z'] as never[]));
  const isDocument = (path: string): boolean => path.split('/').length % 2 === 0;
  const documents = Object.entries(paths)
    .filter(([, spell]) => isDocument(sample(spell)))
    .map(([name]) => name);
  const cells = documents.flatMap((door) => VERBS.flatMap((verb) => PRINCIPALS.map((who) => `${door} ${verb} ${who}`)));
  expect([...tested].sort()).toEqual(cells.sort());
});

test('every action of the policy is asked for by rules or by a callable', () => {
  const byRules = doors.flatMap((door) => VERBS.map((verb) => DOORS[door][verb]));
  const asked = new Set<string>([...byRules.filter((gate) => gate !== 'functions'), ...Object.keys(BY_CALL)]);
  expect([...asked].sort()).toEqual([...ACTIONS].sort());
  for (const call of Object.values(BY_CALL)) expect(CALL_NAMES).toContain(call);
});

test('firestore.rules names no path but those that are open here', () => {
  const rules = readFileSync(join(import.meta.dirname, '../../firestore.rules'), 'utf8');
  const named = [...rules.matchAll(/match \/(\w+)\/\{(\w+)\}/g)].map(([, collection]) => collection);
  const open = doors.filter((door) => VERBS.some((verb) => DOORS[door][verb] !== 'functions'));
  const collectionOf = { user: 'users', library: 'libraries', entry: 'entries' } as Partial<Record<Door, string>>;
  const expected = open.map((door) => collectionOf[door] ?? `${door}s`);
  expect(named.filter((name) => name !== 'databases').sort()).toEqual(expected.sort());
});
