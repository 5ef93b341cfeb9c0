/** A field with this value is stored with the time of its commit. */
export const SERVER_TIME = Symbol('server time');

/** A document's fields as they are stored; instants are Dates or `SERVER_TIME` on the way in. */
export type Fields = Readonly<Record<string, unknown>>;

/** A document found by a query. */
export interface StoredDocument {
  readonly id: string;
  readonly path: string;
  readonly fields: Fields;
}

type Where = readonly [field: string, is: '==' | 'array-contains', value: unknown];

/** A query on one collection. */
export interface Query {
  readonly where?: Where;
  /** A second condition. */
  readonly and?: Where;
  /**
   * Only documents whose field is at or after the first date or text and, if given, before the second, in its order, or with `order` of the
   * same field in that; not with `startAt`.
   */
  readonly between?: readonly [field: string, from: Date | string, until?: Date | string];
  /** A dotted path; documents without it are not found. */
  readonly order?: readonly [field: string, direction: 'asc' | 'desc'];
  readonly limit?: number;
  /** Only ids from this one on, in their order; not with `order`. */
  readonly startAt?: string;
}

/** A transaction: all reads come before the first write, and it may run more than once. */
export interface Transaction {
  read: (path: string) => Promise<Fields | undefined>;
  readAll: (paths: readonly string[]) => Promise<(Fields | undefined)[]>;
  find: (collection: string, query: Query) => Promise<StoredDocument[]>;
  /** Writes a whole document. */
  set: (path: string, fields: Fields) => void;
  /** Replaces these fields of an existing document; `undefined` removes a field. */
  update: (path: string, fields: Fields) => void;
  /** Adds to number fields and sets `fields` of a document, which is created if missing. */
  add: (path: string, amounts: Readonly<Record<string, number>>, fields?: Fields) => void;
  remove: (path: string) => void;
}

/** The document store. */
export interface Store {
  read: (path: string) => Promise<Fields | undefined>;
  readAll: (paths: readonly string[]) => Promise<(Fields | undefined)[]>;
  find: (collection: string, query: Query) => Promise<StoredDocument[]>;
  count: (collection: string, query?: Query) => Promise<number>;
  transact: <T>(run: (tx: Transaction) => Promise<T>) => Promise<T>;
}
