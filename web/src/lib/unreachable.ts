/** Whether an error is `Unreachable`: the server could not be reached. By name, so that pages need not load what throws it. */
export const isUnreachable = (error: unknown): boolean => error instanceof Error && error.name === 'Unreachable';
