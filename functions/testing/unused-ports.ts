import type { Ids } from '../src/ports/system.ts';
import type { Originals, Renditions } from '../src/ports/objects.ts';
import type { Queue } from '../src/ports/queue.ts';

// What tests of pipelines share: ports that nothing is asked of, to be spread and named anew where something is.

const none = (): never => {
  throw new Error('not asked for here');
};

export const noQueue: Queue = { make: none, summarize: none, rotate: none, admit: none, remake: none };

export const noOriginals: Originals = {
  stat: none,
  head: none,
  fetch: none,
  look: none,
  copy: none,
  open: none,
  reset: none,
  remove: none,
};

export const noRenditions: Renditions = { put: none, removeAll: none, list: none, setTokens: none, retell: none };

export const noIds: Ids = {
  library: none,
  album: none,
  circle: none,
  offer: none,
  secret: none,
  token: none,
  fingerprint: none,
};
