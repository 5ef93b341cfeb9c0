import type { BulkDelete } from '../src/ports/deletion.ts';
import type { Ids } from '../src/ports/system.ts';
import type { Originals, Renditions, SourceServer } from '../src/ports/objects.ts';
import type { Queue } from '../src/ports/queue.ts';
import type { Videos } from '../src/ports/videos.ts';

// Ports that fail when used; unit tests spread them and override what they need.

const none = (): never => {
  throw new Error('unexpected call');
};

export const noQueue: Queue = {
  processItem: none,
  processChunk: none,
  makeStrip: none,
  indexAlbum: none,
  rotateTokens: none,
  ingestSubmission: none,
  reprocessAlbum: none,
};

export const noOriginals: Originals = {
  stat: none,
  head: none,
  read: none,
  download: none,
  digest: none,
  copy: none,
  signedUrl: none,
  reset: none,
  remove: none,
};

export const noRenditions: Renditions = {
  put: none,
  download: none,
  read: none,
  readText: none,
  removeAll: none,
  list: none,
  setTokens: none,
  rewritePlaylist: none,
};

export const noVideos: Videos = {
  probe: none,
  extractFrame: none,
  extractCover: none,
  readWaveform: none,
  transcode: none,
  transcodeChunk: none,
  transcodeLead: none,
  transcodeSound: none,
  remux: none,
  cut: none,
  makeStrip: none,
};

export const noSources: SourceServer = { withUrl: none, withRenditions: none };

export const noRemoval: BulkDelete = { originals: none, renditions: none, documents: none };

export const noIds: Ids = {
  library: none,
  album: none,
  circle: none,
  submission: none,
  random: none,
  secret: none,
  token: none,
  fingerprint: none,
};
