import type { EndpointName, ApiRequest, ApiResponse } from '@maru/model/api/endpoints';
import { isApiErrorCode, ApiError } from '@maru/model/api/error';
import { Unreachable } from '@maru/model/api/unreachable';

/** The tokens that a call sends: of the signed-in person, and of App Check if the project has it. */
export interface CallTokens {
  readonly id?: string | undefined;
  readonly appCheck?: string | undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The error in a response of the callable protocol: `ApiError` for our own codes, otherwise an Error with its status. */
function callError(status: number, body: unknown): Error {
  const error = isRecord(body) && isRecord(body['error']) ? body['error'] : {};
  const details = isRecord(error['details']) ? error['details']['code'] : error['details'];
  if (isApiErrorCode(details)) return new ApiError(details);
  if (status === 401) return new ApiError('unauthenticated');
  return new Error(`the call failed: ${status} ${String(error['status'])}`);
}

/**
 * Calls an endpoint through Hosting (`/api/NAME`) by the protocol for callables
 * (firebase.google.com/docs/functions/callable-reference). Same origin: it needs neither a region nor a preflight request.
 */
export async function call<N extends EndpointName>(
  name: N,
  request: ApiRequest<N>,
  { id, appCheck }: CallTokens,
): Promise<ApiResponse<N>> {
  let response: Response;
  try {
    response = await fetch(`/api/${name}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(id !== undefined && { authorization: `Bearer ${id}` }),
        ...(appCheck !== undefined && { 'x-firebase-appcheck': appCheck }),
      },
      body: JSON.stringify({ data: request }),
    });
  } catch (error) {
    throw new Unreachable(error);
  }
  const body: unknown = await response.json().catch(() => undefined);
  // A gateway whose backend is down responds with HTML.
  if (body === undefined && response.status >= 500) throw new Unreachable(response.status);
  // The request did not arrive in time: the connection is to blame, not what was sent.
  if (response.status === 408) throw new Unreachable(response.status);
  if (!response.ok || !isRecord(body) || !('result' in body)) throw callError(response.status, body);
  return body['result'] as ApiResponse<N>;
}
