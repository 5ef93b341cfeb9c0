import type {
  Allow,
  Body,
  FunctionDeclaration,
  Match,
  Method,
  RulesFile,
} from '../../../tools/storage-rules/syntax/ast.ts';
import { parseRules } from '../../../tools/storage-rules/syntax/parser.ts';
import { changesOf, constant, type Change, type Kind } from './expressions.ts';
import { printRules, printSegment } from './print.ts';

/** The rules files, and which service each is for. */
export const SERVICES = { 'firestore.rules': 'cloud.firestore', 'storage.rules': 'firebase.storage' } as const;
export type RulesName = keyof typeof SERVICES;

/** A rules file with one change. */
export interface Mutant {
  readonly file: RulesName;
  readonly line: number;
  readonly kind: Kind;
  /** The match path and the function or allow statement of the change. */
  readonly place: string;
  /** Place, kind, text before and after; independent of the line. */
  readonly name: string;
  readonly source: string;
}

/** A change and its place. */
type Placed<T> = Change<T> & { readonly place: string };

const METHODS: readonly Method[] = ['get', 'list', 'create', 'update', 'delete'];
// Both services use the same language, but the parser accepts only this service's name.
const PARSED = SERVICES['storage.rules'];

/** Parses a rules file; throws on a syntax error. */
export const parse = (file: RulesName, source: string): RulesFile =>
  parseRules(file, source.replace(`service ${SERVICES[file]} `, `service ${PARSED} `));

/** A rules file printed the way its mutants are: without comments. */
export const plain = (file: RulesName, source: string): string => printRules(parse(file, source), SERVICES[file]);

const isBoolean = ({ result }: FunctionDeclaration): boolean =>
  result.kind === 'is' ||
  (result.kind === 'unary' && result.operator === '!') ||
  (result.kind === 'method' && result.name === 'matches') ||
  (result.kind === 'binary' && !['+', '-', '*', '/', '%'].includes(result.operator));

function ofFunction(one: FunctionDeclaration): Change<FunctionDeclaration>[] {
  const constants = isBoolean(one)
    ? [true, false].map((value) => ({
        kind: 'constant function' as const,
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
      return [{ kind: 'add verb', line, was, now: `with ${verb}`, to: { ...allow, methods } }];
    }
    const methods = new Set([...allow.methods].filter((other) => other !== verb));
    // An allow without verbs is not valid, and dropping it equals flipping it to false.
    return methods.size === 0
      ? []
      : [{ kind: 'drop verb', line, was, now: `without ${verb}`, to: { ...allow, methods } }];
  });
}

function ofAllow(allow: Allow): Change<Allow>[] {
  const { condition } = allow;
  if (!condition) return ofVerbs(allow);
  const flips = [true, false].map((value) => ({
    kind: 'flip allow' as const,
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
      kind: segment.kind === 'literal' ? ('segment to wildcard' as const) : ('widen wildcard' as const),
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

/** The prefix that all places share. */
const ROOT = /^\/databases\/\{database\}\/documents(?=.)|^\/b\/\{bucket\}\/o(?=.)/;

/** All mutants of a rules file by line, each with a different text; some may not compile. */
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
    const base = `${place}: ${kind}: ${[was, now].filter((part) => part !== '').join(' → ')}`;
    const times = (names.get(base) ?? 0) + 1;
    names.set(base, times);
    mutants.push({ file, line, kind, place, name: times === 1 ? base : `${base} (${times})`, source: text });
  }
  return mutants.sort((a, b) => a.line - b.line);
}
