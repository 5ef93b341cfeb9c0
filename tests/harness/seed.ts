import { randomBytes } from 'node:crypto';
import {
  ALL,
  idOf,
  paths,
  type AlbumId,
  type Failure,
  type ItemId,
  type ItemState,
  type LibraryId,
  type SubmissionId,
  type SubmissionState,
  type Role,
  type Uid,
} from '@maru/model';
import { useEmulators } from './emulators.ts';
import { fieldsOf } from './firestore-values.ts';

async function adminRequest(method: 'GET' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<boolean> {
  const { urls, projectId } = useEmulators();
  const response = await fetch(`${urls.firestore}/v1/projects/${projectId}/databases/(default)/documents/${path}`, {
    method,
    headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok && response.status !== 404) throw new Error(`${path}: ${response.status} ${text}`);
  return response.ok;
}

/** Writes a document as functions do, bypassing the rules; returns its path. */
export async function seed(path: string, data: Record<string, unknown>): Promise<string> {
  await adminRequest('PATCH', path, { fields: fieldsOf(data) });
  return path;
}

/** Deletes a document, bypassing the rules; returns its path. */
export async function unseed(path: string): Promise<string> {
  await adminRequest('DELETE', path);
  return path;
}

/** Whether a document exists. */
export const exists = (path: string): Promise<boolean> => adminRequest('GET', path);

/** New random ids. */
export const newLibraryId = (): LibraryId => idOf(randomBytes(13));
export const newAlbumId = (): AlbumId => idOf(randomBytes(13));
export const newSubmissionId = (): SubmissionId => idOf(randomBytes(13));
export const newItemId = (): ItemId =>
  Array.from(randomBytes(32), (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte & 31]).join('') as ItemId;
export const newUid = (part: string): Uid => `${part}-${randomBytes(6).toString('hex')}` as Uid;

/** Creates a library with these members, as functions write it. */
export async function seedLibrary(roles: Record<Uid, Role>): Promise<LibraryId> {
  const library = newLibraryId();
  await seed(paths.library(library), { name: '우리 집', timeZone: 'Asia/Seoul', roles, members: Object.keys(roles) });
  return library;
}

/** Creates an album with these readers, some of them guests, as functions write it. */
export async function seedAlbum(
  library: LibraryId,
  readers: readonly Uid[],
  album: AlbumId = ALL,
  guests: readonly Uid[] = [],
): Promise<AlbumId> {
  await seed(paths.album(library, album), {
    title: '여름',
    by: readers[0] ?? 'nobody',
    audience: { kind: 'library' },
    readers: [...readers],
    guests: Object.fromEntries(guests.map((uid) => [uid, { name: '손님', since: new Date() }])),
    guestUploads: 'yes',
    count: 0,
    createdAt: new Date(),
  });
  return album;
}

/** Creates a guest's submission that is `days` old, as functions write it. */
export async function seedSubmission(
  library: LibraryId,
  options: { by: Uid; state?: SubmissionState; days?: number; size?: number; submission?: SubmissionId },
): Promise<SubmissionId> {
  const submission = options.submission ?? newSubmissionId();
  await seed(paths.submission(library, submission), {
    state: options.state ?? 'uploading',
    by: options.by,
    name: '손님',
    album: ALL,
    fileName: 'a.jpg',
    size: options.size ?? 3,
    at: new Date(Date.now() - (options.days ?? 0) * 86_400_000),
  });
  return submission;
}

/** Creates an item that is `days` old, as announced or as functions write it. */
export async function seedItem(
  library: LibraryId,
  options: { uploader: Uid; state: ItemState; failure?: Failure; days?: number; size?: number; item?: ItemId },
): Promise<ItemId> {
  const item = options.item ?? newItemId();
  await seed(paths.item(library, item), {
    state: options.state,
    uploader: options.uploader,
    fileName: 'a.jpg',
    size: options.size ?? 3,
    albums: [ALL],
    rev: 1,
    addedAt: new Date(Date.now() - (options.days ?? 0) * 86_400_000),
    ...(options.failure !== undefined && { failure: options.failure }),
  });
  return item;
}

/** Creates an object as functions do, bypassing the rules, with a download token if given. */
export async function seedObject(
  bucket: string,
  name: string,
  bytes: string | Buffer = 'abc',
  token?: string,
): Promise<void> {
  const metadata = { name, ...(token !== undefined && { metadata: { firebaseStorageDownloadTokens: token } }) };
  const part = (type: string, content: string | Buffer): Buffer =>
    Buffer.concat([Buffer.from(`--part\r\ncontent-type: ${type}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')]);
  const body = Buffer.concat([
    part('application/json', JSON.stringify(metadata)),
    part('text/plain', bytes),
    Buffer.from('--part--'),
  ]);
  const url = `${useEmulators().urls.storage}/upload/storage/v1/b/${bucket}/o?uploadType=multipart`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: 'Bearer owner', 'content-type': 'multipart/related; boundary=part' },
    body,
  });
  if (!response.ok) throw new Error(`${bucket}/${name}: ${response.status} ${await response.text()}`);
}
