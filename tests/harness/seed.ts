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
  type Role,
  type Uid,
} from '@maru/model';
import { useEngine } from '../harness.ts';
import { fieldsOf } from './values.ts';

async function asFunctions(method: 'PATCH' | 'DELETE', path: string, body?: object): Promise<string> {
  const { urls, projectId } = useEngine();
  const answer = await fetch(`${urls.firestore}/v1/projects/${projectId}/databases/(default)/documents/${path}`, {
    method,
    headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return path;
}

/** Writes a document as functions do, past all rules, for what only functions write; gives its path back. */
export const seed = (path: string, data: Record<string, unknown>): Promise<string> =>
  asFunctions('PATCH', path, { fields: fieldsOf(data) });

/** Makes sure that there is no such document; gives its path back. */
export const unseed = (path: string): Promise<string> => asFunctions('DELETE', path);

/** A library id, an album id or an item id that nobody had before. */
export const freshLibrary = (): LibraryId => idOf(randomBytes(13));
export const freshAlbum = (): AlbumId => idOf(randomBytes(13));
export const freshItem = (): ItemId =>
  Array.from(randomBytes(32), (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte & 31]).join('') as ItemId;
export const freshUid = (part: string): Uid => `${part}-${randomBytes(6).toString('hex')}` as Uid;

/** A library with these people, as functions write it. */
export async function seedLibrary(roles: Record<Uid, Role>): Promise<LibraryId> {
  const library = freshLibrary();
  await seed(paths.library(library), { name: '우리 집', timeZone: 'Asia/Seoul', roles, members: Object.keys(roles) });
  return library;
}

/** An album with these readers, as functions write it. */
export async function seedAlbum(library: LibraryId, readers: readonly Uid[], album: AlbumId = ALL): Promise<AlbumId> {
  await seed(paths.album(library, album), {
    title: '여름',
    by: readers[0] ?? 'nobody',
    audience: { kind: 'library' },
    readers: [...readers],
    count: 0,
    madeAt: new Date(),
    summarizedAt: new Date(),
  });
  return album;
}

/** An item's document, `days` old: what somebody announced, or what functions made of it. */
export async function seedItem(
  library: LibraryId,
  of: { uploader: Uid; state: ItemState; failure?: Failure; days?: number; size?: number; item?: ItemId },
): Promise<ItemId> {
  const item = of.item ?? freshItem();
  await seed(paths.item(library, item), {
    state: of.state,
    uploader: of.uploader,
    fileName: 'a.jpg',
    size: of.size ?? 3,
    albums: [ALL],
    rev: 1,
    addedAt: new Date(Date.now() - (of.days ?? 0) * 86_400_000),
    ...(of.failure !== undefined && { failure: of.failure }),
  });
  return item;
}

/** Puts an object into a bucket as functions do, past all rules; with this download token, where one is given. */
export async function seedObject(bucket: string, name: string, text = 'abc', token?: string): Promise<void> {
  const metadata = { name, ...(token !== undefined && { metadata: { firebaseStorageDownloadTokens: token } }) };
  const part = (type: string, content: string): string => `--part\r\ncontent-type: ${type}\r\n\r\n${content}\r\n`;
  const body = `${part('application/json', JSON.stringify(metadata))}${part('text/plain', text)}--part--`;
  const url = `${useEngine().urls.storage}/upload/storage/v1/b/${bucket}/o?uploadType=multipart`;
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: 'Bearer owner', 'content-type': 'multipart/related; boundary=part' },
    body,
  });
  if (!answer.ok) throw new Error(`${bucket}/${name}: ${answer.status} ${await answer.text()}`);
}
