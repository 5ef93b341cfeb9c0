import { isLibraryId, type LibraryId } from '../ids.ts';
import { Reader } from '../read.ts';

/** A stranger's name and one line to the owners: `requests/{uid}`, one a person, read by functions only. */
export interface AccessRequest {
  readonly name: string;
  readonly words: string;
  /** The verified address that they signed in with. */
  readonly address: string;
  /** The library whose link they had; without one they ask whoever the deploy named as owner. */
  readonly library?: LibraryId;
  readonly at: number;
}

/** An ask from its document; throws BadDocument. */
export function readAccessRequest(value: unknown): AccessRequest {
  const r = new Reader('ask', value);
  const library = r.maybe('library', (field) => r.is(field, isLibraryId));
  return {
    name: r.text('name'),
    words: r.text('words'),
    address: r.text('address'),
    at: r.instant('at'),
    ...(library !== undefined && { library }),
  };
}

/** An ask as its document. Without a library it says `null`, which can be asked for. */
export const writeAccessRequest = ({ library, at, ...ask }: AccessRequest): Record<string, unknown> => ({
  ...ask,
  library: library ?? null,
  at: new Date(at),
});
