import { randomUUID } from 'node:crypto';
import { DEFAULT_REGION } from '@maru/model';
import { useEmulators } from './emulators.ts';

/** Delivers the finalize event of an existing object once more, as the service may at any time. */
export async function redeliverFinalize(bucket: string, name: string): Promise<void> {
  const { urls, projectId } = useEmulators();
  const response = await fetch(`${urls.storage}/storage/v1/b/${bucket}/o/${encodeURIComponent(name)}`);
  if (!response.ok) throw new Error(`${bucket}/${name}: ${response.status}`);
  const event = {
    specversion: '1.0',
    id: randomUUID(),
    type: 'google.cloud.storage.object.v1.finalized',
    source: `//storage.googleapis.com/projects/_/buckets/${bucket}/objects/${name}`,
    time: new Date().toISOString(),
    data: (await response.json()) as unknown,
  };
  await post(
    `${urls.functions}/functions/projects/${projectId}/trigger_multicast`,
    event,
    'application/cloudevents+json',
  );
}

/** Runs the scheduled function and waits for its end. */
export async function runMaintenance(): Promise<void> {
  const { urls, projectId } = useEmulators();
  await post(
    `${urls.functions}/functions/projects/${projectId}/triggers/${DEFAULT_REGION}-maintain-0`,
    {},
    'application/json',
  );
}

/** Calls a task function with `data`, bypassing its queue, and waits for its end. */
export async function runTask(queue: string, data: unknown): Promise<void> {
  const { urls, projectId } = useEmulators();
  await post(`${urls.functions}/${projectId}/${DEFAULT_REGION}/${queue}`, { data }, 'application/json');
}

async function post(url: string, body: unknown, contentType: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
}
