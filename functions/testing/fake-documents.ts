import {
  SERVER_TIME,
  type Fields,
  type StoredDocument,
  type Query,
  type Store,
  type Transaction,
} from '../src/ports/documents.ts';

// A document store in memory for unit tests. Transactions run one at a time, so that none is ever retried.

const plain = (value: unknown): unknown => (value instanceof Date ? value.getTime() : value);

/** Compares two texts, numbers or times. */
const compare = (a: unknown, b: unknown): number =>
  typeof a === 'string' && typeof b === 'string' ? (a < b ? -1 : a > b ? 1 : 0) : Number(plain(a)) - Number(plain(b));

const isMeant = (fields: Fields, { where, and, between }: Query): boolean => {
  if (between) {
    const [field, from, until] = between;
    const value = fields[field];
    // Like Firestore, no text is between dates.
    if (typeof value !== typeof from || compare(value, from) < 0) return false;
    if (until !== undefined && compare(value, until) >= 0) return false;
  }
  return [where, and].every((asked) => {
    if (!asked) return true;
    const [field, is, wanted] = asked;
    const stored = field.split('.').reduce<unknown>((map, name) => (map as Fields | undefined)?.[name], fields);
    return is === '==' ? plain(stored) === plain(wanted) : Array.isArray(stored) && stored.includes(wanted);
  });
};

/** Sorts documents by a field, leaving out those without it, or by id. */
function ordered(found: StoredDocument[], order: Query['order']): StoredDocument[] {
  if (!order) return found.sort((a, b) => (a.id < b.id ? -1 : 1));
  const [field, direction] = order;
  const sign = direction === 'asc' ? 1 : -1;
  return found
    .filter(({ fields }) => fields[field] !== undefined)
    .sort((a, b) => sign * compare(a.fields[field], b.fields[field]));
}

/** Returns a store over `documents` by path; `order` supports fields with texts, numbers and times. `now` is the server's time, ms. */
export function fakeDocuments(documents: Map<string, Fields>, now: () => number = Date.now): Store {
  const withTimes = (fields: Fields): Fields =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, value === SERVER_TIME ? new Date(now()) : value]),
    );
  const read = (path: string): Promise<Fields | undefined> => Promise.resolve(documents.get(path));
  const readAll = (all: readonly string[]): Promise<(Fields | undefined)[]> => Promise.all(all.map(read));
  const find = (collection: string, question: Query): Promise<StoredDocument[]> => {
    const found = [...documents].flatMap(([path, fields]): StoredDocument[] => {
      const id = path.slice(collection.length + 1);
      const isIn = path.startsWith(`${collection}/`) && !id.includes('/') && id >= (question.startAt ?? '');
      return isIn && isMeant(fields, question) ? [{ id, path, fields }] : [];
    });
    const order = question.order ?? (question.between && ([question.between[0], 'asc'] as const));
    return Promise.resolve(ordered(found, order).slice(0, question.limit));
  };
  const tx: Transaction = {
    read,
    readAll,
    find,
    set: (path, fields) => void documents.set(path, withTimes(fields)),
    update: (path, fields) => {
      const all = { ...documents.get(path), ...withTimes(fields) };
      documents.set(path, Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));
    },
    add: (path, amounts, fields) => {
      const before = documents.get(path) ?? {};
      const sums = Object.entries(amounts).map(([name, by]) => [name, Number(before[name] ?? 0) + by] as const);
      documents.set(path, { ...before, ...Object.fromEntries<number>(sums), ...withTimes(fields ?? {}) });
    },
    remove: (path) => void documents.delete(path),
  };
  const count = async (collection: string, question: Query = {}): Promise<number> =>
    (await find(collection, question)).length;
  const transact: Store['transact'] = async (callback) => {
    const before = [...documents];
    try {
      return await callback(tx);
    } catch (error) {
      documents.clear();
      for (const [path, fields] of before) documents.set(path, fields);
      throw error;
    }
  };
  return { read, readAll, find, count, transact };
}
