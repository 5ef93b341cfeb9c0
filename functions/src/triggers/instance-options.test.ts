import { expect, test } from 'vitest';
import * as functions from '../index.ts';

/** The resources of a function, as firebase-tools reads them. */
interface Endpoint {
  readonly availableMemoryMb?: unknown;
  readonly cpu?: unknown;
  readonly concurrency?: unknown;
  readonly maxInstances?: unknown;
  readonly taskQueueTrigger?: { readonly rateLimits?: { readonly maxConcurrentDispatches?: unknown } };
}

const endpoints = Object.entries(functions).map(([name, one]): [string, Endpoint] => [
  name,
  (one as unknown as { __endpoint: Endpoint }).__endpoint,
]);

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
  for (const name of ['processItem', 'processBulk', 'processVideo', 'processGuestVideo']) {
    const endpoint = endpoints.find(([candidate]) => candidate === name)?.[1];
    expect(endpoint?.concurrency).toBe(1);
    expect(endpoint?.taskQueueTrigger?.rateLimits?.maxConcurrentDispatches).toBe(endpoint?.maxInstances);
  }
});
