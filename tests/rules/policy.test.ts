import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTIONS, ENDPOINT_NAMES, can, paths, type Action } from '@maru/model';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from './client.ts';
import { ATTEMPTS } from './attempts.ts';
import { BY_ENDPOINT, ACCESS, VERBS, type DocumentKind, type Verb } from './access.ts';
import { principalOf, isGenuine, createFixture, CALLERS, type Caller, type Fixture } from './fixture.ts';

let world: Fixture;
beforeAll(async () => {
  world = await createFixture();
});

const doors = Object.keys(ACCESS) as DocumentKind[];
const tested = new Map<string, Outcome>();

async function tryIt(door: DocumentKind, verb: Verb, who: Caller): Promise<Outcome> {
  const { existing, missing, collection, where, body } = ATTEMPTS[door](world, who, world.uids[principalOf(who)]);
  const asking = world.as(who);
  switch (verb) {
    case 'get':
      return asking.get(await existing());
    case 'list':
      return asking.list(collection, where);
    case 'create':
      return asking.set(await missing(), body);
    case 'update':
      return asking.set(await existing(), body);
    case 'delete':
      return asking.remove(await existing());
  }
}

describe.concurrent('a document', () => {
  for (const door of doors) {
    for (const verb of VERBS) {
      const gate = ACCESS[door][verb];
      test(`${verb} of ${door}: ${gate.join(', ') || 'functions'}`, async ({ expect: hold }) => {
        const isOpenTo = (who: Caller): boolean =>
          isGenuine(who) && gate.some((action: Action) => can(principalOf(who), action));
        const cells = await Promise.all(CALLERS.map(async (who) => [who, await tryIt(door, verb, who)] as const));
        for (const [who, outcome] of cells) tested.set(`${door} ${verb} ${who}`, outcome);
        const expected = CALLERS.map((who) => [who, isOpenTo(who) ? 'allowed' : 'denied']);
        hold(Object.fromEntries(cells)).toEqual(Object.fromEntries(expected));
      });
    }
  }
});

const sampleOf = (spell: (...parts: never[]) => string): string[] => spell(...(['x', 'y', 'z'] as never[])).split('/');
const DOCUMENTS = Object.entries(paths).filter(([, spell]) => sampleOf(spell).length % 2 === 0);
const CELLS = DOCUMENTS.flatMap(([door]) => VERBS.flatMap((verb) => CALLERS.map((who) => `${door} ${verb} ${who}`)));

test(`each of the ${CELLS.length} cells of path x verb x principal has an outcome`, () => {
  expect([...tested.keys()].sort()).toEqual([...CELLS].sort());
});

test('every action of the policy is asked for by rules or by a callable', () => {
  const byRules = doors.flatMap((door) => VERBS.flatMap((verb) => ACCESS[door][verb]));
  const asked = new Set<string>([...byRules, ...Object.keys(BY_ENDPOINT)]);
  expect([...asked].sort()).toEqual([...ACTIONS].sort());
  for (const call of Object.values(BY_ENDPOINT)) expect(ENDPOINT_NAMES).toContain(call);
});

test('firestore.rules names no path but those that are open here', () => {
  const rules = readFileSync(join(import.meta.dirname, '../../firestore.rules'), 'utf8');
  const named = [...rules.matchAll(/match \/(\w+)\/\{(\w+)\}/g)].map(([, collection]) => collection);
  const open = doors.filter((door) => VERBS.some((verb) => ACCESS[door][verb].length > 0));
  const expected = open.map((door) => sampleOf(paths[door]).at(-2));
  expect(named.filter((name) => name !== 'databases').sort()).toEqual(expected.sort());
});
