import { Refusal } from '../failure.ts';
import { LIMITS } from '../limits.ts';
import type { Allow, Body, FunctionDeclaration, Match, MatchSegment, Method, RulesFile } from './ast.ts';
import { cursor, describe, type Cursor } from './cursor.ts';
import { parseExpression, plainSegment } from './expression.ts';
import { tokenize } from './lexer.ts';

const METHODS: Record<string, readonly Method[]> = {
  get: ['get'],
  list: ['list'],
  create: ['create'],
  update: ['update'],
  delete: ['delete'],
  read: ['get', 'list'],
  write: ['create', 'update', 'delete'],
};

/** Parses a rules file for Cloud Storage; throws the first `Refusal`. */
export function parseRules(name: string, source: string): RulesFile {
  if (Buffer.byteLength(source) > LIMITS.source) {
    throw new Refusal({ line: 1, column: 1 }, 'a rules file holds at most 256 KB');
  }
  const tokens = cursor(tokenize(source));
  const version = parseVersion(tokens);
  const functions: FunctionDeclaration[] = [];
  let service: Body | undefined;
  while (tokens.peek().kind !== 'end') {
    const { at } = tokens.peek();
    if (tokens.take('function')) functions.push(parseFunction(tokens, version));
    else if (tokens.take('service')) {
      if (service) throw new Refusal(at, 'a file has one service');
      service = parseService(tokens, version);
    } else tokens.refuse('"service" or "function"');
  }
  if (!service) return tokens.refuse('service firebase.storage { … }');
  return { name, version, functions, service };
}

/** Without `rules_version` a file has version 1, as in the reference. */
function parseVersion(tokens: Cursor): 1 | 2 {
  if (!tokens.take('rules_version')) return 1;
  tokens.expect('=', "after rules_version, as in rules_version = '2';");
  const value = tokens.next();
  if (value.kind !== 'string' || (value.text !== '1' && value.text !== '2')) {
    throw new Refusal(value.at, `rules_version is '1' or '2', found ${describe(value)}`);
  }
  tokens.take(';');
  return value.text === '1' ? 1 : 2;
}

function parseService(tokens: Cursor, version: 1 | 2): Body {
  const { at } = tokens.peek();
  const first = tokens.name('the name of a service');
  tokens.expect('.', 'in "firebase.storage"');
  const second = tokens.name('the name of a service');
  if (`${first.text}.${second.text}` !== 'firebase.storage') {
    throw new Refusal(at, `only service firebase.storage is understood, found ${first.text}.${second.text}`);
  }
  return parseBody(tokens, version, 'service', { depth: 0, segments: 0, captures: 0, many: 0 });
}

/** The counts of the enclosing `match` statements, for limits. */
interface Around {
  depth: number;
  segments: number;
  captures: number;
  many: number;
}

function parseBody(tokens: Cursor, version: 1 | 2, owner: 'service' | 'match', around: Around): Body {
  const body: Body = { functions: [], allows: [], matches: [] };
  tokens.expect('{', `to open the ${owner}`);
  while (!tokens.take('}')) {
    const { at } = tokens.peek();
    if (tokens.take('match')) body.matches.push(parseMatch(tokens, version, at, around));
    else if (tokens.take('function')) body.functions.push(parseFunction(tokens, version));
    else if (owner === 'match' && tokens.take('allow')) body.allows.push(parseAllow(tokens, at));
    else tokens.refuse(owner === 'match' ? '"allow", "match", "function" or "}"' : '"match", "function" or "}"');
  }
  if (owner === 'match' && body.allows.length + body.matches.length + body.functions.length === 0) {
    throw new Refusal(tokens.peek().at, 'the body of a match before this is empty');
  }
  return body;
}

function parseMatch(tokens: Cursor, version: 1 | 2, at: Match['at'], around: Around): Match {
  const path: MatchSegment[] = [];
  while (tokens.peek().kind === 'segment' || tokens.sees('/')) path.push(parseSegment(tokens));
  if (path.length === 0) tokens.refuse('a path such as /b/{bucket}/o after "match"');
  const inside = checkPath(path, version, at, around);
  return { at, path, body: parseBody(tokens, version, 'match', inside) };
}

