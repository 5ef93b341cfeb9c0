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
/** What is made of one file: `line kind: what was → what is`, without its place. */
const made = (...body: string[]): string[] =>
  mutantsOf('storage.rules', rules(...body)).map(({ line, place, name }) => `${line}${name.slice(place.length + 1)}`);
/** The mutant of this name, as text without spaces. */
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

test.each(FILES)('%s is written as it is read, but for comments', (file) => {
  const source = sourceOf(file);
  expect(places(parse(file, plain(file, source)))).toEqual(places(parse(file, source)));
});

test('parentheses stay where they mean something', () => {
  const odd = "allow get: if !(a() in [1]) && (b.c == 'x\\'y' || d[1]) && (e() ? f : -1) == (1 - (2 - 3)) / 4;";
  const source = rules('match /x/{y} {', odd, '}');
  expect(places(parse('storage.rules', plain('storage.rules', source)))).toEqual(
    places(parse('storage.rules', source)),
  );
});

test('there are at least 200, each with a name and a text of its own, and of every kind', () => {
  expect(ALL.length).toBeGreaterThanOrEqual(200);
  expect(new Set(ALL.map(({ file, name }) => `${file} ${name}`)).size).toBe(ALL.length);
  expect(new Set(ALL.map(({ source }) => source)).size).toBe(ALL.length);
  expect([...new Set(ALL.map(({ kind }) => kind))].sort()).toEqual([...KINDS].sort());
});

test('a mutant of storage.rules is another rules file, and nearly all load', () => {
  const own = ALL.filter(({ file }) => file === 'storage.rules');
  const stillborn = own.filter(({ source }) => loadRules('storage.rules', source).errors.length > 0);
  expect(stillborn.length).toBeLessThan(own.length / 20);
});

test('an allow is flipped, and gets and loses verbs', () => {
  expect(made('match /x/{y} {', 'allow get, list: if true;', '}').filter((name) => name.startsWith('4'))).toEqual([
    '4 flip an allow: false',
    '4 drop a verb: get, list → without get',
    '4 drop a verb: get, list → without list',
    '4 add a verb: get, list → with create',
    '4 add a verb: get, list → with update',
    '4 add a verb: get, list → with delete',
  ]);
});

test('paths are widened', () => {
  const names = made('match /x/{y} {', 'allow get: if true;', '}');
  expect(names).toContain('3 segment to wildcard: /x → /{any}');
  expect(names).toContain('3 widen a wildcard: /{y} → /{y=**}');
});

test('each conjunct is dropped alone, and each && is || once', () => {
  const body = ['match /x/{y} {', 'allow get: if a() && b() && c();', '}'];
  const conjuncts = made(...body).filter((name) => name.includes('conjunct'));
  expect(conjuncts).toEqual(['4 drop a conjunct: a()', '4 drop a conjunct: b()', '4 drop a conjunct: c()']);
  expect(textOf('drop a conjunct: b()', ...body)).toContain('if:a()&&c();'.replace('if:', 'allowget:if'));
  expect(textOf('and for or: && b()', ...body)).toContain('allowget:ifa()||(b()&&c());');
  expect(textOf('and for or: && c()', ...body)).toContain('allowget:if(a()&&b())||c();');
});

test('who asks becomes anybody who is signed in', () => {
  const body = ['match /x/{y} {', 'allow get: if request.auth.uid == y;', '}'];
  expect(textOf('uid to signed in', ...body)).toContain('allowget:ifrequest.auth!=null;');
});

test('words, lists, bounds and nots are changed', () => {
  const names = made('match /x/{y} {', "allow get: if !(y in ['owner', 'editor']) && y.size() <= 3;", '}');
  for (const name of [
    "4 drop a not: !(y in ['owner', 'editor']) → y in ['owner', 'editor']",
    "4 shorter list: ['owner', 'editor'] → without 'owner'",
    "4 longer list: ['owner', 'editor'] → with 'viewer'",
    '4 other number: 3 → 4',
    '4 other comparison: y.size() <= 3 → y.size() < 3',
  ]) {
    expect(names).toContain(name);
  }
  const one = made('match /x/{y} {', "allow get: if y == 'owner' && d.keys().hasOnly(['a']);", '}');
  expect(one).toContain("4 other word: 'owner' → 'viewer'");
  expect(one).toContain("4 longer list: ['a'] → with 'token'");
  expect(one).toContain("4 other method: d.keys().hasOnly(['a']) → d.keys().hasAny(['a'])");
});

test('every one that is listed as equivalent is a mutant, and has a proof', () => {
  expect(unknownEquivalents(ALL)).toEqual([]);
  const names = EQUIVALENTS.flatMap((one) => one.names.map((name) => `${one.file} ${name}`));
  expect(new Set(names).size).toBe(names.length);
  for (const { proof } of EQUIVALENTS) expect(proof.length).toBeGreaterThan(20);
});

test('one that is listed and not made is named, one that is listed and made has its proof', () => {
  const [first] = ALL as [Mutant];
  const listed = [{ file: first.file, proof: 'because', names: [first.name, 'gone'] }];
  expect(unknownEquivalents(ALL, listed)).toEqual([`${first.file} gone`]);
  expect(proofOf(first, listed)).toBe('because');
});

test('a sample is the same all day, another tomorrow, of both files within a week, and never of equivalents', () => {
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
