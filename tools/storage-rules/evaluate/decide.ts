import { EvaluationError, LimitReached } from '../failure.ts';
import type { Method, RulesFile } from '../syntax/ast.ts';
import { place } from '../syntax/cursor.ts';
import type { Value } from '../values/value.ts';
import { covering } from './covering.ts';
import { documentsFrom, type FetchedDocuments } from './documents.ts';
import type { Environment, Lazy } from './environment.ts';
import { evaluate, truth, type Evaluation } from './expression.ts';

/** A request to check against the rules; the path is `/b/BUCKET/o/…`. */
export interface AccessCheck {
  path: string;
  method: Method;
  request: Value;
  resource: Value;
  documents: FetchedDocuments;
}

/** The result: errors of conditions that did not allow, and the output of `debug()`, both with positions. */
export interface Decision {
  permit: boolean;
  errors: string[];
  debug: string[];
}

/** Checks a request; throws `DocumentNeeded` if a document must be fetched first. */
export function decide(file: RulesFile, check: AccessCheck): Decision {
  const run: Evaluation = { documents: documentsFrom(check.documents), expressions: 0, callDepth: 0, debug: [] };
  const errors: string[] = [];
  const result = (permit: boolean): Decision => ({
    permit,
    errors,
    debug: run.debug.map((line) => `${file.name}:${line}`),
  });
  const segments = check.path.replace(/^\//, '').split('/');
  if (segments.includes('')) {
    errors.push(`${file.name}: no rule matches an empty path segment: ${check.path}`);
    return result(false);
  }
  // "Only available in projects that use Security Rules Version 2" (docs/storage/security/core-syntax).
  if (check.method === 'list' && file.version === 1) return result(false);
  try {
    for (const { condition, scope } of conditions(file, check, segments)) {
      if (!condition) return result(true);
      try {
        if (truth(evaluate(condition, scope, run))) return result(true);
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw error;
        errors.push(`${file.name}:${place(error.at ?? condition.at)}: ${error.message}`);
      }
    }
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    errors.push(`${file.name}: ${error.message}`);
  }
  return result(false);
}

/** The conditions that apply, each with its scope, in the order of the file. */
function* conditions(file: RulesFile, check: AccessCheck, segments: readonly string[]) {
  const base: Environment = {
    outer: undefined,
    functions: file.functions,
    variables: new Map<string, Lazy>([
      ['request', () => check.request],
      ['resource', () => check.resource],
    ]),
  };
  const service: Environment = { outer: base, functions: file.service.functions, variables: new Map() };
  for (const chain of covering(file.service, segments, file.version)) {
    let scope = service;
    for (const { match, variables } of chain) {
      const lazies = new Map([...variables].map(([name, value]): [string, Lazy] => [name, () => value]));
      scope = { outer: scope, functions: match.body.functions, variables: lazies };
    }
    for (const allow of chain.at(-1)?.match.body.allows ?? []) {
      if (allow.methods.has(check.method)) yield { condition: allow.condition, scope };
    }
  }
}
