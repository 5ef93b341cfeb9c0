import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadRules } from '../../../tools/storage-rules/load.ts';
import { EQUIVALENTS } from './equivalents.ts';
import { orderOfDay, proofOf, unknownEquivalents } from './selection.ts';
import { KINDS } from './expressions.ts';
import { mutantsOf, parse, plain, SERVICES, type Mutant, type RulesName } from './mutants.ts';

const FILES = Object.keys(SERVICES) as RulesName[];
const sourceOf = (file: RulesName): string => readFileSync(join(import.meta.dirname, '../../..', file), 'utf8');
const ALL = FILES.flatMap((file) => mutantsOf(file, sourceOf(file)));

const rules = (...body: string[]): string =>
  ["rules_version = '2';", 'service firebase.storage { match /b/{bucket}/o {', ...body, '} }'].join('\n');
/** The mutants of one file as `line kind: before → after`. */
const made = (...body: string[]): string[] =>
  mutantsOf('storage.rules', rules(...body)).map(({ line, place, name }) => `${line}${name.slice(place.length + 1)}`);
/** Returns the text of a mutant by name, without spaces. */
const textOf = (part: string, ...body: string[]): string =>
  mutantsOf('storage.rules', rules(...body))
    .find(({ name }) => name.includes(part))
    ?.source.replaceAll(/\s/g, '') ?? '';

const places = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, one: unknown) => {
      if (key === 'at') return undefined;
      if (one instanceof Set) return [...(one as Set<unknown>)];
      return typeof one === 'bigint' ? String(one) : one;
    }),
  );

test.each(FILES)('printing %s changes nothing but comments', (file) => {
  const source = sourceOf(file);
  expect(places(parse(file, plain(file, source)))).toEqual(places(parse(file, source)));
});

test('parentheses are kept where they matter', () => {
  const odd = "allow get: if !(a() in [1]) && (b.c == 'x\\'y' || d[1]) && (e() ? f : -1) == (1 - (2 - 3)) / 4;";
  const source = rules('match /x/{y} {', odd, '}');
  expect(places(parse('storage.rules', plain('storage.rules', source)))).toEqual(
    places(parse('storage.rules', source)),
  );
});

test('there are at least 200 mutants of all kinds, each with a unique name and text', () => {
  expect(ALL.length).toBeGreaterThanOrEqual(200);
  expect(new Set(ALL.map(({ file, name }) => `${file} ${name}`)).size).toBe(ALL.length);
  expect(new Set(ALL.map(({ source }) => source)).size).toBe(ALL.length);
  expect([...new Set(ALL.map(({ kind }) => kind))].sort()).toEqual([...KINDS].sort());
});

test('mutants of storage.rules are rules files that differ, and nearly all load', () => {
  const own = ALL.filter(({ file }) => file === 'storage.rules');
  const stillborn = own.filter(({ source }) => loadRules('storage.rules', source).errors.length > 0);
  expect(stillborn.length).toBeLessThan(own.length / 20);
});

test('flips an allow, and adds and drops verbs', () => {
  expect(made('match /x/{y} {', 'allow get, list: if true;', '}').filter((name) => name.startsWith('4'))).toEqual([
    '4 flip allow: false',
    '4 drop verb: get, list → without get',
    '4 drop verb: get, list → without list',
    '4 add verb: get, list → with create',
    '4 add verb: get, list → with update',
    '4 add verb: get, list → with delete',
  ]);
});

test('widens paths', () => {
  const names = made('match /x/{y} {', 'allow get: if true;', '}');
  expect(names).toContain('3 segment to wildcard: /x → /{any}');
  expect(names).toContain('3 widen wildcard: /{y} → /{y=**}');
});

test('drops each conjunct and swaps each && for ||', () => {
  const body = ['match /x/{y} {', 'allow get: if a() && b() && c();', '}'];
  const conjuncts = made(...body).filter((name) => name.includes('conjunct'));
  expect(conjuncts).toEqual(['4 drop conjunct: a()', '4 drop conjunct: b()', '4 drop conjunct: c()']);
  expect(textOf('drop conjunct: b()', ...body)).toContain('if:a()&&c();'.replace('if:', 'allowget:if'));
  expect(textOf('swap && and ||: && b()', ...body)).toContain('allowget:ifa()||(b()&&c());');
  expect(textOf('swap && and ||: && c()', ...body)).toContain('allowget:if(a()&&b())||c();');
});

test('replaces a uid comparison with any signed-in user', () => {
  const body = ['match /x/{y} {', 'allow get: if request.auth.uid == y;', '}'];
  expect(textOf('any signed-in user', ...body)).toContain('allowget:ifrequest.auth!=null;');
});

test('changes strings, lists, bounds and negations', () => {
  const names = made('match /x/{y} {', "allow get: if !(y in ['owner', 'editor']) && y.size() <= 3;", '}');
  for (const name of [
    "4 drop negation: !(y in ['owner', 'editor']) → y in ['owner', 'editor']",
    "4 shorten list: ['owner', 'editor'] → without 'owner'",
    "4 extend list: ['owner', 'editor'] → with 'viewer'",
    '4 change number: 3 → 4',
    '4 change comparison: y.size() <= 3 → y.size() < 3',
  ]) {
    expect(names).toContain(name);
  }
  const one = made('match /x/{y} {', "allow get: if y == 'owner' && d.keys().hasOnly(['a']);", '}');
  expect(one).toContain("4 change string: 'owner' → 'viewer'");
  expect(one).toContain("4 extend list: ['a'] → with 'token'");
  expect(one).toContain("4 change method: d.keys().hasOnly(['a']) → d.keys().hasAny(['a'])");
});

test('every listed equivalent is a mutant and has a proof', () => {
  expect(unknownEquivalents(ALL)).toEqual([]);
  const names = EQUIVALENTS.flatMap((one) => one.names.map((name) => `${one.file} ${name}`));
  expect(new Set(names).size).toBe(names.length);
  for (const { proof } of EQUIVALENTS) expect(proof.length).toBeGreaterThan(20);
});

test('finds a listed equivalent that is no mutant; one that is has its proof', () => {
  const [first] = ALL as [Mutant];
  const listed = [{ file: first.file, proof: 'because', names: [first.name, 'gone'] }];
  expect(unknownEquivalents(ALL, listed)).toEqual([`${first.file} gone`]);
  expect(proofOf(first, listed)).toBe('because');
});

test('a sample is stable within a day, changes the next day, covers both files within a week and has no equivalents', () => {
  const day = (n: number): string[] =>
    orderOfDay(ALL, n * 86_400_000 + 5)
      .slice(0, 3)
      .map(({ file, name }) => `${file} ${name}`);
  expect(day(20_000)).toEqual(day(20_000));
  const week = Array.from({ length: 7 }, (_, n) => day(20_000 + n)).flat();
  expect(new Set(week).size).toBe(21);
  expect(FILES.filter((file) => week.some((name) => name.startsWith(file)))).toEqual(FILES);
  expect(orderOfDay(ALL, 0).filter((mutant) => proofOf(mutant) !== undefined)).toEqual([]);
});
