import type { EndpointName, ApiRequest, ApiResponse } from '@maru/model/api/endpoints';
import { isApiErrorCode, ApiError } from '@maru/model/api/error';
import { Unreachable } from './cloud.ts';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** What an answer of the callable protocol says went wrong: `ApiError` for our own codes, else an Error with its status. */
export function callError(status: number, body: unknown): Error {
  const error = isRecord(body) && isRecord(body['error']) ? body['error'] : {};
  const details = isRecord(error['details']) ? error['details']['code'] : error['details'];
  if (isApiErrorCode(details)) return new ApiError(details);
  if (status === 401) return new ApiError('signed-out');
  return new Error(`the call failed: ${status} ${String(error['status'])}`);
}

/**
 * Asks a callable through Hosting (`/api/NAME`), by the protocol for callables over HTTPS
 * (firebase.google.com/docs/functions/callable-reference): no region here and no preflight.
 */
export async function call<N extends EndpointName>(
  name: N,
  ask: ApiRequest<N>,
  token: string | undefined,
): Promise<ApiResponse<N>> {
  let answer: Response;
  try {
    answer = await fetch(`/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ data: ask }),
    });
  } catch (error) {
    throw new Unreachable(error);
  }
  const body: unknown = await answer.json().catch(() => undefined);
  // A gateway without a backend behind it answers with a page.
  if (body === undefined && answer.status >= 500) throw new Unreachable(answer.status);
  if (!answer.ok || !isRecord(body) || !('result' in body)) throw callError(answer.status, body);
  return body['result'] as ApiResponse<N>;
}
