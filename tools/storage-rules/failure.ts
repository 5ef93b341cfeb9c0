/** A place in a rules file: line and column, both counted from 1, columns in UTF-16 units. */
export interface Position {
  line: number;
  column: number;
}

/** A rules file that the stand-in does not take, with the place and the reason in words. */
export class Refusal extends Error {
  readonly at: Position;
  constructor(at: Position, message: string) {
    super(message);
    this.at = at;
  }
}

/** An expression has no value; `&&` and `||` may absorb it, else it ends its `allow` and no other. */
export class EvaluationError extends Error {
  at: Position | undefined;
}

/** A limit of the service was passed: the whole request is denied. */
export class LimitReached extends Error {}

/** The evaluation needs a Firestore document that was not fetched yet; it starts again once it is there. */
export class DocumentNeeded extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`document needed: ${path}`);
    this.path = path;
  }
}

/** Throws the evaluation error with these words. */
export function fail(message: string): never {
  throw new EvaluationError(message);
}
