import {
  addressOf,
  isProfilePhoto,
  isUid,
  REGION,
  Refused,
  type CallName,
  type CallRefusal,
  type Calls,
} from '@maru/model';
import { HttpsError, onCall, type CallableFunction, type CallableRequest } from 'firebase-functions/https';
import { error as logError } from 'firebase-functions/logger';
import * as v from 'valibot';
import type { Caller } from '../pipelines/caller.ts';
import { count } from '../pipelines/rate.ts';
import { isAppChecked, ports, type Ports } from '../wiring.ts';
import { ANSWERING } from './machines.ts';

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

/** Who calls by the verified token, undefined where nobody is signed in; throws Refused for any other sign-in than Google's. */
function callerOf(auth: CallableRequest['auth']): Caller | undefined {
  if (!auth || !isUid(auth.uid)) return undefined;
  const { email, email_verified: verified, firebase } = auth.token;
  // A custom token could be for anybody's uid.
  if (firebase.sign_in_provider !== 'google.com') throw new Refused('unverified');
  const claims: Record<string, unknown> = auth.token;
  const address = verified === true && email !== undefined ? addressOf(email) : undefined;
  return {
    uid: auth.uid,
    ...(address !== undefined && { address }),
    ...(typeof claims['name'] === 'string' && { name: claims['name'] }),
    ...(isProfilePhoto(claims['picture']) && { photo: claims['picture'] }),
  };
}

type Answering<N extends CallName> = CallableFunction<unknown, Promise<Calls[N]['answer']>>;
type Shape<N extends CallName> = v.GenericSchema<unknown, Calls[N]['ask']>;
type Story<N extends CallName, C> = (ports: Ports, caller: C, ask: Calls[N]['ask']) => Promise<Calls[N]['answer']>;

/** What an error is to a client: a refusal's code, and of anything else nothing at all. */
function told(error: unknown, name: CallName): HttpsError {
  if (error instanceof Refused) return refusal(error.code);
  logError(`a call failed: ${name}`, error);
  return new HttpsError('internal', 'internal');
}

/** A callable whose callers are those whom `enter` lets through. */
const answering = <N extends CallName, C>(
  name: N,
  shape: Shape<N>,
  story: Story<N, C>,
  enter: (caller: Caller | undefined) => C,
): Answering<N> =>
  // No CORS: the page calls through Hosting, at its own origin.
  onCall({ ...ANSWERING, region: REGION, cors: false }, async ({ app, auth, data }) => {
    try {
      if (isAppChecked() && !app) throw new Refused('not-the-app');
      const caller = callerOf(auth);
      const entered = enter(caller);
      const parsed = v.safeParse(shape, data);
      if (!parsed.success) throw new Refused('bad-input');
      if (caller) await count(ports(), caller.uid, name);
      return await story(ports(), entered, parsed.output);
    } catch (error) {
      throw told(error, name);
    }
  });

function mustBeSignedIn(caller: Caller | undefined): Caller {
  if (!caller) throw new Refused('signed-out');
  return caller;
}

/**
 * A callable of `model/calls`, for who is signed in with Google: from our page (where App Check is on), its shape looked at,
 * and not too often. A refusal is told by its code, and nothing else is told.
 */
export const callable = <N extends CallName>(name: N, shape: Shape<N>, story: Story<N, Caller>): Answering<N> =>
  answering(name, shape, story, mustBeSignedIn);

/** The same for who is signed out, too: nobody counts how often they call. */
export const callableByAnybody = <N extends CallName>(
  name: N,
  shape: Shape<N>,
  story: Story<N, Caller | undefined>,
): Answering<N> => answering(name, shape, story, (caller) => caller);
