import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import * as today from './contract.ts';

// An installed app is older than the functions for days, and newer after a rollback. Each kept build of the contract (see keep-contract.ts) is that of
// another version: what one side sends, the other must accept and understand.

type Contract = Pick<typeof today, 'acceptRequest' | 'documents' | 'names' | 'written'> & {
  readonly requests: Readonly<Record<string, readonly unknown[]>>;
  readonly responses: Readonly<Record<string, unknown>>;
};

const kept = join(import.meta.dirname, 'kept');
const temporary = mkdtempSync(join(tmpdir(), 'maru-kept-'));
afterAll(() => rmSync(temporary, { recursive: true }));

async function load(name: string): Promise<Contract> {
  const file = join(temporary, name.replace(/\.gz$/, ''));
  writeFileSync(file, gunzipSync(readFileSync(join(kept, name))));
  return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Contract;
}

/** The types of a value's fields, all levels of them. Ids that are keys are one name. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value instanceof Date || typeof value !== 'object' || value === null)
    return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shapeOf(one)]));
}

/** Documents of one version as another reads them. */
const readBy = (reader: Contract, writer: Contract, kind: string): unknown[] =>
  (writer.documents[kind]?.samples ?? []).map((sample) => reader.documents[kind]?.read(sample));

const builds = await Promise.all(readdirSync(kept).map(async (name) => [name, await load(name)] as const));

test('at least one version is kept', () => {
  expect(builds.length).toBeGreaterThan(0);
});

describe.each(builds)('today and %s', (_, other: Contract) => {
  test('requests of the other version mean the same today', () => {
    for (const [name, requests] of Object.entries(other.requests)) {
      expect(Object.keys(today.requests), 'an endpoint was removed').toContain(name);
      for (const request of requests)
        expect(today.acceptRequest(name, request), name).toEqual(other.acceptRequest(name, request));
    }
  });

  test("today's requests are accepted by the other version", () => {
    for (const [name, requests] of Object.entries(today.requests).filter(([one]) => one in other.requests))
      for (const request of requests) expect(() => other.acceptRequest(name, request), name).not.toThrow();
  });

  test('responses always have the same fields; new ones are optional', () => {
    for (const [name, response] of Object.entries(other.responses))
      expect(shapeOf((today.responses as Contract['responses'])[name]), name).toEqual(shapeOf(response));
  });

  test.each(Object.keys(other.documents))('%s: each version reads what the other writes', (kind) => {
    expect(readBy(today, other, kind)).toMatchObject(readBy(other, other, kind));
    expect(() => readBy(other, today, kind)).not.toThrow();
  });

  test('documents and objects have the same names', () => {
    expect(today.names).toMatchObject(other.names);
  });

  test('clients write the fields that the security rules of the other version require', () => {
    for (const [name, fields] of Object.entries(other.written))
      expect(shapeOf(today.written[name]), name).toEqual(shapeOf(fields));
  });
});
