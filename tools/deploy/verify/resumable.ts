import type { Client } from '../../import/client.ts';

/** Firebase's protocol of resumable uploads, without the SDK: it can be interrupted at any point. */
export interface UploadSession {
  /** Sends bytes at an offset, and finishes the upload with the last ones. */
  readonly send: (bytes: Uint8Array<ArrayBuffer>, offset: number, isLast: boolean) => Promise<Response>;
  /** The number of bytes that the service has. */
  readonly received: () => Promise<number>;
}

/** Where an object goes. */
export interface UploadTarget {
  /** The origin of object URLs. */
  readonly host: string;
  readonly bucket: string;
  readonly name: string;
  readonly size: number;
}

/** Starts a session; returns the response if it is refused. */
export async function startUpload(
  client: Pick<Client, 'credentials'>,
  { host, bucket, name, size }: UploadTarget,
): Promise<UploadSession | Response> {
  const headers = async (): Promise<Record<string, string>> => {
    const { idToken, appCheck } = await client.credentials();
    return { authorization: `Firebase ${idToken}`, ...(appCheck !== undefined && { 'x-firebase-appcheck': appCheck }) };
  };
  const started = await fetch(`${host}/v0/b/${bucket}/o?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: {
      ...(await headers()),
      'content-type': 'application/json',
      'x-goog-upload-protocol': 'resumable',
      'x-goog-upload-command': 'start',
      'x-goog-upload-header-content-length': String(size),
      'x-goog-upload-header-content-type': 'application/octet-stream',
    },
    body: JSON.stringify({ name, contentType: 'application/octet-stream' }),
  });
  const url = started.headers.get('x-goog-upload-url');
  if (!started.ok || url === null) return started;
  const command = async (what: string, more: Record<string, string> = {}, body?: Uint8Array<ArrayBuffer>) =>
    fetch(url, {
      method: 'POST',
      headers: { ...(await headers()), 'x-goog-upload-command': what, ...more },
      ...(body && { body }),
    });
  return {
    send: (bytes, offset, isLast) =>
      command(isLast ? 'upload, finalize' : 'upload', { 'x-goog-upload-offset': String(offset) }, bytes),
    received: async () => Number((await command('query')).headers.get('x-goog-upload-size-received')),
  };
}
