import type {
  Allow,
  Body,
  FunctionDeclaration,
  Match,
  Method,
  RulesFile,
} from '../../tools/storage-rules/syntax/ast.ts';
import { parseRules } from '../../tools/storage-rules/syntax/parser.ts';
import { changesOf, constant, type Change, type Kind } from './expressions.ts';
import { printRules, printSegment } from './print.ts';

/** The rules files, and which service each is for. */
export const SERVICES = { 'firestore.rules': 'cloud.firestore', 'storage.rules': 'firebase.storage' } as const;
export type RulesName = keyof typeof SERVICES;

/** One rules file with one thing wrong. */
export interface Mutant {
  readonly file: RulesName;
  readonly line: number;
  readonly kind: Kind;
  /** The match and the function or allow that it is in. */
  readonly place: string;
  /** What it is called whatever its line: place, kind, what was and what is. */
  readonly name: string;
  readonly source: string;
}

/** A change with the place that it is in. */
type Placed<T> = Change<T> & { readonly place: string };

const METHODS: readonly Method[] = ['get', 'list', 'create', 'update', 'delete'];
// Only the language of the two services is the same; the parser knows one by name.
const PARSED = SERVICES['storage.rules'];

/** A rules file as a tree; throws where it does not parse. */
export const parse = (file: RulesName, source: string): RulesFile =>
  parseRules(file, source.replace(`service ${SERVICES[file]} `, `service ${PARSED} `));

/** A rules file without its comments, as its mutants are written. */
export const plain = (file: RulesName, source: string): string => printRules(parse(file, source), SERVICES[file]);

const isBoolean = ({ result }: FunctionDeclaration): boolean =>
  result.kind === 'is' ||
  (result.kind === 'unary' && result.operator === '!') ||
  (result.kind === 'method' && result.name === 'matches') ||
  (result.kind === 'binary' && !['+', '-', '*', '/', '%'].includes(result.operator));

function ofFunction(one: FunctionDeclaration): Change<FunctionDeclaration>[] {
  const constants = isBoolean(one)
    ? [true, false].map((value) => ({
        kind: 'function to a constant' as const,
        line: one.at.line,
        was: '',
        now: String(value),
        to: { ...one, result: constant(value, one.result) },
      }))
    : [];
  const results = changesOf(one.result).map((change) => ({ ...change, to: { ...one, result: change.to } }));
  const bindings = one.bindings.flatMap((binding, index) =>
    changesOf(binding.value).map((change) => ({
      ...change,
      to: { ...one, bindings: one.bindings.with(index, { ...binding, value: change.to }) },
    })),
  );
  return [...constants, ...results, ...bindings];
}

function ofVerbs(allow: Allow): Change<Allow>[] {
  const { line } = allow.at;
  const was = [...allow.methods].join(', ');
  return METHODS.flatMap((verb): Change<Allow>[] => {
    if (!allow.methods.has(verb)) {
      const methods = new Set([...allow.methods, verb]);
      return [{ kind: 'add a verb', line, was, now: `with ${verb}`, to: { ...allow, methods } }];
    }
    const methods = new Set([...allow.methods].filter((other) => other !== verb));
    // Without any verb it is not a rule, and to drop it is to flip it to false.
    return methods.size === 0
      ? []
      : [{ kind: 'drop a verb', line, was, now: `without ${verb}`, to: { ...allow, methods } }];
  });
}

function ofAllow(allow: Allow): Change<Allow>[] {
  const { condition } = allow;
  if (!condition) return ofVerbs(allow);
  const flips = [true, false].map((value) => ({
    kind: 'flip an allow' as const,
    line: allow.at.line,
    was: '',
    now: String(value),
    to: { ...allow, condition: constant(value, condition) },
  }));
  const conditions = changesOf(condition).map((change) => ({ ...change, to: { ...allow, condition: change.to } }));
  return [...flips, ...ofVerbs(allow), ...conditions];
}

function ofPath(match: Match): Change<Match>[] {
  return match.path.map((segment, index) => {
    const { at } = segment;
    const wide =
      segment.kind === 'literal'
        ? { kind: 'one' as const, at, name: 'any' }
        : { kind: 'many' as const, at, name: segment.name };
    return {
      kind: segment.kind === 'literal' ? ('segment to wildcard' as const) : ('widen a wildcard' as const),
      line: at.line,
      was: printSegment(segment),
      now: printSegment(wide),
      to: { ...match, path: match.path.with(index, wide) },
    };
  });
}

function ofBody(body: Body, place: string): Placed<Body>[] {
  const functions = body.functions.flatMap((one, index) =>
    ofFunction(one).map((change) => ({
      ...change,
      place: `${place} ${one.name}()`,
      to: { ...body, functions: body.functions.with(index, change.to) },
    })),
  );
  const allows = body.allows.flatMap((one, index) =>
    ofAllow(one).map((change) => ({
      ...change,
      place: `${place} allow ${[...one.methods].join(', ')}`,
      to: { ...body, allows: body.allows.with(index, change.to) },
    })),
  );
  const matches = body.matches.flatMap((one, index) => {
    const inside = `${place}${one.path.map(printSegment).join('')}`;
    const paths = ofPath(one).map((change) => ({ ...change, place: inside }));
    const bodies = ofBody(one.body, inside).map((change) => ({ ...change, to: { ...one, body: change.to } }));
    return [...paths, ...bodies].map((change) => ({
      ...change,
      to: { ...body, matches: body.matches.with(index, change.to) },
    }));
  });
  return [...functions, ...allows, ...matches];
}

/** What all places begin with, and nobody needs to read. */
const ROOT = /^\/databases\/\{database\}\/documents(?=.)|^\/b\/\{bucket\}\/o(?=.)/;

/** Every mutant of a rules file in the order of its lines, each another text; those that do not load are among them. */
export function mutantsOf(file: RulesName, source: string): Mutant[] {
  const whole = parse(file, source);
  const seen = new Set([printRules(whole, SERVICES[file])]);
  const names = new Map<string, number>();
  const mutants: Mutant[] = [];
  for (const { kind, line, was, now, place: at, to } of ofBody(whole.service, '')) {
    const text = printRules({ ...whole, service: to }, SERVICES[file]);
    if (seen.has(text)) continue;
    seen.add(text);
    const place = at.replace(ROOT, '').trim();
    const called = `${place}: ${kind}: ${[was, now].filter((part) => part !== '').join(' → ')}`;
    const times = (names.get(called) ?? 0) + 1;
    names.set(called, times);
    mutants.push({ file, line, kind, place, name: times === 1 ? called : `${called} (${times})`, source: text });
  }
  return mutants.sort((a, b) => a.line - b.line);
}
