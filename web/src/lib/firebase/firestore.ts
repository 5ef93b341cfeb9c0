import type { FirebaseApp } from 'firebase/app';
import {
  collection,
  connectFirestoreEmulator,
  deleteField,
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
  Timestamp,
  where,
  type Firestore,
  type Query,
} from 'firebase/firestore';
import { readActivity } from '@maru/model/library/activity';
import { readAlbum } from '@maru/model/library/album';
import { readCare } from '@maru/model/care/care';
import { readCircle } from '@maru/model/library/circle';
import type { MaruConfig } from '@maru/model/config';
import { readTv } from '@maru/model/access/tv';
import { readChange, type TimedChange } from '@maru/model/album-index/change';
import { readEntry } from '@maru/model/library/entry';
import { isAlbumId, isCircleId, isItemId, isLibraryId, isSubmissionId, isUid } from '@maru/model/ids';
import { readFavourites } from '@maru/model/library/favourites';
import { readLooks } from '@maru/model/news/looks';
import { readPlayPositions } from '@maru/model/library/play-positions';
import { readItem } from '@maru/model/library/item';
import { readLastVisited, writeLastVisited } from '@maru/model/library/last-visited';
import { MAX_CHANGES_LISTENED } from '@maru/model/limits';
import { readLibrary, readMember } from '@maru/model/library/member';
import { readSubmission } from '@maru/model/library/submission';
import { paths } from '@maru/model/paths';
import { readGuestMembership } from '@maru/model/library/guest-membership';
import { readIndexOf } from './album-index.ts';
import { emulatorHost } from './config.ts';
import { failureOf, refusalOf } from './error-code.ts';
import { ACTIVITY_SHOWN, type Cloud, type ItemChanges, type Rows, type Stop, type Watcher } from './cloud.ts';

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
  | 'watchTv'
  | 'watchChanges'
  | 'watchFailed'
  | 'watchItem'
  | 'watchSubmission'
  | 'readItem'
  | 'readEntry'
  | 'readOutline'
  | 'readSheet'
  | 'readLastVisited'
  | 'writeLastVisited'
  | 'watchFavourites'
  | 'readFavourites'
  | 'writeFavourites'
  | 'watchPlayPositions'
  | 'writePlayPositions'
  | 'watchLooks'
  | 'writeLooks'
  | 'watchCare'
  | 'writeCare'
  | 'writeItem'
>;

/** Opens Firestore with a memory cache, on the emulator if the configuration names one. */
export function openFirestore(app: FirebaseApp, config: MaruConfig): Firestore {
  const db = initializeFirestore(app, { localCache: memoryLocalCache() });
  if (config.emulators) connectFirestoreEmulator(db, emulatorHost(config), config.emulators.firestore);
  return db;
}

/** Parses a document; logs and skips an invalid one, so that it does not hide the others. */
function readOrReport<T>(path: string, data: unknown, read: Read<T>): T | undefined {
  try {
    return read(data, path.slice(path.lastIndexOf('/') + 1));
  } catch (error) {
    console.error(`skipped: ${path}`, error);
    return undefined;
  }
}

/** Parses the fields of a document; throws BadDocument. */
type Read<T> = (data: unknown, id: string) => T;

const isAny = (id: unknown): id is string => typeof id === 'string';

/** Watches a query. Reports only what the server confirmed: offline, the memory cache would report an empty result. */
function watchQuery<Id extends string, T>(
  of: Query,
  isId: (value: unknown) => value is Id,
  read: Read<T | undefined>,
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

/** Watches one document; reports undefined if it does not exist. `withPending`: also this page's writes that are not confirmed yet. */
function watchDocument<T>(
  db: Firestore,
  path: string,
  read: (data: unknown) => T,
  watcher: Watcher<T | undefined>,
  withPending = false,
): Stop {
  return onSnapshot(
    doc(db, path),
    { includeMetadataChanges: true },
    (snapshot) => {
      if (snapshot.metadata.fromCache || (snapshot.metadata.hasPendingWrites && !withPending)) return;
      const data = snapshot.data({ serverTimestamps: 'estimate' });
      watcher.next(data && readOrReport(path, data, read));
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
    watchTv: (library, tv, watcher) => watchDocument(db, paths.tv(library, tv), readTv, watcher),
    watchChanges: (library, album, since, watcher) =>
      watchQuery<string, TimedChange>(
        query(
          all(paths.entries(library, album)),
          // Stored times are finer than a millisecond: not the last changes before `since` again.
          where('changed', '>=', Timestamp.fromMillis(since + 1)),
          orderBy('changed', 'desc'),
          limit(MAX_CHANGES_LISTENED),
        ),
        isAny,
        (data, id) => readChange(id, data),
        { ...watcher, next: (rows) => watcher.next(rows.map(([, change]) => change)) },
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
    readEntry: (library, album, item) => readOne(db, paths.entry(library, album, item), readEntry),
    ...readIndexOf(db),
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
    watchFavourites: (uid, library, watcher) => watchItems(db, paths.favourites(uid, library), readFavourites, watcher),
    readFavourites: async (uid, library) => (await readOne(db, paths.favourites(uid, library), readFavourites)) ?? {},
    writeFavourites: (uid, library, changes) => writeItems(db, paths.favourites(uid, library), changes),
    watchPlayPositions: (uid, library, watcher) =>
      watchItems(db, paths.playPositions(uid, library), readPlayPositions, watcher),
    writePlayPositions: (uid, library, changes) => writeItems(db, paths.playPositions(uid, library), changes),
    watchLooks: (uid, library, watcher) => watchItems(db, paths.looks(uid, library), readLooks, watcher),
    writeLooks: (uid, library, changes) => writeItems(db, paths.looks(uid, library), changes),
    watchCare: (library, viewer, watcher) => watchDocument(db, paths.care(library, viewer), readCare, watcher, true),
    writeCare: async (library, viewer, by, { lastLooked, ...display }) => {
      const choices = Object.entries(display).map(
        ([setting, value]) => [setting, { value, by, at: serverTimestamp() }] as const,
      );
      const day = typeof lastLooked === 'number' ? Timestamp.fromMillis(lastLooked) : lastLooked;
      const fields = { ...Object.fromEntries(choices), ...(day !== undefined && { lastLooked: day }) };
      try {
        await setDoc(doc(db, paths.care(library, viewer)), fields, { merge: true });
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

/** Watches the map of a document that its person writes, this page's pending writes included; empty if there is none. */
const watchItems = <T extends object, Id extends string>(
  db: Firestore,
  path: string,
  read: (data: unknown) => Readonly<Record<Id, T>>,
  watcher: Watcher<Readonly<Record<Id, T>>>,
): Stop =>
  watchDocument(db, path, read, { ...watcher, next: (items) => watcher.next(items ?? ({} as Record<Id, T>)) }, true);

/** Changes the map of a document that its person writes; rejects as `readItem` does. */
async function writeItems(db: Firestore, path: string, changes: ItemChanges<object, string>): Promise<void> {
  const items = Object.fromEntries(Object.entries(changes).map(([item, value]) => [item, value ?? deleteField()]));
  try {
    await setDoc(doc(db, path), { items }, { merge: true });
  } catch (error) {
    throw refusalOf(error);
  }
}
