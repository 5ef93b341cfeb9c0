import { FieldPath, FieldValue, type Firestore, type Query as FirestoreQuery } from 'firebase-admin/firestore';
import {
  SERVER_TIME,
  type Fields,
  type StoredDocument,
  type Query,
  type Store,
  type Transaction,
} from '../../ports/documents.ts';

/** More attempts than the SDK's five, with its exponential backoff, for contended transactions. */
const TRANSACTION_OPTIONS = { maxAttempts: 10 };

const fieldOf = (dotted: string): FieldPath => new FieldPath(...dotted.split('.'));

function toQuery(db: Firestore, collection: string, query: Query): FirestoreQuery {
  let result: FirestoreQuery = db.collection(collection);
  if (query.where) result = result.where(fieldOf(query.where[0]), query.where[1], query.where[2]);
  if (query.and) result = result.where(fieldOf(query.and[0]), query.and[1], query.and[2]);
  if (query.between) {
    const [field, from, until] = query.between;
    result = result.where(fieldOf(field), '>=', from);
    if (!query.order) result = result.orderBy(fieldOf(field));
    if (until !== undefined) result = result.where(fieldOf(field), '<', until);
  }
  if (query.order) result = result.orderBy(fieldOf(query.order[0]), query.order[1]);
  if (query.startAt !== undefined) result = result.orderBy(FieldPath.documentId()).startAt(query.startAt);
  return query.limit === undefined ? result : result.limit(query.limit);
}

const toStored = (docs: readonly { id: string; ref: { path: string }; data: () => Fields }[]): StoredDocument[] =>
  docs.map((doc) => ({ id: doc.id, path: doc.ref.path, fields: doc.data() }));

const withTimes = (fields: Fields): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value === SERVER_TIME ? FieldValue.serverTimestamp() : value]),
  );

const withDeletions = (fields: Fields): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(withTimes(fields)).map(([name, value]) => [name, value === undefined ? FieldValue.delete() : value]),
  );

const increments = (amounts: Readonly<Record<string, number>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(amounts).map(([name, by]) => [name, FieldValue.increment(by)]));

/** Implements the store with Firestore. */
export function firestoreStore(db: Firestore): Store {
  const readAll = async (paths: readonly string[]): Promise<(Fields | undefined)[]> =>
    paths.length === 0 ? [] : (await db.getAll(...paths.map((path) => db.doc(path)))).map((doc) => doc.data());
  return {
    readAll,
    read: async (path) => (await db.doc(path).get()).data(),
    find: async (collection, query) => toStored((await toQuery(db, collection, query).get()).docs),
    count: async (collection, query = {}) => (await toQuery(db, collection, query).count().get()).data().count,
    transact: (run) =>
      db.runTransaction((inner) => {
        const tx: Transaction = {
          read: async (path) => (await inner.get(db.doc(path))).data(),
          readAll: async (paths) =>
            paths.length === 0
              ? []
              : (await inner.getAll(...paths.map((path) => db.doc(path)))).map((doc) => doc.data()),
          find: async (collection, query) => toStored((await inner.get(toQuery(db, collection, query))).docs),
          set: (path, fields) => void inner.set(db.doc(path), withTimes(fields)),
          update: (path, fields) => void inner.update(db.doc(path), withDeletions(fields)),
          add: (path, amounts, fields) =>
            void inner.set(db.doc(path), { ...increments(amounts), ...withTimes(fields ?? {}) }, { merge: true }),
          remove: (path) => void inner.delete(db.doc(path)),
        };
        return run(tx);
      }, TRANSACTION_OPTIONS),
  };
}
