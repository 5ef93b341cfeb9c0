import type { TransferPorts } from '@maru/model/upload/send-object';

/** Sends a POST request of an upload; rejects if there is no answer. */
export const post: TransferPorts['post'] = async (url, headers, body, signal) => {
  const init = { body: (body as Blob | string | undefined) ?? null, signal: signal as AbortSignal };
  const response = await fetch(url, { method: 'POST', headers, ...init });
  // An unread answer would keep its connection.
  await response.text();
  return { status: response.status, header: (name) => response.headers.get(name) };
};
