import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { ALL, announce, itemIdOf, originalName, paths, type ItemId, type LibraryId, type Uid } from '@maru/model';
import { doc, serverTimestamp, setDoc } from 'firebase/firestore';
import { useEmulators, type Person } from '../harness.ts';

/** Announces and uploads a file of any size, in chunks as the web app does. */
export async function uploadFile(owner: Person, library: LibraryId, file: string, fileName: string): Promise<ItemId> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  const [item, { size }] = [itemIdOf(hash.digest('hex')), await stat(file)];
  await setDoc(doc(owner.db, paths.item(library, item)), {
    ...announce({ uploader: owner.uid as Uid, fileName, size, albums: [ALL] }),
    addedAt: serverTimestamp(),
  });
  const { urls, buckets } = useEmulators();
  const idToken = await owner.auth.currentUser?.getIdToken();
  const headers = { authorization: `Firebase ${idToken ?? ''}`, 'x-goog-upload-protocol': 'resumable' };
  const name = encodeURIComponent(originalName(library, item));
  const start = await fetch(`${urls.storageProxy}/v0/b/${buckets.originals}/o?name=${name}`, {
    method: 'POST',
    headers: { ...headers, 'x-goog-upload-command': 'start', 'content-type': 'application/json' },
    body: '{}',
  });
  const session = start.headers.get('x-goog-upload-url') ?? '';
  const step = 64 << 20;
  for (let at = 0; at < size; at += step) {
    const command = at + step < size ? 'upload' : 'upload, finalize';
    const sent = await fetch(session, {
      ...{ method: 'POST', body: createReadStream(file, { start: at, end: at + step - 1 }), duplex: 'half' },
      headers: { 'x-goog-upload-command': command, 'x-goog-upload-offset': String(at) },
    } as unknown as RequestInit);
    if (!sent.ok) throw new Error(`upload: ${String(sent.status)}`);
  }
  return item;
}
