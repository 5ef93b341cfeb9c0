import type { Text } from '../text.ts';

/** A check that cannot run here, for a reason. */
export class NotRun extends Error {
  readonly reason: Text;
  constructor(reason: Text) {
    super(reason.en);
    this.reason = reason;
  }
}

/** Throws with `message` unless the condition holds. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}
