import { signInAs, useEmulators } from '../../harness.ts';

/** Somebody without any access, and the ID token they have. */
export interface Intruder {
  readonly name: string;
  readonly uid: string;
  readonly idToken: string | undefined;
  readonly call: (name: string, data: unknown) => Promise<Outcome>;
}

/** The response to a request. */
export interface Outcome {
  readonly what: string;
  readonly status: number;
  readonly text: string;
}

/** Sends a request as any script could, without admin credentials. */
export async function request(label: string, url: string, idToken?: string, init: RequestInit = {}): Promise<Outcome> {
  const scheme = url.includes('/v0/b/') ? 'Firebase' : 'Bearer';
  const headers = new Headers(init.headers);
  if (idToken !== undefined) headers.set('authorization', `${scheme} ${idToken}`);
  if (init.body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const response = await fetch(url, { ...init, headers });
  return { what: label, status: response.status, text: Buffer.from(await response.arrayBuffer()).toString('utf8') };
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
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, returnSecureToken: true }),
  });
  const { localId, idToken } = (await response.json()) as { localId: string; idToken: string };
  return intruder(name, localId, idToken);
}

/**
 * Creates every kind of stranger: signed out, with a verified and an unverified Google address, and the accounts that Auth's client API
 * creates for anyone: anonymous and with a password.
 */
export async function createIntruders(): Promise<readonly Intruder[]> {
  const google = await signInAs('낯선 사람');
  const unverified = await signInAs('가짜', { isVerified: false });
  const tokenOf = async (person: typeof google): Promise<string | undefined> => person.auth.currentUser?.getIdToken();
  const intruders = [
    intruder('signed out', 'nobody', undefined),
    intruder('with a verified Google address', google.uid, await tokenOf(google)),
    intruder('with an unverified address', unverified.uid, await tokenOf(unverified)),
    await signUp('anonymous', {}),
    await signUp('with a password', { email: `${crypto.randomUUID()}@example.com`, password: 'a long password' }),
  ];
  await Promise.all([google.close(), unverified.close()]);
  return intruders;
}
