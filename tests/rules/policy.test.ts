import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTIONS, ENDPOINT_NAMES, can, paths, type Action } from '@maru/model';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from './client.ts';
import { ATTEMPTS } from './attempts.ts';
import { BY_ENDPOINT, ACCESS, VERBS, type DocumentKind, type Verb } from './access.ts';
import { principalOf, isGenuine, createFixture, CALLERS, type Caller, type Fixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});

const kinds = Object.keys(ACCESS) as DocumentKind[];
const tested = new Map<string, Outcome>();

async function attempt(kind: DocumentKind, verb: Verb, caller: Caller): Promise<Outcome> {
  const { existing, missing, collection, where, body } = ATTEMPTS[kind](
    fixture,
    caller,
    fixture.uids[principalOf(caller)],
  );
  const client = fixture.as(caller);
  switch (verb) {
    case 'get':
      return client.get(await existing());
    case 'list':
      return client.list(collection, where);
    case 'create':
      return client.set(await missing(), body);
    case 'update':
      return client.set(await existing(), body);
    case 'delete':
      return client.remove(await existing());
  }
}

describe.concurrent('a document', () => {
  for (const kind of kinds) {
    for (const verb of VERBS) {
      const gate = ACCESS[kind][verb];
      test(`${verb} of ${kind}: ${gate.join(', ') || 'functions'}`, async ({ expect }) => {
        const isOpenTo = (caller: Caller): boolean =>
          isGenuine(caller) && gate.some((action: Action) => can(principalOf(caller), action));
        const cells = await Promise.all(
          CALLERS.map(async (caller) => [caller, await attempt(kind, verb, caller)] as const),
        );
        for (const [caller, outcome] of cells) tested.set(`${kind} ${verb} ${caller}`, outcome);
        const expected = CALLERS.map((caller) => [caller, isOpenTo(caller) ? 'allowed' : 'denied']);
        expect(Object.fromEntries(cells)).toEqual(Object.fromEntries(expected));
      });
    }
  }
});

const sampleOf = (pathOf: (...parts: never[]) => string): string[] =>
  pathOf(...(['x', 'y', 'z'] as never[])).split('/');
const DOCUMENTS = Object.entries(paths).filter(([, pathOf]) => sampleOf(pathOf).length % 2 === 0);
const CELLS = DOCUMENTS.flatMap(([kind]) =>
  VERBS.flatMap((verb) => CALLERS.map((caller) => `${kind} ${verb} ${caller}`)),
);

test(`the matrix of path x verb x principal has ${CELLS.length} cells`, () => {
  expect([...tested.keys()].sort()).toEqual([...CELLS].sort());
});

test('every action of the policy is checked by the rules or by an endpoint', () => {
  const byRules = kinds.flatMap((kind) => VERBS.flatMap((verb) => ACCESS[kind][verb]));
  const checked = new Set<string>([...byRules, ...Object.keys(BY_ENDPOINT)]);
  expect([...checked].sort()).toEqual([...ACTIONS].sort());
  for (const endpoint of Object.values(BY_ENDPOINT)) expect(ENDPOINT_NAMES).toContain(endpoint);
});

test('firestore.rules names only the paths that are open here', () => {
  const rules = readFileSync(join(import.meta.dirname, '../../firestore.rules'), 'utf8');
  const named = [...rules.matchAll(/match \/(\w+)\/\{(\w+)\}/g)].map(([, collection]) => collection);
  const open = kinds.filter((kind) => VERBS.some((verb) => ACCESS[kind][verb].length > 0));
  // Entries and tombstones share a collection.
  const expected = new Set(open.map((kind) => sampleOf(paths[kind]).at(-2)));
  expect(named.filter((name) => name !== 'databases').sort()).toEqual([...expected].sort());
});
