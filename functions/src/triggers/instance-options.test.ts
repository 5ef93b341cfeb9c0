import { expect, test } from 'vitest';
import * as functions from '../index.ts';

/** What a function asks of the service, as firebase-tools reads it. */
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

test('every function says how much it may take: memory, processors, how many at once, and how many instances', () => {
  expect(endpoints.length).toBeGreaterThan(10);
  for (const [name, endpoint] of endpoints)
    for (const limit of ['availableMemoryMb', 'cpu', 'concurrency', 'maxInstances'] as const)
      expect(typeof endpoint[limit], `${limit} of ${name}`).toBe('number');
});

test('no instance has less memory than eighty at once were measured to take', () => {
  const measuredMib = 394;
  for (const [name, { availableMemoryMb }] of endpoints)
    expect(Number(availableMemoryMb), name).toBeGreaterThan(measuredMib);
});

test('what makes has one item in an instance, and an instance for each that its queue sends', () => {
  for (const name of ['processItem', 'processBulk', 'processVideo', 'processGuestVideo']) {
    const endpoint = endpoints.find(([candidate]) => candidate === name)?.[1];
    expect(endpoint?.concurrency).toBe(1);
    expect(endpoint?.taskQueueTrigger?.rateLimits?.maxConcurrentDispatches).toBe(endpoint?.maxInstances);
  }
});
