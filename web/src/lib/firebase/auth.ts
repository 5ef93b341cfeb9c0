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
  signInWithPopup,
  signInWithRedirect,
  signOut,
  type Auth,
  type User,
} from 'firebase/auth';
import type { DemoPerson, MaruConfig } from '@maru/model/config';
import type { Uid } from '@maru/model/ids';
import { isProfilePhoto } from '@maru/model/library/profile-photo';
import { codeOf } from './error-code.ts';
import { Unreachable, type Person, type SignInEnd, type Stop } from './cloud.ts';

/** Initializes Auth. Only if a sign-in is expected does it load what opens popups. */
export function openAuth(app: FirebaseApp, config: MaruConfig, expectsSignIn: boolean): Auth {
  const auth = initializeAuth(app, {
    persistence: [indexedDBLocalPersistence, browserLocalPersistence],
    // Loads Google's iframe in advance; else Safari and phones block the popup, because the press is too long ago.
    ...(expectsSignIn && !config.emulators && { popupRedirectResolver: browserPopupRedirectResolver }),
  });
  auth.useDeviceLanguage();
  if (config.emulators) {
    connectAuthEmulator(auth, `http://127.0.0.1:${config.emulators.auth}`, { disableWarnings: true });
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

/** Calls `next` with who is signed in, at every change. */
export const watchPerson = (auth: Auth, next: (person: Person | undefined) => void): Stop =>
  onAuthStateChanged(auth, (user) => {
    next(user ? personOf(user) : undefined);
  });

/** The ID token for calls, undefined for nobody; rejects with Unreachable if it cannot be refreshed. */
export async function tokenOf(auth: Auth): Promise<string | undefined> {
  try {
    return await auth.currentUser?.getIdToken();
  } catch (error) {
    throw codeOf(error) === 'auth/network-request-failed' ? new Unreachable(error) : error;
  }
}

const NO_POPUP = [
  'auth/popup-blocked',
  'auth/operation-not-supported-in-this-environment',
  'auth/web-storage-unsupported',
];
const GIVEN_UP = ['auth/popup-closed-by-user', 'auth/cancelled-popup-request', 'auth/user-cancelled'];

/** A Google sign-in by popup, and by redirect where popups fail; with the address `hint` Google does not ask whom; on the emulators as `as`. */
export async function signInWithGoogle(auth: Auth, as: DemoPerson | undefined, hint?: string): Promise<SignInEnd> {
  try {
    if (as) {
      // The Auth emulator takes an unsigned token: the same claims as Google's.
      const claims = { sub: as.address, email: as.address, email_verified: true, name: as.name };
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
      return 'leaving';
    }
  } catch (error) {
    if (GIVEN_UP.includes(codeOf(error))) return 'given-up';
    if (codeOf(error) === 'auth/network-request-failed') return 'offline';
    throw error;
  }
}

export { signOut };
