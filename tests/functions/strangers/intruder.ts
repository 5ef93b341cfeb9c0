import { signInAs, useEmulators } from '../../harness.ts';

/** Somebody who is nobody's: how they are signed in, and the ID token that they have. */
export interface Intruder {
  readonly name: string;
  readonly uid: string;
  readonly idToken: string | undefined;
  readonly call: (name: string, data: unknown) => Promise<Outcome>;
}

/** What an endpoint answered. */
export interface Outcome {
  readonly what: string;
  readonly status: number;
  readonly text: string;
}

/** Asks over HTTP, as anybody's script could; `owner` is never said. */
export async function request(what: string, url: string, idToken?: string, init: RequestInit = {}): Promise<Outcome> {
  const scheme = url.includes('/v0/b/') ? 'Firebase' : 'Bearer';
  const headers = new Headers(init.headers);
  if (idToken !== undefined) headers.set('authorization', `${scheme} ${idToken}`);
  if (init.body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const answer = await fetch(url, { ...init, headers });
  return { what, status: answer.status, text: Buffer.from(await answer.arrayBuffer()).toString('utf8') };
}

const intruder = (name: string, uid: string, idToken: string | undefined): Intruder => ({
  name,
  uid,
  idToken,
  call: (call, data) =>
    request(`call ${call}`, `${useEmulators().urls.app}/api/${call}`, idToken, {
      method: 'POST',
      body: JSON.stringify({ data }),
    }),
});

async function signUp(name: string, body: object): Promise<Intruder> {
  const { urls, config } = useEmulators();
  const url = `${urls.auth}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=${config.firebase.apiKey}`;
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, returnSecureToken: true }),
  });
  const { localId, idToken } = (await answer.json()) as { localId: string; idToken: string };
  return intruder(name, localId, idToken);
}

/**
 * Everybody who could come without being asked: signed out, with a verified Google address, with one that nobody verified,
 * and the accounts that Auth's client API makes for anybody: anonymous, and by a password for the owner's own address's twin.
 */
export async function createIntruders(): Promise<readonly Intruder[]> {
  const google = await signInAs('낯선 사람');
  const unverified = await signInAs('가짜', { isVerified: false });
  const tokenOf = async (who: typeof google): Promise<string | undefined> => who.auth.currentUser?.getIdToken();
  const found = [
    intruder('signed out', 'nobody', undefined),
    intruder('with a verified Google address', google.uid, await tokenOf(google)),
    intruder('with an address that nobody verified', unverified.uid, await tokenOf(unverified)),
    await signUp('anonymous', {}),
    await signUp('by a password', { email: `${crypto.randomUUID()}@example.com`, password: 'a long password' }),
  ];
  await Promise.all([google.close(), unverified.close()]);
  return found;
}
