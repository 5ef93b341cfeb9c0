import type { GoogleClient } from './client.ts';
import { ignoreMissing } from './google-error.ts';

/** Metadata of an object. */
export interface StoredObject {
  readonly name: string;
  readonly generation: string;
  readonly temporaryHold?: boolean;
  readonly eventBasedHold?: boolean;
}

const pathOf = (bucket: string, name: string): string => `storage/v1/b/${bucket}/o/${encodeURIComponent(name)}`;

/** Writes an object; with `ifGenerationMatch` only if its generation is this one, 0 for a new object. */
export function writeObject(
  google: GoogleClient,
  bucket: string,
  name: string,
  content: Blob,
  ifGenerationMatch?: string,
): Promise<StoredObject> {
  return google.post('storage', `upload/storage/v1/b/${bucket}/o`, {
    query: { uploadType: 'media', name, ifGenerationMatch },
    body: content,
  });
}

/** Writes an object in JSON. */
export function writeJson(
  google: GoogleClient,
  bucket: string,
  name: string,
  value: unknown,
  ifGenerationMatch?: string,
): Promise<StoredObject> {
  const content = new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: 'application/json' });
  return writeObject(google, bucket, name, content, ifGenerationMatch);
}

/** Metadata of an object, or undefined. */
export const findObject = (google: GoogleClient, bucket: string, name: string): Promise<StoredObject | undefined> =>
  google.optional('storage', pathOf(bucket, name));

/** Reads an object in JSON, or undefined if it or the bucket does not exist. */
export const readJson = <T>(google: GoogleClient, bucket: string, name: string): Promise<T | undefined> =>
  google.optional<T>('storage', pathOf(bucket, name), { query: { alt: 'media' } });

/** Reads an object. */
export const readObject = (google: GoogleClient, bucket: string, name: string): Promise<Blob> =>
  google.download('storage', pathOf(bucket, name), { query: { alt: 'media' } });

/** Deletes an object if it still exists, with `ifGenerationMatch` only this generation of it. */
export const deleteObject = (
  google: GoogleClient,
  bucket: string,
  name: string,
  ifGenerationMatch?: string,
): Promise<void> => ignoreMissing(google.delete('storage', pathOf(bucket, name), { query: { ifGenerationMatch } }));
