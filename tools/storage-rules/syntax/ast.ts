import type { Position } from '../failure.ts';

/** Binary operators. */
export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '<' | '<=' | '>' | '>=' | '==' | '!=' | 'in' | '&&' | '||';

/** One part of a path literal in an expression. */
export type PathPart = { kind: 'segment'; text: string } | { kind: 'value'; value: Expression };

/** An expression after `if`, `let x =` or `return`. */
export type Expression = { at: Position } & (
  | { kind: 'literal'; value: null | boolean | bigint | number | string | Uint8Array }
  | { kind: 'name'; name: string }
  | { kind: 'list'; items: Expression[] }
  | { kind: 'map'; entries: { key: Expression; value: Expression }[] }
  | { kind: 'path'; parts: PathPart[] }
  | { kind: 'field'; object: Expression; field: string }
  | { kind: 'index'; object: Expression; index: Expression }
  | { kind: 'range'; object: Expression; from: Expression | undefined; to: Expression | undefined }
  | { kind: 'call'; name: string; args: Expression[] }
  | { kind: 'method'; object: Expression; name: string; args: Expression[] }
  | { kind: 'unary'; operator: '!' | '-'; operand: Expression }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
  | { kind: 'is'; value: Expression; type: string }
  | { kind: 'choice'; condition: Expression; then: Expression; otherwise: Expression }
);

/** `function name(parameters) { let …; return result; }` */
export interface FunctionDeclaration {
  at: Position;
  name: string;
  parameters: { name: string; at: Position }[];
  bindings: { name: string; at: Position; value: Expression }[];
  result: Expression;
}

/** The methods of requests; `read` and `write` in a file stand for several. */
export type Method = 'get' | 'list' | 'create' | 'update' | 'delete';

/** `allow methods: if condition;` without a condition it always allows. */
export interface Allow {
  at: Position;
  methods: Set<Method>;
  condition: Expression | undefined;
}

/** One segment of a `match` path: fixed text, `{one}` or `{many=**}`. */
export type MatchSegment = { at: Position } & (
  { kind: 'literal'; text: string } | { kind: 'one'; name: string } | { kind: 'many'; name: string }
);

/** The body of a `service` or a `match`. */
export interface Body {
  functions: FunctionDeclaration[];
  allows: Allow[];
  matches: Match[];
}

/** `match path { … }` */
export interface Match {
  at: Position;
  path: MatchSegment[];
  body: Body;
}

/** One rules file. */
export interface RulesFile {
  name: string;
  version: 1 | 2;
  functions: FunctionDeclaration[];
  service: Body;
}
