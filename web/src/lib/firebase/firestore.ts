import type { FirebaseApp } from 'firebase/app';
import {
  collection,
  connectFirestoreEmulator,
  doc,
  getDocFromServer,
  initializeFirestore,
  limit,
  memoryLocalCache,
  onSnapshot,
  orderBy,
  query,
  serverTimestamp,
  setDoc,
  where,
  type Firestore,
  type Query,
} from 'firebase/firestore';
import { readActivity } from '@maru/model/library/activity';
import { readAlbum } from '@maru/model/library/album';
import { readCircle } from '@maru/model/library/circle';
import type { MaruConfig } from '@maru/model/config';
import { readEntry } from '@maru/model/library/entry';
import { ApiError } from '@maru/model/api/error';
import { isAlbumId, isCircleId, isItemId, isLibraryId, isSubmissionId, isUid } from '@maru/model/ids';
import { readItem } from '@maru/model/library/item';
import { readLastVisited, writeLastVisited } from '@maru/model/library/last-visited';
import { MAX_ENTRIES_LISTENED } from '@maru/model/limits';
import { readLibrary, readMember } from '@maru/model/library/member';
import { readSubmission } from '@maru/model/library/submission';
import { paths } from '@maru/model/paths';
import { readGuestMembership } from '@maru/model/library/guest-membership';
import { codeOf } from './error-code.ts';
import {
  ACTIVITY_SHOWN,
  Unreachable,
  type Cloud,
  type LiveFailure,
  type Rows,
  type Stop,
  type Watcher,
} from './cloud.ts';

/** The part of `Cloud` that Firestore implements. */
export type LiveData = Pick<
  Cloud,
  | 'watchLibraries'
  | 'watchGuestMemberships'
  | 'watchMembers'
  | 'watchCircles'
  | 'watchSubmissions'
  | 'watchActivity'
  | 'watchAlbums'
  | 'watchAlbum'
  | 'watchEntries'
  | 'watchFailed'
  | 'watchItem'
  | 'watchSubmission'
  | 'readItem'
  | 'readLastVisited'
  | 'writeLastVisited'
  | 'writeItem'
>;

/** Opens Firestore with a memory cache, on the emulator if the configuration names one. */
export function openFirestore(app: FirebaseApp, config: MaruConfig): Firestore {
  const db = initializeFirestore(app, { localCache: memoryLocalCache() });
  if (config.emulators) connectFirestoreEmulator(db, '127.0.0.1', config.emulators.firestore);
  return db;
}

const failureOf = (error: unknown): LiveFailure => (codeOf(error) === 'permission-denied' ? 'forbidden' : 'broken');

function refusalOf(error: unknown): unknown {
  if (codeOf(error) === 'permission-denied') return new ApiError('forbidden');
  return codeOf(error) === 'unavailable' ? new Unreachable(error) : error;
}

/** Parses a document; logs and skips an invalid one, so that it does not hide the others. */
function readOrReport<T>(path: string, data: unknown, read: (data: unknown) => T): T | undefined {
  try {
    return read(data);
  } catch (error) {
    console.error(`skipped: ${path}`, error);
    return undefined;
  }
}

const isAny = (id: unknown): id is string => typeof id === 'string';

/** Watches a query. Reports only what the server confirmed: offline, the memory cache would report an empty result. */
function watchQuery<Id extends string, T>(
  of: Query,
  isId: (value: unknown) => value is Id,
  read: (data: unknown) => T,
  watcher: Watcher<Rows<Id, T>>,
): Stop {
  const rows = new Map<Id, T>();
  const setRow = (id: string, path: string, data: unknown): void => {
    if (!isId(id)) return;
    const value = readOrReport(path, data, read);
    if (value === undefined) rows.delete(id);
    else rows.set(id, value);
  };
  let isReported = false;
  return onSnapshot(
    of,
    { includeMetadataChanges: true },
    (snapshot) => {
      const changes = snapshot.docChanges();
      for (const { type, doc: changed } of changes) {
        if (type === 'removed') rows.delete(changed.id as Id);
        else setRow(changed.id, changed.ref.path, changed.data({ serverTimestamps: 'estimate' }));
      }
      if (changes.length > 0) isReported = false;
      if (snapshot.metadata.fromCache || isReported) return;
      isReported = true;
      watcher.next([...rows]);
    },
    (error) => {
      console.error('live data ended', error);
      watcher.fail(failureOf(error));
    },
  );
}

