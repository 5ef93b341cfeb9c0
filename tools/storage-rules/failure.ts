/** A place in a rules file: line and column, both counted from 1, columns in UTF-16 units. */
export interface Position {
  line: number;
  column: number;
}

/** A rules file is refused; with position and reason. */
export class Refusal extends Error {
  readonly at: Position;
  constructor(at: Position, message: string) {
    super(message);
    this.at = at;
  }
}

/** An expression has no value. `&&` and `||` may absorb this; otherwise its `allow` denies, and others still apply. */
export class EvaluationError extends Error {
  at: Position | undefined;
}

/** A limit of the service is exceeded: the whole request is denied. */
export class LimitReached extends Error {}

/** The evaluation needs a Firestore document that has not been fetched; it restarts with the document. */
export class DocumentNeeded extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`document needed: ${path}`);
    this.path = path;
  }
}

/** Throws an EvaluationError with this message. */
export function fail(message: string): never {
  throw new EvaluationError(message);
}
