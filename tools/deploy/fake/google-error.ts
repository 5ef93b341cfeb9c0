/** An error as Google's APIs report it: JSON with a code, a status, a message and an optional reason. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: number;
  readonly reason: string | undefined;
  readonly metadata: Record<string, string>;
  /** Sent with it, such as `retry-after`. */
  headers: Record<string, string> = {};

  constructor(code: number, message: string, reason?: string, metadata: Record<string, string> = {}) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.metadata = metadata;
  }

  /** Cloud Storage has no `status` and lists `errors`; all other APIs have `details`. */
  toJson(host: string): object {
    const { code, message, reason, metadata } = this;
    if (host === 'storage.googleapis.com')
      return { error: { code, message, errors: [{ domain: 'global', reason: reason ?? 'invalid', message }] } };
    const details = reason &&
      /^[A-Z_]+$/.test(reason) && [
        { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com', metadata },
      ];
    return { error: { code, message, status: STATUS[code] ?? 'UNKNOWN', ...(details && { details }) } };
  }
}

/** An operation that starts and then fails, such as the build of a function. */
export class OperationError extends ApiError {}

const STATUS: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  412: 'FAILED_PRECONDITION',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

export const badRequest = (message: string): ApiError => new ApiError(400, message);
export const notFound = (name: string): ApiError => new ApiError(404, `Resource '${name}' was not found`, 'notFound');
export const alreadyExists = (name: string): ApiError =>
  new ApiError(409, `Resource '${name}' already exists`, 'conflict');
