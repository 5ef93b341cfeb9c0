// Every deployed function, by the name it is deployed under: at most 12.

// Requests.
export { api } from './api/api.ts';
// Events.
export { onOriginalFinalized } from './triggers/on-original-finalized.ts';
// Queues.
export { ingestSubmission } from './triggers/ingest-submission.ts';
export { processItem } from './triggers/process-item.ts';
export { processVideo } from './triggers/process-video.ts';
export { processChunk } from './triggers/process-chunk.ts';
export { processGuestVideo } from './triggers/process-guest-video.ts';
export { processBulk } from './triggers/process-bulk.ts';
export { reprocessAlbum } from './triggers/reprocess-album.ts';
export { rotateTokens } from './triggers/rotate-tokens.ts';
export { indexAlbum } from './triggers/index-album.ts';
// Schedule.
export { maintain } from './triggers/maintain.ts';
