import { EvaluationError, LimitReached } from '../failure.ts';
import type { Method, RulesFile } from '../syntax/ast.ts';
import { place } from '../syntax/cursor.ts';
import type { Value } from '../values/value.ts';
import { covering } from './covering.ts';
import { documentsFrom, type FetchedDocuments } from './documents.ts';
import type { Environment, Lazy } from './environment.ts';
import { evaluate, truth, type Evaluation } from './expression.ts';

/** What rules are asked: may this method be used on this path, `/b/BUCKET/o/…`? */
export interface Question {
  path: string;
  method: Method;
  request: Value;
  resource: Value;
  documents: FetchedDocuments;
}

/** The answer; `errors` are those of the conditions that did not allow, `debug` what `debug()` saw, with places. */
export interface Decision {
  permit: boolean;
  errors: string[];
  debug: string[];
}

/** Whether the rules permit; throws `DocumentNeeded` if a document is to be fetched first. */
export function decide(file: RulesFile, question: Question): Decision {
  const run: Evaluation = { documents: documentsFrom(question.documents), expressions: 0, callDepth: 0, debug: [] };
  const errors: string[] = [];
  const answer = (permit: boolean): Decision => ({
    permit,
    errors,
    debug: run.debug.map((line) => `${file.name}:${line}`),
  });
  const segments = question.path.replace(/^\//, '').split('/');
  if (segments.includes('')) {
    errors.push(`${file.name}: no rule matches an empty path segment: ${question.path}`);
    return answer(false);
  }
  // "Only available in projects that use Security Rules Version 2" (docs/storage/security/core-syntax).
  if (question.method === 'list' && file.version === 1) return answer(false);
  try {
    for (const { condition, scope } of conditions(file, question, segments)) {
      if (!condition) return answer(true);
      try {
        if (truth(evaluate(condition, scope, run))) return answer(true);
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw error;
        errors.push(`${file.name}:${place(error.at ?? condition.at)}: ${error.message}`);
      }
    }
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    errors.push(`${file.name}: ${error.message}`);
  }
  return answer(false);
}

/** The conditions that decide, each with what its names mean, in the order of the file. */
function* conditions(file: RulesFile, question: Question, segments: readonly string[]) {
  const base: Environment = {
    outer: undefined,
    functions: file.functions,
    variables: new Map<string, Lazy>([
      ['request', () => question.request],
      ['resource', () => question.resource],
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
      if (allow.methods.has(question.method)) yield { condition: allow.condition, scope };
    }
  }
}