/** Watches one document; reports undefined if it does not exist. */
function watchDocument<T>(
  db: Firestore,
  path: string,
  read: (data: unknown) => T,
  watcher: Watcher<T | undefined>,
): Stop {
  return onSnapshot(
    doc(db, path),
    { includeMetadataChanges: true },
    (snapshot) => {
      if (snapshot.metadata.fromCache || snapshot.metadata.hasPendingWrites) return;
      watcher.next(snapshot.exists() ? readOrReport(path, snapshot.data(), read) : undefined);
    },
    (error) => {
      watcher.fail(failureOf(error));
    },
  );
}

async function readOne<T>(db: Firestore, path: string, read: (data: unknown) => T): Promise<T | undefined> {
  try {
    const snapshot = await getDocFromServer(doc(db, path));
    return snapshot.exists() ? read(snapshot.data()) : undefined;
  } catch (error) {
    throw refusalOf(error);
  }
}

/** Implements the Firestore part of `Cloud`. */
export function liveData(db: Firestore): LiveData {
  const all = (path: string) => collection(db, path);
  return {
    watchLibraries: (uid, watcher) =>
      watchQuery(
        query(all(paths.libraries()), where('members', 'array-contains', uid)),
        isLibraryId,
        readLibrary,
        watcher,
      ),
    watchGuestMemberships: (uid, watcher) =>
      watchQuery(all(paths.guestMemberships(uid)), isAlbumId, readGuestMembership, watcher),
    watchMembers: (library, watcher) => watchQuery(all(paths.members(library)), isUid, readMember, watcher),
    watchCircles: (library, watcher) => watchQuery(all(paths.circles(library)), isCircleId, readCircle, watcher),
    watchSubmissions: (library, watcher) =>
      watchQuery(
        query(all(paths.submissions(library)), where('state', '==', 'pending')),
        isSubmissionId,
        readSubmission,
        watcher,
      ),
    watchActivity: (library, watcher) =>
      watchQuery(
        query(all(paths.activities(library)), orderBy('at', 'desc'), limit(ACTIVITY_SHOWN)),
        isAny,
        readActivity,
        watcher,
      ),
    watchAlbums: (library, uid, watcher) =>
      watchQuery(
        query(all(paths.albums(library)), where('readers', 'array-contains', uid)),
        isAlbumId,
        readAlbum,
        watcher,
      ),
    watchAlbum: (library, album, watcher) => watchDocument(db, paths.album(library, album), readAlbum, watcher),
    watchEntries: (library, album, watcher) =>
      watchQuery(
        query(all(paths.entries(library, album)), orderBy('changed', 'desc'), limit(MAX_ENTRIES_LISTENED)),
        isItemId,
        readEntry,
        watcher,
      ),
    watchFailed: (library, album, watcher) =>
      watchQuery(
        query(all(paths.items(library)), where('state', '==', 'failed'), where('albums', 'array-contains', album)),
        isItemId,
        readItem,
        watcher,
      ),
    watchItem: (library, item, watcher) => watchDocument(db, paths.item(library, item), readItem, watcher),
    watchSubmission: (library, submission, watcher) =>
      watchDocument(db, paths.submission(library, submission), readSubmission, watcher),
    readItem: (library, item) => readOne(db, paths.item(library, item), readItem),
    readLastVisited: (uid) => readOne(db, paths.user(uid), readLastVisited),
    writeLastVisited: async (uid, lastVisited) => {
      try {
        await setDoc(
          doc(db, paths.user(uid)),
          { ...writeLastVisited(lastVisited), seenAt: serverTimestamp() },
          { merge: true },
        );
      } catch (error) {
        throw refusalOf(error);
      }
    },
    writeItem: async (library, item, announcement) => {
      try {
        await setDoc(doc(db, paths.item(library, item)), { ...announcement, addedAt: serverTimestamp() });
      } catch (error) {
        throw refusalOf(error);
      }
    },
  };
}
