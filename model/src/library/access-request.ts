import * as v from 'valibot';
import { isLibraryId } from '../ids.ts';
import { guarded, instant, parse, type DocumentOf } from '../schema.ts';

const accessRequestSchema = v.object({
  name: v.string(),
  message: v.string(),
  /** The verified address that they signed in with. */
  address: v.string(),
  /** The library whose link they had; without one it goes to whoever the deploy named as owner. */
  library: v.exactOptional(guarded(isLibraryId)),
  at: instant,
});

/** A stranger's name and one line to the owners: `requests/{uid}`, one per person, read by functions only. */
export type AccessRequest = DocumentOf<typeof accessRequestSchema>;

/** An access request from its document; throws BadDocument. */
export const readAccessRequest = (value: unknown): AccessRequest => parse('access request', accessRequestSchema, value);

/** An access request as its document. Without a library it says `null`, which a query can ask for. */
export const writeAccessRequest = ({ library, at, ...ask }: AccessRequest): Record<string, unknown> => ({
  ...ask,
  library: library ?? null,
  at: new Date(at),
});
