import { FieldPath, FieldValue, type Firestore, type Query } from 'firebase-admin/firestore';
import type { Fields, Found, Question, Store, Transaction } from '../../ports/documents.ts';

/** How often a story is told again where another came between: the SDK waits longer each time, and gives up after five. */
const PATIENT = { maxAttempts: 10 };

const fieldOf = (dotted: string): FieldPath => new FieldPath(...dotted.split('.'));

function ask(db: Firestore, collection: string, question: Question): Query {
  let query: Query = db.collection(collection);
  if (question.where) query = query.where(fieldOf(question.where[0]), question.where[1], question.where[2]);
  if (question.and) query = query.where(fieldOf(question.and[0]), question.and[1], question.and[2]);
  if (question.between) {
    const [field, at, until] = question.between;
    query = query.where(fieldOf(field), '>=', at).where(fieldOf(field), '<', until);
  }
  if (question.order) query = query.orderBy(fieldOf(question.order[0]), question.order[1]);
  if (question.from !== undefined) query = query.orderBy(FieldPath.documentId()).startAt(question.from);
  return question.limit === undefined ? query : query.limit(question.limit);
}

const foundIn = (docs: readonly { id: string; ref: { path: string }; data: () => Fields }[]): Found[] =>
  docs.map((doc) => ({ id: doc.id, path: doc.ref.path, fields: doc.data() }));

const removing = (fields: Fields): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value === undefined ? FieldValue.delete() : value]),
  );

const increments = (amounts: Readonly<Record<string, number>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(amounts).map(([name, by]) => [name, FieldValue.increment(by)]));

/** The store over Firestore. */
export function firestoreStore(db: Firestore): Store {
  const readAll = async (paths: readonly string[]): Promise<(Fields | undefined)[]> =>
    paths.length === 0 ? [] : (await db.getAll(...paths.map((path) => db.doc(path)))).map((doc) => doc.data());
  return {
    readAll,
    read: async (path) => (await db.doc(path).get()).data(),
    find: async (collection, question) => foundIn((await ask(db, collection, question).get()).docs),
    count: async (collection, question = {}) => (await ask(db, collection, question).count().get()).data().count,
    transact: (story) =>
      db.runTransaction((held) => {
        const tx: Transaction = {
          read: async (path) => (await held.get(db.doc(path))).data(),
          readAll: async (paths) =>
            paths.length === 0
              ? []
              : (await held.getAll(...paths.map((path) => db.doc(path)))).map((doc) => doc.data()),
          find: async (collection, question) => foundIn((await held.get(ask(db, collection, question))).docs),
          set: (path, fields) => void held.set(db.doc(path), fields),
          update: (path, fields) => void held.update(db.doc(path), removing(fields)),
          add: (path, amounts, fields) =>
            void held.set(db.doc(path), { ...increments(amounts), ...fields }, { merge: true }),
          remove: (path) => void held.delete(db.doc(path)),
        };
        return story(tx);
      }, PATIENT),
  };
}
