/** An answer of the service. */
export interface Reply {
  readonly status: number;
  readonly header: (name: string) => string | null;
}

/** What an answer means: `active` and `final` are states of the session, `gone` that there is no such session, `ask` that its offset is another. */
export type Outcome = 'active' | 'final' | 'gone' | 'ask' | 'unauthenticated' | 'refused' | 'lost';

/** Reads what an answer means for its session. */
export function outcomeOf({ status, header }: Reply): Outcome {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'refused';
  if (status === 404 || status === 410) return 'gone';
  if (status === 408 || status === 429 || status >= 500) return 'lost';
  if (status >= 400) return 'ask';
  const state = header('x-goog-upload-status');
  if (state === 'active' || state === 'final') return state;
  // Without a state, something else answered, such as the sign-in page of a hotel's network.
  return state === 'cancelled' ? 'gone' : 'lost';
}

/** The number of bytes that the service has, if it says so and the object can have as many. */
export function receivedOf({ header }: Reply, size: number): number | undefined {
  const text = header('x-goog-upload-size-received');
  const received = text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
  return received !== undefined && received <= size ? received : undefined;
}