function parseSegment(tokens: Cursor): MatchSegment {
  const token = tokens.next();
  const { at } = token;
  if (token.kind === 'segment') return { kind: 'literal', at, text: plainSegment(token) };
  if (!tokens.take('{')) tokens.refuse('a path segment: /name, /{name} or /{name=**}');
  const { text: name } = tokens.name('the name of a wildcard');
  let kind: 'one' | 'many' = 'one';
  if (tokens.take('=')) {
    kind = 'many';
    tokens.expect('*', 'twice in a wildcard for many segments: {name=**}');
    tokens.expect('*', 'twice in a wildcard for many segments: {name=**}');
  }
  tokens.expect('}', 'to close a wildcard');
  return { kind, at, name };
}

function checkPath(path: MatchSegment[], version: 1 | 2, at: Match['at'], around: Around): Around {
  const names = path.flatMap((segment) => (segment.kind === 'literal' ? [] : [segment.name]));
  path.forEach((segment, index) => {
    if (segment.kind === 'literal') return;
    if (names.indexOf(segment.name) !== names.lastIndexOf(segment.name)) {
      throw new Refusal(segment.at, `the wildcard {${segment.name}} is there twice in one path`);
    }
    if (segment.kind === 'many' && version === 1 && index < path.length - 1) {
      throw new Refusal(segment.at, `in rules_version '1' {${segment.name}=**} must be the last segment`);
    }
  });
  const inside = {
    depth: around.depth + 1,
    segments: around.segments + path.length,
    captures: around.captures + names.length,
    many: around.many + path.filter((segment) => segment.kind === 'many').length,
  };
  if (inside.many > 1) throw new Refusal(at, 'a path has at most one wildcard {name=**}, those around it counted');
  if (inside.depth > LIMITS.matchDepth) throw new Refusal(at, `at most ${LIMITS.matchDepth} match statements nest`);
  if (inside.segments > LIMITS.pathSegments)
    throw new Refusal(at, `a path has at most ${LIMITS.pathSegments} segments`);
  if (inside.captures > LIMITS.captures) throw new Refusal(at, `a path captures at most ${LIMITS.captures} variables`);
  return inside;
}

function parseAllow(tokens: Cursor, at: Allow['at']): Allow {
  const methods = new Set<Method>();
  do {
    const token = tokens.next();
    const meant = token.kind === 'word' ? METHODS[token.text] : undefined;
    if (!meant)
      throw new Refusal(token.at, `expected a method (${Object.keys(METHODS).join(', ')}), found ${describe(token)}`);
    for (const method of meant) methods.add(method);
  } while (tokens.take(','));
  let condition: Allow['condition'];
  if (tokens.take(':')) {
    tokens.expect('if', 'after ":"');
    condition = parseExpression(tokens);
  }
  if (!tokens.take(';') && !['allow', 'match', 'function', '}'].some((text) => tokens.sees(text))) {
    tokens.refuse('";" after an allow');
  }
  return { at, methods, condition };
}

function parseFunction(tokens: Cursor, version: 1 | 2): FunctionDeclaration {
  const { at, text: name } = tokens.name('the name of a function');
  const parameters: FunctionDeclaration['parameters'] = [];
  tokens.expect('(', 'after the name of a function');
  if (!tokens.take(')')) {
    do {
      const parameter = tokens.name('the name of a parameter');
      parameters.push({ name: parameter.text, at: parameter.at });
    } while (tokens.take(','));
    tokens.expect(')', 'after the parameters');
  }
  tokens.expect('{', 'to open the function');
  const bindings: FunctionDeclaration['bindings'] = [];
  while (tokens.sees('let')) {
    const { at: letAt } = tokens.next();
    if (version === 1) throw new Refusal(letAt, "let needs rules_version = '2'");
    const binding = tokens.name('the name of a variable after "let"');
    tokens.expect('=', 'after the name of a variable');
    bindings.push({ name: binding.text, at: binding.at, value: parseExpression(tokens) });
    tokens.expect(';', 'after a let');
  }
  tokens.expect('return', 'in a function (let statements come before it, nothing after)');
  const result = parseExpression(tokens);
  tokens.take(';');
  tokens.expect('}', 'to close the function');
  return { at, name, parameters, bindings, result };
}
