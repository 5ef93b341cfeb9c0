import { DEFAULT_REGION } from '@maru/model';
import { expect, test, vi } from 'vitest';
import * as functions from '../index.ts';

/** The resources of a function, as firebase-tools reads them. */
interface Endpoint {
  readonly availableMemoryMb?: unknown;
  readonly cpu?: unknown;
  readonly concurrency?: unknown;
  readonly maxInstances?: unknown;
  readonly timeoutSeconds?: unknown;
  readonly region?: unknown;
  readonly serviceAccountEmail?: unknown;
  readonly eventTrigger?: { readonly retry?: unknown };
  readonly scheduleTrigger?: unknown;
  readonly httpsTrigger?: { readonly invoker?: unknown };
  readonly taskQueueTrigger?: { readonly rateLimits?: { readonly maxConcurrentDispatches?: unknown } };
}

const endpointsOf = (all: object): [string, Endpoint][] =>
  Object.entries(all).map(([name, one]) => [name, (one as { __endpoint: Endpoint }).__endpoint]);

const endpoints = endpointsOf(functions);

test('sets memory, CPU, concurrency and instances of every function', () => {
  expect(endpoints.length).toBeGreaterThan(10);
  for (const [name, endpoint] of endpoints)
    for (const limit of ['availableMemoryMb', 'cpu', 'concurrency', 'maxInstances'] as const)
      expect(typeof endpoint[limit], `${limit} of ${name}`).toBe('number');
});

test('gives every instance the memory measured for 80 concurrent requests', () => {
  const measuredMib = 394;
  for (const [name, { availableMemoryMb }] of endpoints)
    expect(Number(availableMemoryMb), name).toBeGreaterThan(measuredMib);
});

test('processes one item per instance, with an instance for each task that the queue dispatches', () => {
  for (const name of ['processItem', 'processBulk', 'processVideo', 'processChunk', 'processGuestVideo']) {
    const endpoint = endpoints.find(([candidate]) => candidate === name)?.[1];
    expect(endpoint?.concurrency).toBe(1);
    expect(endpoint?.taskQueueTrigger?.rateLimits?.maxConcurrentDispatches).toBe(endpoint?.maxInstances);
  }
});

test('runs every function in the region of the deployment, and those that decode media as an account of their own', async () => {
  const accounts = {
    functions: 'maru-functions@maru.iam.gserviceaccount.com',
    media: 'maru-media@maru.iam.gserviceaccount.com',
  };
  for (const [name, endpoint] of endpoints)
    // Serialized, as the CLI reads them: a value to reset is an object of its own in memory.
    expect(JSON.parse(JSON.stringify(endpoint)), name).toMatchObject({
      region: [DEFAULT_REGION],
      serviceAccountEmail: null,
    });
  vi.stubEnv('MARU_REGION', 'us-central1');
  vi.stubEnv('MARU_SERVICE_ACCOUNT', accounts.functions);
  vi.stubEnv('MARU_MEDIA_SERVICE_ACCOUNT', accounts.media);
  vi.resetModules();
  const deployed = endpointsOf(await import('../index.ts'));
  // Other test files share the modules.
  vi.unstubAllEnvs();
  vi.resetModules();
  expect(deployed.map(([name]) => name)).toEqual(endpoints.map(([name]) => name));
  for (const [name, endpoint] of deployed)
    expect(endpoint, name).toMatchObject({
      region: ['us-central1'],
      serviceAccountEmail: name.startsWith('process') ? accounts.media : accounts.functions,
    });
});

test('gives the functions that encode videos of members the processors that the deployment chose', async () => {
  vi.stubEnv('MARU_VIDEO_CORES', '8');
  vi.resetModules();
  const deployed = endpointsOf(await import('../index.ts'));
  vi.unstubAllEnvs();
  vi.resetModules();
  const withEight = deployed.filter(([, { cpu }]) => cpu === 8).map(([name]) => name);
  expect(withEight.sort()).toEqual(['processChunk', 'processVideo']);
});

test('gives every function a timeout that the service accepts', () => {
  // Hosting waits 60 s for the API; events, tasks and schedules have the service's own maximum.
  const maximumOf = ({ httpsTrigger, eventTrigger }: Endpoint): number =>
    httpsTrigger ? 60 : eventTrigger ? 540 : 1800;
  for (const [name, endpoint] of endpoints) {
    expect(typeof endpoint.timeoutSeconds, name).toBe('number');
    expect(endpoint.timeoutSeconds, name).toBeLessThanOrEqual(maximumOf(endpoint));
  }
});

test('lets anyone call the API only, and delivers events again', () => {
  for (const [name, { httpsTrigger, eventTrigger }] of endpoints) {
    expect(httpsTrigger?.invoker, name).toEqual(name === 'api' ? ['public'] : undefined);
    if (eventTrigger) expect(eventTrigger.retry, name).toBe(true);
  }
});
