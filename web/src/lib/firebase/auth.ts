import type { FirebaseApp } from 'firebase/app';
import {
  browserPopupRedirectResolver,
  connectAuthEmulator,
  GoogleAuthProvider,
  indexedDBLocalPersistence,
  initializeAuth,
  browserLocalPersistence,
  onAuthStateChanged,
  signInWithCredential,
  signInWithCustomToken,
  signInWithPopup,
  signInWithRedirect,
  signOut,
  type Auth,
  type User,
} from 'firebase/auth';
import type { DemoPerson, MaruConfig } from '@maru/model/config';
import type { Uid } from '@maru/model/ids';
import { isProfilePhoto } from '@maru/model/library/profile-photo';
import { emulatorHost } from './config.ts';
import { codeOf } from './error-code.ts';
import { Unreachable } from '@maru/model/api/unreachable';
import type { Person, SignInResult, Stop } from './cloud.ts';

/** Initializes Auth, with the popup code only if a sign-in is expected. */
export function openAuth(app: FirebaseApp, config: MaruConfig, expectsSignIn: boolean): Auth {
  const auth = initializeAuth(app, {
    persistence: [indexedDBLocalPersistence, browserLocalPersistence],
    // Loads Google's iframe in advance; loading it on the click would make Safari and phones block the popup.
    ...(expectsSignIn && !config.emulators && { popupRedirectResolver: browserPopupRedirectResolver }),
  });
  auth.useDeviceLanguage();
  if (config.emulators) {
    connectAuthEmulator(auth, `http://${emulatorHost(config)}:${config.emulators.auth}`, { disableWarnings: true });
  }
  return auth;
}

function personOf(user: User): Person {
  return {
    uid: user.uid as Uid,
    name: user.displayName ?? user.email ?? '',
    address: user.email ?? '',
    ...(isProfilePhoto(user.photoURL) && { photo: user.photoURL }),
  };
}

/** Calls `next` with the signed-in person, and again after every change. */
export const watchPerson = (auth: Auth, next: (person: Person | undefined) => void): Stop =>
  onAuthStateChanged(auth, (user) => {
    next(user ? personOf(user) : undefined);
  });

/** The ID token for requests, a new one if `refresh`; undefined if nobody is signed in. Rejects with Unreachable if it cannot be renewed. */
export async function tokenOf(auth: Auth, refresh = false): Promise<string | undefined> {
  try {
    return await auth.currentUser?.getIdToken(refresh);
  } catch (error) {
    throw codeOf(error) === 'auth/network-request-failed' ? new Unreachable(error) : error;
  }
}

const NO_POPUP = [
  'auth/popup-blocked',
  'auth/operation-not-supported-in-this-environment',
  'auth/web-storage-unsupported',
];
const CANCELLED = ['auth/popup-closed-by-user', 'auth/cancelled-popup-request', 'auth/user-cancelled'];

/** Signs in with Google in a popup, or by redirect where popups fail. `hint` preselects an address; `demoPerson` is for the emulators. */
export async function signInWithGoogle(
  auth: Auth,
  demoPerson: DemoPerson | undefined,
  hint?: string,
): Promise<SignInResult> {
  try {
    if (demoPerson) {
      // The Auth emulator accepts an unsigned token with Google's claims.
      const { name, address } = demoPerson;
      const claims = { sub: address, email: address, email_verified: true, name };
      await signInWithCredential(auth, GoogleAuthProvider.credential(JSON.stringify(claims)));
      return 'signed-in';
    }
    const google = new GoogleAuthProvider();
    google.setCustomParameters(hint === undefined ? { prompt: 'select_account' } : { login_hint: hint });
    try {
      await signInWithPopup(auth, google, browserPopupRedirectResolver);
      return 'signed-in';
    } catch (error) {
      if (!NO_POPUP.includes(codeOf(error))) throw error;
      await signInWithRedirect(auth, google, browserPopupRedirectResolver);
      return 'redirecting';
    }
  } catch (error) {
    if (CANCELLED.includes(codeOf(error))) return 'cancelled';
    if (codeOf(error) === 'auth/network-request-failed') return 'offline';
    throw error;
  }
}

export { signInWithCustomToken, signOut };
