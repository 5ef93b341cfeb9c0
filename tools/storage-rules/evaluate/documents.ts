import { DocumentNeeded, fail, LimitReached } from '../failure.ts';
import { LIMITS } from '../limits.ts';
import { segmentsOf, typeOf, type MapValue, type Value } from '../values/value.ts';

/** Firestore documents by path as `/databases/(default)/documents/…`; null is a document that does not exist. */
export type FetchedDocuments = ReadonlyMap<string, MapValue | null>;

/** `firestore.get()` and `firestore.exists()` of one request. */
export interface Documents {
  call: (name: string, args: readonly Value[]) => Value;
}

/** The functions of the namespace `firestore`; each takes one path. */
export const FIRESTORE_FUNCTIONS = ['get', 'exists'];

/**
 * Reads from the fetched documents; throws `DocumentNeeded` for any other. A request reads at most two documents,
 * each counted once (docs/storage/security/rules-conditions, "Enhance with Cloud Firestore").
 */
export function documentsFrom(fetched: FetchedDocuments): Documents {
  const paths = new Set<string>();
  const read = (path: string): MapValue | null => {
    paths.add(path);
    if (paths.size > LIMITS.documents) {
      throw new LimitReached(`more than ${LIMITS.documents} documents of Firestore for one request`);
    }
    const document = fetched.get(path);
    if (document === undefined) throw new DocumentNeeded(path);
    return document;
  };
  return {
    call: (name, args) => {
      const [path] = args;
      if (!FIRESTORE_FUNCTIONS.includes(name) || args.length !== 1 || path === undefined) {
        return fail(`there is no function firestore.${name} with ${args.length} arguments`);
      }
      const document = read(documentPath(path));
      return name === 'exists' ? document !== null : document;
    },
  };
}

/** The path of a document as sent to firebase-tools, with percent-encoded segments. */
function documentPath(path: Value): string {
  if (typeof path !== 'object' || path === null || !('kind' in path) || path.kind !== 'path') {
    return fail(`firestore takes a path, not a ${typeOf(path)}`);
  }
  const segments = segmentsOf(path);
  const [root, database, kind] = segments;
  if (root !== 'databases' || kind !== 'documents' || segments.length < 5 || segments.length % 2 === 0) {
    return fail(`/${segments.join('/')} is no document: /databases/(default)/documents/COLLECTION/DOCUMENT`);
  }
  if (database !== '(default)') fail(`rules of Cloud Storage read the database (default) only, not ${database}`);
  for (const segment of segments) {
    if (segment === '' || segment === '.' || segment === '..' || segment.includes('/')) {
      fail(`${JSON.stringify(segment)} is no segment of a document's path`);
    }
  }
  return `/${segments.map(encodeURIComponent).join('/')}`;
}
