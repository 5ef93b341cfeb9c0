import { isLibraryId, type LibraryId } from '../ids.ts';
import { Reader } from '../read.ts';

/** An album that somebody is a guest of: `users/{uid}/visits/{A}`, written by functions, read by that person. */
export interface Visit {
  readonly library: LibraryId;
  readonly since: number;
}

/** A visit from its document; throws BadDocument. */
export function readVisit(value: unknown): Visit {
  const r = new Reader('visit', value);
  return { library: r.is('library', isLibraryId), since: r.instant('since') };
}
