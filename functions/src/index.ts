// Everything that is deployed, by the name it is deployed under.
export { addToAlbum } from './triggers/add-to-album.ts';
export { arrive } from './triggers/arrive.ts';
export { invite } from './triggers/invite.ts';
export { make } from './triggers/make.ts';
export { makeAlbum } from './triggers/make-album.ts';
export { makeLibrary } from './triggers/make-library.ts';
export { onOriginalFinalized } from './triggers/on-original-finalized.ts';
export { summarizeAlbum } from './triggers/summarize-album.ts';
export { sweep } from './triggers/sweep.ts';
export { tryAgain } from './triggers/try-again.ts';
