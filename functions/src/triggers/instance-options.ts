// Presets for functions that do not process media, measured with `npm run bench -- machines`: docs/decisions/0016.

/** A function that does not process media. */
export const LIGHT_INSTANCE = { memory: '512MiB', cpu: 1 } as const;

/** A function that handles requests or events: it mostly waits for I/O, so an instance runs many at once. */
export const REQUEST_INSTANCE = { ...LIGHT_INSTANCE, concurrency: 80, maxInstances: 4 } as const;

/**
 * A function that encodes videos for members. Its processors are chosen by `npm run deploy -- --video-cores`: docs/decisions/0045.
 */
export const VIDEO_INSTANCE = { memory: '4GiB', cpu: Number(process.env['MARU_VIDEO_CORES'] ?? 2) } as const;

/** A function that runs once at a time. */
export const SINGLE_INSTANCE = { ...LIGHT_INSTANCE, concurrency: 1, maxInstances: 1 } as const;

/** A function that indexes albums: it mostly waits for Firestore. An update of a large album holds some tens of MB. */
export const INDEX_INSTANCE = { ...LIGHT_INSTANCE, concurrency: 8, maxInstances: 2 } as const;
