import {
  ApiError,
  ENDPOINTS,
  PROGRAM_ENDPOINTS,
  type ApiErrorCode,
  type ApiResponse,
  type Endpoint,
  type EndpointName,
} from '@maru/model';
import type { IncomingHttpHeaders } from 'node:http';
import * as v from 'valibot';
import { requireOpenSession } from '../access/program-sessions.ts';
import { enforceRate } from '../access/rate-limit.ts';
import type { Identity } from '../ports/identity.ts';
import type { Ports } from '../wiring.ts';
import { BodyRefused } from './body.ts';
import { IMPLEMENTATIONS } from './endpoints.ts';
import { callerOf, requireOurApp } from './identify.ts';
import type { Permission } from './permission.ts';

/** The ports of the API. */
export interface ApiPorts extends Ports {
  readonly identity: Identity;
  /** Whether calls need an App Check token. */
  readonly isAppChecked: boolean;
}

/** A call whose body was read and bounded. */
export interface Call {
  readonly name: EndpointName;
  readonly headers: IncomingHttpHeaders;
  readonly data: unknown;
}

/** Throws ApiError unless the permission allows the call; throws if the permission reads a second time. */
async function permit<C, Request>(
  { store, clock, ids }: Ports,
  permission: Permission<C, Request>,
  caller: C,
  request: Request,
): Promise<void> {
  let reads = 0;
  const countRead = (): void => {
    reads += 1;
    if (reads > 1) throw new Error('a permission is decided from one document or query');
  };
  const read: typeof store.read = (path) => {
    countRead();
    return store.read(path);
  };
  const find: typeof store.find = (collection, query) => {
    countRead();
    return store.find(collection, query);
  };
  await permission({ read, find, clock, ids }, caller, request);
}

/** Answers one call: App Check, sign-in, schema, rate, a program's session, permission, handler, in this order. Throws ApiError for an expected refusal. */
export async function answerCall(ports: ApiPorts, { name, headers, data }: Call): Promise<ApiResponse<EndpointName>> {
  const { request: schema, isPublic, isAppCheckExempt }: Endpoint = ENDPOINTS[name];
  if (ports.isAppChecked && !isAppCheckExempt) await requireOurApp(ports.identity, headers);
  const caller = await callerOf(ports.identity, headers, ports.clock.now());
  if (!caller && !isPublic) throw new ApiError('unauthenticated');
  if (caller?.program !== undefined && !PROGRAM_ENDPOINTS[caller.program].includes(name))
    throw new ApiError('forbidden');
  const parsed = v.safeParse(schema, data);
  if (!parsed.success) throw new ApiError('invalid-request');
  if (caller) await enforceRate(ports, caller.uid, name);
  if (caller?.programUid !== undefined) await requireOpenSession(ports, caller.uid, caller.programUid);
  // TypeScript cannot express that the entries of both tables match by name.
  const { permission, handle } = IMPLEMENTATIONS[name] as unknown as {
    permission: Permission<typeof caller, unknown>;
    handle: (ports: Ports, who: typeof caller, request: unknown) => Promise<ApiResponse<EndpointName>>;
  };
  await permit(ports, permission, caller, parsed.output);
  return handle(ports, caller, parsed.output);
}

/** An HTTP response in the format of the callable protocol (firebase.google.com/docs/functions/callable-reference). */
export interface Answer {
  readonly status: number;
  readonly body: object;
  /** For the log: `ok`, an API error's code, or `internal`. */
  readonly outcome: 'ok' | 'internal' | ApiErrorCode;
}

const STATUS = {
  unauthenticated: [401, 'UNAUTHENTICATED'],
  unverified: [403, 'PERMISSION_DENIED'],
  forbidden: [403, 'PERMISSION_DENIED'],
  'not-found': [404, 'NOT_FOUND'],
  'invalid-request': [400, 'INVALID_ARGUMENT'],
  'limit-reached': [429, 'RESOURCE_EXHAUSTED'],
  'gap-full': [400, 'FAILED_PRECONDITION'],
  'not-splittable': [400, 'FAILED_PRECONDITION'],
  'rate-limited': [429, 'RESOURCE_EXHAUSTED'],
  'app-check-failed': [403, 'PERMISSION_DENIED'],
  'last-owner': [400, 'FAILED_PRECONDITION'],
  'invite-expired': [400, 'FAILED_PRECONDITION'],
  'invite-used': [400, 'FAILED_PRECONDITION'],
  'wrong-person': [403, 'PERMISSION_DENIED'],
} as const satisfies Record<ApiErrorCode, readonly [number, string]>;

/** An expected refusal, under its own HTTP status or another. */
export const refusal = (code: ApiErrorCode, status: number = STATUS[code][0]): Answer => ({
  status,
  body: { error: { status: STATUS[code][1], message: code, details: { code } } },
  outcome: code,
});

/** The response for an error: the code of an ApiError, and nothing about any other. */
export function answerOf(error: unknown): Answer {
  if (error instanceof ApiError) return refusal(error.code);
  if (error instanceof BodyRefused) return refusal('invalid-request', error.status);
  return { status: 500, body: { error: { status: 'INTERNAL', message: 'internal' } }, outcome: 'internal' };
}
