import { addressOf, isUid, REGION, Refused, type CallName, type CallRefusal, type Calls } from '@maru/model';
import { HttpsError, onCall, type CallableFunction, type CallableRequest } from 'firebase-functions/https';
import { error as logError } from 'firebase-functions/logger';
import * as v from 'valibot';
import type { Caller } from '../pipelines/caller.ts';
import type { MakePorts } from '../pipelines/make.ts';
import { ports } from '../wiring.ts';

const STATUS = {
  'signed-out': 'unauthenticated',
  unverified: 'permission-denied',
  'may-not': 'permission-denied',
  'not-found': 'not-found',
  'bad-input': 'invalid-argument',
  'too-many': 'resource-exhausted',
  'too-often': 'resource-exhausted',
  'not-the-app': 'permission-denied',
  'last-owner': 'failed-precondition',
  'invite-over': 'failed-precondition',
  'invite-used': 'failed-precondition',
  'wrong-person': 'permission-denied',
} as const satisfies Record<CallRefusal, string>;

const refusal = (code: CallRefusal): HttpsError => new HttpsError(STATUS[code], code, { code });

const isHttps = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 2048 && value.startsWith('https://');

/** The caller by the verified token; throws Refused for nobody. */
function callerOf(auth: CallableRequest['auth']): Caller {
  if (!auth || !isUid(auth.uid)) throw new Refused('signed-out');
  const { email, email_verified: verified } = auth.token;
  const claims: Record<string, unknown> = auth.token;
  const address = verified === true && email !== undefined ? addressOf(email) : undefined;
  return {
    uid: auth.uid,
    ...(address !== undefined && { address }),
    ...(typeof claims['name'] === 'string' && { name: claims['name'] }),
    ...(isHttps(claims['picture']) && { photo: claims['picture'] }),
  };
}

/** A callable of `model/calls`: its shape is looked at first, a refusal is told by its code, and nothing else is told. */
export const callable = <N extends CallName>(
  ask: v.GenericSchema<unknown, Calls[N]['ask']>,
  story: (ports: MakePorts, caller: Caller, ask: Calls[N]['ask']) => Promise<Calls[N]['answer']>,
): CallableFunction<unknown, Promise<Calls[N]['answer']>> =>
  // No CORS: the page calls through Hosting, at its own origin.
  onCall({ region: REGION, cors: false, memory: '256MiB', maxInstances: 20 }, async (request) => {
    try {
      const caller = callerOf(request.auth);
      const parsed = v.safeParse(ask, request.data);
      if (!parsed.success) throw new Refused('bad-input');
      return await story(ports(), caller, parsed.output);
    } catch (error) {
      if (error instanceof Refused) throw refusal(error.code);
      logError('a call failed', error);
      throw new HttpsError('internal', 'internal');
    }
  });
