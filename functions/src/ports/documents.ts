/** A document's fields as they are stored; instants are Dates on the way in. */
export type Fields = Readonly<Record<string, unknown>>;

/** A document that a question found. */
export interface StoredDocument {
  readonly id: string;
  readonly path: string;
  readonly fields: Fields;
}

type Where = readonly [field: string, is: '==' | 'array-contains', value: unknown];

/** What is asked of one collection. */
export interface Query {
  readonly where?: Where;
  /** What is asked besides. */
  readonly and?: Where;
  /** Only documents whose field is from `at` on and before `until`, in its order; not together with `order` or `from`. */
  readonly between?: readonly [field: string, at: Date, until: Date];
  /** A dotted path; documents without it are left out. */
  readonly order?: readonly [field: string, direction: 'asc' | 'desc'];
  readonly limit?: number;
  /** Only ids from this one on, in their order; not together with `order`. */
  readonly startAt?: string;
}

/** One story that is told in full or not at all: all reads come before the first write, and it may be told more than once. */
export interface Transaction {
  read: (path: string) => Promise<Fields | undefined>;
  readAll: (paths: readonly string[]) => Promise<(Fields | undefined)[]>;
  find: (collection: string, question: Query) => Promise<StoredDocument[]>;
  /** Writes the whole document. */
  set: (path: string, fields: Fields) => void;
  /** Replaces these fields of a document that is there; `undefined` removes the field. */
  update: (path: string, fields: Fields) => void;
  /** Adds to numbers of a document that may not be there yet, and sets these fields of it. */
  add: (path: string, amounts: Readonly<Record<string, number>>, fields?: Fields) => void;
  remove: (path: string) => void;
}

/** The documents. */
export interface Store {
  read: (path: string) => Promise<Fields | undefined>;
  readAll: (paths: readonly string[]) => Promise<(Fields | undefined)[]>;
  find: (collection: string, question: Query) => Promise<StoredDocument[]>;
  count: (collection: string, question?: Query) => Promise<number>;
  transact: <T>(story: (tx: Transaction) => Promise<T>) => Promise<T>;
}
