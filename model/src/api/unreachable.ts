/** Whether an error is `Unreachable`: the server could not be reached. By name, so that pages need not load what throws it. */
export const isUnreachable = (error: unknown): boolean => error instanceof Error && error.name === 'Unreachable';

/** The server cannot be reached now; retry later. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super('the server cannot be reached', { cause });
    this.name = 'Unreachable';
  }
}
