import type { MaruConfig } from '@maru/model/config';
import type { Cloud, Sending, SendEnd, Stop } from './cloud.ts';
import { call } from './calls.ts';
import type { LiveData } from './firestore.ts';

/** A promise's value, made when it is first asked for; a failure is forgotten, so that the next asks again. */
function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

/** Begins something when what it needs is loaded; stopping before that means it never begins. */
function later<T>(loading: Promise<T>, begin: (loaded: T) => Stop, fail?: (error: unknown) => void): Stop {
  let isOver = false;
  let stop: Stop | undefined;
  loading.then(
    (loaded) => {
      if (!isOver) stop = begin(loaded);
    },
    (error: unknown) => {
      if (!isOver) fail?.(error);
    },
  );
  return () => {
    isOver = true;
    stop?.();
  };
}

/** An original's way up before the SDK for it is loaded. */
function sendLater(loading: Promise<() => Sending>): Sending {
  let wants: 'run' | 'pause' | 'cancel' = 'run';
  let sending: Sending | undefined;
  const end = loading.then(
    (start): SendEnd | Promise<SendEnd> => {
      if (wants === 'cancel') return 'cancelled';
      sending = start();
      if (wants === 'pause') sending.pause();
      return sending.end;
    },
    (): SendEnd => 'lost',
  );
  return {
    end,
    pause: () => {
      wants = 'pause';
      sending?.pause();
    },
    resume: () => {
      wants = 'run';
      sending?.resume();
    },
    cancel: () => {
      wants = 'cancel';
      sending?.cancel();
    },
  };
}

/** Firebase for this page. `isExpected` says whether somebody was signed in here last time. */
export function openCloud(config: Promise<MaruConfig>, isExpected: boolean): Cloud {
  const app = lazily(async () => {
    const [{ initializeApp }, known] = await Promise.all([import('firebase/app'), config]);
    return { app: initializeApp({ ...known.firebase }), known };
  });
  const auth = lazily(async () => {
    const [sdk, { app: made, known }] = await Promise.all([import('./auth.ts'), app()]);
    const opened = sdk.openAuth(made, known, !isExpected);
    return { sdk, auth: opened };
  });
  const signedIn = lazily(async () => {
    const { auth: opened } = await auth();
    await opened.authStateReady();
    return opened;
  });
  const data = lazily(async () => {
    const [sdk, { app: made, known }] = await Promise.all([import('./firestore.ts'), app(), signedIn()]);
    return sdk.liveData(sdk.openFirestore(made, known));
  });
  const originals = lazily(async () => {
    const [sdk, { app: made, known }] = await Promise.all([import('./storage.ts'), app(), signedIn()]);
    return { sdk, storage: sdk.openOriginals(made, known) };
  });
  /** Begins to listen when somebody is signed in: what Auth says of nobody is not for Firestore's rules to say. */
  const listen = (watcher: { fail: (why: 'broken') => void }, begin: (live: LiveData) => Stop): Stop =>
    later(
      Promise.all([data(), signedIn()]),
      ([live, { currentUser }]) => (currentUser ? begin(live) : () => undefined),
      (error) => {
        console.error('live data could not begin', error);
        watcher.fail('broken');
      },
    );
  return {
    config,
    prepareSignIn: async () => {
      await signedIn();
    },
    watchPerson: (next) => later(auth(), ({ sdk, auth: opened }) => sdk.watchPerson(opened, next)),
    signIn: async (as, hint) => {
      const { sdk, auth: opened } = await auth();
      return sdk.signInWithGoogle(opened, as, hint);
    },
    signOut: async () => {
      const { sdk, auth: opened } = await auth();
      await sdk.signOut(opened);
    },
    call: async (name, ask) => {
      const [{ sdk }, opened] = await Promise.all([auth(), signedIn()]);
      return call(name, ask, await sdk.tokenOf(opened));
    },
    watchLibraries: (uid, watcher) => listen(watcher, (live) => live.watchLibraries(uid, watcher)),
    watchVisits: (uid, watcher) => listen(watcher, (live) => live.watchVisits(uid, watcher)),
    watchMembers: (library, watcher) => listen(watcher, (live) => live.watchMembers(library, watcher)),
    watchCircles: (library, watcher) => listen(watcher, (live) => live.watchCircles(library, watcher)),
    watchOffers: (library, watcher) => listen(watcher, (live) => live.watchOffers(library, watcher)),
    watchActivity: (library, watcher) => listen(watcher, (live) => live.watchActivity(library, watcher)),
    watchAlbums: (library, uid, watcher) => listen(watcher, (live) => live.watchAlbums(library, uid, watcher)),
    watchAlbum: (library, album, watcher) => listen(watcher, (live) => live.watchAlbum(library, album, watcher)),
    watchEntries: (library, album, watcher) => listen(watcher, (live) => live.watchEntries(library, album, watcher)),
    watchFailed: (library, album, watcher) => listen(watcher, (live) => live.watchFailed(library, album, watcher)),
    watchItem: (library, item, watcher) => listen(watcher, (live) => live.watchItem(library, item, watcher)),
    watchOffer: (library, offer, watcher) => listen(watcher, (live) => live.watchOffer(library, offer, watcher)),
    readItem: async (library, item) => (await data()).readItem(library, item),
    readLanding: async (uid) => (await data()).readLanding(uid),
    writeLanding: async (uid, landing) => (await data()).writeLanding(uid, landing),
    writeItem: async (library, item, announcement) => (await data()).writeItem(library, item, announcement),
    send: (name, file, onsent) =>
      sendLater(
        originals().then(
          ({ sdk, storage }) =>
            () =>
              sdk.sendObject(storage, name, file, onsent),
        ),
      ),
  };
}
