import type { MaruConfig } from '@maru/model/config';
import { ApiError } from '@maru/model/api/error';
import type { Cloud, LiveFailure, Stop, Watcher } from './cloud.ts';
import { call } from './calls.ts';
import type { LiveData } from './firestore.ts';

/** Calls `load` on first use and keeps the result; after a failure the next use calls it again. */
function lazily<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

/** Calls `begin` when `loading` has settled, unless it was stopped before. */
function whenLoaded<T>(loading: Promise<T>, begin: (loaded: T) => Stop, fail?: (error: unknown) => void): Stop {
  let isStopped = false;
  let stop: Stop | undefined;
  loading.then(
    (loaded) => {
      if (!isStopped) stop = begin(loaded);
    },
    (error: unknown) => {
      if (!isStopped) fail?.(error);
    },
  );
  return () => {
    isStopped = true;
    stop?.();
  };
}

/**
 * Opens Firebase for this page. `wasSignedIn`: whether somebody was signed in when the page was last used. The SDK does not run before
 * `drawn`. With a `name`, its sign-in is another one than that of the app in this browser.
 */
export function openCloud(
  config: Promise<MaruConfig>,
  wasSignedIn: boolean,
  drawn: Promise<void>,
  name?: string,
): Cloud {
  const loadApp = lazily(async () => {
    await drawn;
    const [{ initializeApp }, loaded] = await Promise.all([import('firebase/app'), config]);
    const app = initializeApp({ ...loaded.firebase }, name);
    if (!loaded.appCheck) return { app, config: loaded };
    // Before Auth, Firestore and Storage, so that their first requests have a token.
    const sdk = await import('./app-check.ts');
    const appCheck = sdk.openAppCheck(app, loaded.appCheck.siteKey);
    return { app, config: loaded, appCheckToken: () => sdk.appCheckTokenOf(appCheck) };
  });
  const loadAuth = lazily(async () => {
    await drawn;
    const [sdk, { app, config: loaded }] = await Promise.all([import('./auth.ts'), loadApp()]);
    return { sdk, auth: sdk.openAuth(app, loaded, !wasSignedIn) };
  });
  const settledAuth = lazily(async () => {
    const { auth } = await loadAuth();
    await auth.authStateReady();
    return auth;
  });
  const loadData = lazily(async () => {
    await drawn;
    const [sdk, { app, config: loaded }] = await Promise.all([import('./firestore.ts'), loadApp(), settledAuth()]);
    return sdk.liveData(sdk.openFirestore(app, loaded));
  });
  const loadSender = lazily(async () => {
    const [{ createOriginalSender }, { sdk }, auth, { appCheckToken, config: loaded }] = await Promise.all([
      import('./storage.ts'),
      loadAuth(),
      settledAuth(),
      loadApp(),
    ]);
    return createOriginalSender(loaded, async (refresh) => {
      const [idToken, appCheck] = await Promise.all([sdk.tokenOf(auth, refresh), appCheckToken?.()]);
      return idToken === undefined ? undefined : { idToken, appCheck };
    });
  });
  /** Listens only while somebody is signed in: otherwise the rules would deny it. */
  const listen = <T>(watcher: Watcher<T>, begin: (live: LiveData, watcher: Watcher<T>) => Stop): Stop =>
    whenLoaded(
      Promise.all([loadData(), settledAuth()]),
      ([live, auth]) => {
        const fail = (failure: LiveFailure): void => {
          if (auth.currentUser) watcher.fail(failure);
        };
        return auth.currentUser ? begin(live, { next: watcher.next, fail }) : () => undefined;
      },
      (error) => {
        console.error('live data could not start', error);
        watcher.fail('broken');
      },
    );
  /** Replaces an error by `unauthenticated` if the session has expired meanwhile. */
  const withSession = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw (await settledAuth()).currentUser ? error : new ApiError('unauthenticated');
    }
  };
  return {
    config,
    prepareSignIn: async () => {
      await settledAuth();
    },
    watchPerson: (next) => whenLoaded(loadAuth(), ({ sdk, auth }) => sdk.watchPerson(auth, next)),
    signIn: async (demoPerson, hint) => {
      const { sdk, auth } = await loadAuth();
      return sdk.signInWithGoogle(auth, demoPerson, hint);
    },
    signInWithToken: async (token) => {
      const { sdk, auth } = await loadAuth();
      await sdk.signInWithCustomToken(auth, token);
    },
    signOut: async () => {
      const { sdk, auth } = await loadAuth();
      await sdk.signOut(auth);
    },
    call: async (name, request) => {
      const [{ sdk }, auth, { appCheckToken }] = await Promise.all([loadAuth(), settledAuth(), loadApp()]);
      const hadSession = auth.currentUser !== null;
      const tokens = Promise.all([sdk.tokenOf(auth), appCheckToken?.()]);
      const response = tokens.then(([id, appCheck]) => call(name, request, { id, appCheck }));
      return hadSession ? withSession(response) : response;
    },
    watchLibraries: (uid, watcher) => listen(watcher, (live, guarded) => live.watchLibraries(uid, guarded)),
    watchGuestMemberships: (uid, watcher) =>
      listen(watcher, (live, guarded) => live.watchGuestMemberships(uid, guarded)),
    watchMembers: (library, watcher) => listen(watcher, (live, guarded) => live.watchMembers(library, guarded)),
    watchCircles: (library, watcher) => listen(watcher, (live, guarded) => live.watchCircles(library, guarded)),
    watchSubmissions: (library, watcher) => listen(watcher, (live, guarded) => live.watchSubmissions(library, guarded)),
    watchActivity: (library, watcher) => listen(watcher, (live, guarded) => live.watchActivity(library, guarded)),
    watchAlbums: (library, uid, watcher) => listen(watcher, (live, guarded) => live.watchAlbums(library, uid, guarded)),
    watchAlbum: (library, album, watcher) =>
      listen(watcher, (live, guarded) => live.watchAlbum(library, album, guarded)),
    watchTv: (library, tv, watcher) => listen(watcher, (live, guarded) => live.watchTv(library, tv, guarded)),
    watchChanges: (library, album, since, watcher) =>
      listen(watcher, (live, guarded) => live.watchChanges(library, album, since, guarded)),
    watchFailed: (library, album, watcher) =>
      listen(watcher, (live, guarded) => live.watchFailed(library, album, guarded)),
    watchItem: (library, item, watcher) => listen(watcher, (live, guarded) => live.watchItem(library, item, guarded)),
    watchSubmission: (library, submission, watcher) =>
      listen(watcher, (live, guarded) => live.watchSubmission(library, submission, guarded)),
    readItem: async (library, item) => withSession((await loadData()).readItem(library, item)),
    readOutline: async (library, album) => withSession((await loadData()).readOutline(library, album)),
    readSheet: async (library, album, id) => withSession((await loadData()).readSheet(library, album, id)),
    readEntry: async (library, album, item) => withSession((await loadData()).readEntry(library, album, item)),
    readLastVisited: async (uid) => (await loadData()).readLastVisited(uid),
    writeLastVisited: async (uid, lastVisited) => (await loadData()).writeLastVisited(uid, lastVisited),
    watchFavourites: (uid, library, watcher) =>
      listen(watcher, (live, guarded) => live.watchFavourites(uid, library, guarded)),
    readFavourites: async (uid, library) => withSession((await loadData()).readFavourites(uid, library)),
    writeFavourites: async (uid, library, changes) =>
      withSession((await loadData()).writeFavourites(uid, library, changes)),
    watchPlayPositions: (uid, library, watcher) =>
      listen(watcher, (live, guarded) => live.watchPlayPositions(uid, library, guarded)),
    writePlayPositions: async (uid, library, changes) =>
      withSession((await loadData()).writePlayPositions(uid, library, changes)),
    watchCare: (library, viewer, watcher) =>
      listen(watcher, (live, guarded) => live.watchCare(library, viewer, guarded)),
    writeCare: async (library, viewer, by, change) =>
      withSession((await loadData()).writeCare(library, viewer, by, change)),
    watchLooks: (uid, library, watcher) => listen(watcher, (live, guarded) => live.watchLooks(uid, library, guarded)),
    writeLooks: async (uid, library, changes) => withSession((await loadData()).writeLooks(uid, library, changes)),
    writeItem: async (library, item, announcement) =>
      withSession((await loadData()).writeItem(library, item, announcement)),
    send: async (object) => {
      const send = await loadSender().catch(() => undefined);
      return send ? send(object) : 'lost';
    },
  };
}
