import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTIONS, ENDPOINT_NAMES, can, paths, type Action } from '@maru/model';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from './asking.ts';
import { ATTEMPTS } from './attempts.ts';
import { BY_CALL, DOORS, VERBS, type Door, type Verb } from './doors.ts';
import { claimed, isTrue, makeWorld, TRIERS, type Trier, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});

const doors = Object.keys(DOORS) as Door[];
const tested = new Map<string, Outcome>();

async function tryIt(door: Door, verb: Verb, who: Trier): Promise<Outcome> {
  const { there, missing, collection, where, body } = ATTEMPTS[door](world, who, world.uids[claimed(who)]);
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

describe.concurrent('a document', () => {
  for (const door of doors) {
    for (const verb of VERBS) {
      const gate = DOORS[door][verb];
      test(`${verb} of ${door}: ${gate.join(', ') || 'functions'}`, async ({ expect: hold }) => {
        const isOpenTo = (who: Trier): boolean =>
          isTrue(who) && gate.some((action: Action) => can(claimed(who), action));
        const cells = await Promise.all(TRIERS.map(async (who) => [who, await tryIt(door, verb, who)] as const));
        for (const [who, outcome] of cells) tested.set(`${door} ${verb} ${who}`, outcome);
        const expected = TRIERS.map((who) => [who, isOpenTo(who) ? 'allowed' : 'denied']);
        hold(Object.fromEntries(cells)).toEqual(Object.fromEntries(expected));
      });
    }
  }
});

const sampleOf = (spell: (...parts: never[]) => string): string[] => spell(...(['x', 'y', 'z'] as never[])).split('/');
const DOCUMENTS = Object.entries(paths).filter(([, spell]) => sampleOf(spell).length % 2 === 0);
const CELLS = DOCUMENTS.flatMap(([door]) => VERBS.flatMap((verb) => TRIERS.map((who) => `${door} ${verb} ${who}`)));

test(`each of the ${CELLS.length} cells of path x verb x principal has an outcome`, () => {
  expect([...tested.keys()].sort()).toEqual([...CELLS].sort());
});

test('every action of the policy is asked for by rules or by a callable', () => {
  const byRules = doors.flatMap((door) => VERBS.flatMap((verb) => DOORS[door][verb]));
  const asked = new Set<string>([...byRules, ...Object.keys(BY_CALL)]);
  expect([...asked].sort()).toEqual([...ACTIONS].sort());
  for (const call of Object.values(BY_CALL)) expect(ENDPOINT_NAMES).toContain(call);
});

test('firestore.rules names no path but those that are open here', () => {
  const rules = readFileSync(join(import.meta.dirname, '../../firestore.rules'), 'utf8');
  const named = [...rules.matchAll(/match \/(\w+)\/\{(\w+)\}/g)].map(([, collection]) => collection);
  const open = doors.filter((door) => VERBS.some((verb) => DOORS[door][verb].length > 0));
  const expected = open.map((door) => sampleOf(paths[door]).at(-2));
  expect(named.filter((name) => name !== 'databases').sort()).toEqual(expected.sort());
});
