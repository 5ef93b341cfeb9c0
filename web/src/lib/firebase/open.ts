import type { MaruConfig } from '@maru/model/config';
import { ApiError } from '@maru/model/api/error';
import type { Cloud, LiveFailure, UploadTask, UploadResult, Stop, Watcher } from './cloud.ts';
import { call } from './calls.ts';
import type { LiveData } from './firestore.ts';

/** Calls `make` once, when first needed; after a failure the next call tries again. */
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

/** Starts something when what it needs is loaded; stopping before that means it never starts. */
function whenLoaded<T>(loading: Promise<T>, begin: (loaded: T) => Stop, fail?: (error: unknown) => void): Stop {
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

/** A transfer that starts when the SDK for it is loaded. */
function transferWhenLoaded(loading: Promise<() => UploadTask>): UploadTask {
  let wants: 'run' | 'pause' | 'cancel' = 'run';
  let sending: UploadTask | undefined;
  const end = loading.then(
    (start): UploadResult | Promise<UploadResult> => {
      if (wants === 'cancel') return 'cancelled';
      sending = start();
      if (wants === 'pause') sending.pause();
      return sending.end;
    },
    (): UploadResult => 'lost',
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

/** Firebase for this page. `isExpected`: whether somebody was signed in here last time. */
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
  /** Listens while somebody is signed in: without anybody, Firestore's rules would only refuse. */
  const listen = <T>(watcher: Watcher<T>, begin: (live: LiveData, watcher: Watcher<T>) => Stop): Stop =>
    whenLoaded(
      Promise.all([data(), signedIn()]),
      ([live, opened]) => {
        const fail = (why: LiveFailure): void => {
          if (opened.currentUser) watcher.fail(why);
        };
        return opened.currentUser ? begin(live, { next: watcher.next, fail }) : () => undefined;
      },
      (error) => {
        console.error('live data could not begin', error);
        watcher.fail('broken');
      },
    );
  /** A refusal without a signed-in user means that the session expired meanwhile. */
  const asSomebody = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw (await signedIn()).currentUser ? error : new ApiError('signed-out');
    }
  };
  return {
    config,
    prepareSignIn: async () => {
      await signedIn();
    },
    watchPerson: (next) => whenLoaded(auth(), ({ sdk, auth: opened }) => sdk.watchPerson(opened, next)),
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
      const wasSomebody = opened.currentUser !== null;
      const answer = sdk.tokenOf(opened).then((token) => call(name, ask, token));
      return wasSomebody ? asSomebody(answer) : answer;
    },
    watchLibraries: (uid, watcher) => listen(watcher, (live, heard) => live.watchLibraries(uid, heard)),
    watchVisits: (uid, watcher) => listen(watcher, (live, heard) => live.watchVisits(uid, heard)),
    watchMembers: (library, watcher) => listen(watcher, (live, heard) => live.watchMembers(library, heard)),
    watchCircles: (library, watcher) => listen(watcher, (live, heard) => live.watchCircles(library, heard)),
    watchOffers: (library, watcher) => listen(watcher, (live, heard) => live.watchOffers(library, heard)),
    watchActivity: (library, watcher) => listen(watcher, (live, heard) => live.watchActivity(library, heard)),
    watchAlbums: (library, uid, watcher) => listen(watcher, (live, heard) => live.watchAlbums(library, uid, heard)),
    watchAlbum: (library, album, watcher) => listen(watcher, (live, heard) => live.watchAlbum(library, album, heard)),
    watchEntries: (library, album, watcher) =>
      listen(watcher, (live, heard) => live.watchEntries(library, album, heard)),
    watchFailed: (library, album, watcher) => listen(watcher, (live, heard) => live.watchFailed(library, album, heard)),
    watchItem: (library, item, watcher) => listen(watcher, (live, heard) => live.watchItem(library, item, heard)),
    watchOffer: (library, offer, watcher) => listen(watcher, (live, heard) => live.watchOffer(library, offer, heard)),
    readItem: async (library, item) => asSomebody((await data()).readItem(library, item)),
    readLanding: async (uid) => (await data()).readLanding(uid),
    writeLanding: async (uid, landing) => (await data()).writeLanding(uid, landing),
    writeItem: async (library, item, announcement) => asSomebody((await data()).writeItem(library, item, announcement)),
    send: (name, file, onsent) => {
      const sending = transferWhenLoaded(
        originals().then(
          ({ sdk, storage }) =>
            () =>
              sdk.sendObject(storage, name, file, onsent),
        ),
      );
      const end = async (): Promise<UploadResult> => {
        const ended = await sending.end;
        return ended === 'refused' && !(await signedIn()).currentUser ? 'lost' : ended;
      };
      return { ...sending, end: end() };
    },
  };
}
