// What functions are given that make nothing. Two of them were measured (`npm run bench -- machines`), the rest is given the same: docs/decisions/0016.

/** The instance of one that makes nothing. */
export const LIGHT_INSTANCE = { memory: '512MiB', cpu: 1 } as const;

/** One that answers people or events: they wait for documents and objects most of the time, many at once in an instance. */
export const REQUEST_INSTANCE = { ...LIGHT_INSTANCE, concurrency: 80, maxInstances: 4 } as const;

/** One of which there is no other at the same time. */
export const SINGLE_INSTANCE = { ...LIGHT_INSTANCE, concurrency: 1, maxInstances: 1 } as const;
