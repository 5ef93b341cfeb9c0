// Every deployed function, by the name it is deployed under: at most 12.

// Answers clients.
export { api } from './api/api.ts';
// Reacts to an upload.
export { onOriginalFinalized } from './triggers/on-original-finalized.ts';
// Queues.
export { admit } from './triggers/admit.ts';
export { make } from './triggers/make.ts';
export { makeFilm } from './triggers/make-film.ts';
export { makeMany } from './triggers/make-many.ts';
export { remake } from './triggers/remake.ts';
export { rotate } from './triggers/rotate.ts';
export { summarizeAlbum } from './triggers/summarize-album.ts';
// Schedules.
export { purge } from './triggers/purge.ts';
export { sweep } from './triggers/sweep.ts';
