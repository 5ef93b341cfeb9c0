import * as v from 'valibot';
import { isLibraryId } from '../ids.ts';
import { guarded, instant, parse, type DocumentOf } from '../schema.ts';

const accessRequestSchema = v.object({
  name: v.string(),
  message: v.string(),
  /** The verified email address of the account. */
  address: v.string(),
  /** The library of their invite link. Without one, the owners named at deployment receive the request. */
  library: v.exactOptional(guarded(isLibraryId)),
  at: instant,
});

/** A request to join, with a name and one line of text: `requests/{uid}`, one per person, read by functions only. */
export type AccessRequest = DocumentOf<typeof accessRequestSchema>;

/** Validates the document of an access request; throws BadDocument. */
export const readAccessRequest = (value: unknown): AccessRequest => parse('access request', accessRequestSchema, value);

/** Converts an access request to its document. A missing library is `null`, which queries can match. */
export const writeAccessRequest = ({ library, at, ...request }: AccessRequest): Record<string, unknown> => ({
  ...request,
  library: library ?? null,
  at: new Date(at),
});
