import type { MaruConfig } from '@maru/model/config';
import { objectSender, type SendObject, type TransferPorts } from '@maru/model/upload/send-object';
import { platform } from '../platform.ts';

const post: TransferPorts['post'] = async (url, headers, body, signal) => {
  const init = { body: (body as Blob | string | undefined) ?? null, signal: signal as AbortSignal };
  const response = await fetch(url, { method: 'POST', headers, ...init });
  // An unread answer would keep its connection.
  await response.text();
  return { status: response.status, header: (name) => response.headers.get(name) };
};

/** Opens the originals bucket, on the emulator if the configuration names one. */
export const openOriginals = (
  { storageHost, buckets }: MaruConfig,
  credentials: TransferPorts['credentials'],
): SendObject => objectSender({ ...platform, post, credentials, host: storageHost, bucket: buckets.originals });
