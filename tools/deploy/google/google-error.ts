/** What a failed request to Google says. */
export interface GoogleFailure {
  /** HTTP status; 0 if there was no response. */
  readonly status: number;
  /** Machine-readable, such as SERVICE_DISABLED, PERMISSION_DENIED or ALREADY_EXISTS. */
  readonly reason: string;
  readonly message: string;
  /** The API that is meant, for example `run.googleapis.com`. */
  readonly service?: string;
  /** The missing permission, if Google names it. */
  readonly permission?: string;
  /** How long Google asks to wait. */
  readonly retryAfterMs?: number;
}

/** A request that Google refused, or that did not reach Google. */
export class GoogleError extends Error implements GoogleFailure {
  readonly status: number;
  readonly reason: string;
  readonly service?: string;
  readonly permission?: string;
  readonly retryAfterMs?: number;
  /** Method and URL without the query. */
  readonly request: string;

  constructor(request: string, failure: GoogleFailure) {
    super(failure.message);
    this.name = 'GoogleError';
    this.request = request;
    this.status = failure.status;
    this.reason = failure.reason;
    if (failure.service !== undefined) this.service = failure.service;
    if (failure.permission !== undefined) this.permission = failure.permission;
    if (failure.retryAfterMs !== undefined) this.retryAfterMs = failure.retryAfterMs;
  }
}

interface ErrorBody {
  readonly error?: {
    readonly message?: string;
    readonly status?: string;
    readonly errors?: readonly { readonly reason?: string }[];
    readonly details?: readonly {
      readonly reason?: string;
      readonly metadata?: { readonly service?: string; readonly permission?: string };
    }[];
  };
}

/** The permission that a message says is missing. */
export const permissionIn = (message: string): string | undefined =>
  /[Pp]ermissions? '?([a-z]+\.[a-zA-Z.]+)'?/.exec(message)?.[1];

/** Parses a response of an API (google.rpc.Status, or the older format of the Storage API). */
export function failureOf(status: number, text: string): GoogleFailure {
  let body: ErrorBody = {};
  try {
    body = JSON.parse(text) as ErrorBody;
  } catch {
    // A proxy's page, or nothing.
  }
  const { error } = body;
  const info = error?.details?.find(({ reason }) => reason !== undefined);
  const message = error?.message ?? (text.trim().slice(0, 300) || `HTTP ${String(status)}`);
  const permission = info?.metadata?.permission ?? permissionIn(message);
  return {
    status,
    reason: info?.reason ?? error?.status ?? error?.errors?.[0]?.reason ?? '',
    message,
    ...(info?.metadata?.service !== undefined && { service: info.metadata.service }),
    ...(permission !== undefined && { permission }),
  };
}

const is = (error: unknown, test: (one: GoogleError) => boolean): boolean =>
  error instanceof GoogleError && test(error);

/** Whether the resource does not exist. */
export const isNotFound = (error: unknown): boolean => is(error, ({ status }) => status === 404);

/** Waits for a request that deletes something, which may not exist any more. */
export async function ignoreMissing(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** Whether the resource exists already. */
export const isConflict = (error: unknown): boolean => is(error, ({ status }) => status === 409);

/** Whether the resource changed since it was read. */
export const isStale = (error: unknown): boolean =>
  is(error, ({ status, reason }) => status === 409 || status === 412 || reason === 'ABORTED');

/** Whether the API is off, or was turned on so recently that not all of Google's servers know. */
export const isDisabled = (error: unknown): boolean =>
  is(
    error,
    ({ status, reason, message }) =>
      status === 403 &&
      (['SERVICE_DISABLED', 'accessNotConfigured'].includes(reason) ||
        /has not been used in project|it is disabled/.test(message)),
  );
