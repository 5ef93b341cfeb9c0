import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  base32,
  idOf,
  type AlbumId,
  type CircleId,
  type InviteId,
  type LibraryId,
  type SubmissionId,
} from '@maru/model';
import type { Clock, Ids, Scratch } from '../../ports/system.ts';
import { scratchIn } from './temp-folder.ts';

/** This machine's clock. */
export const machineClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => sleep(ms),
  every: (ms, act) => {
    const timer = setInterval(act, ms);
    return () => clearInterval(timer);
  },
};

/** This machine's randomness and hashes. */
export const machineIds: Ids = {
  library: () => idOf<LibraryId>(randomBytes(13)),
  album: () => idOf<AlbumId>(randomBytes(13)),
  circle: () => idOf<CircleId>(randomBytes(13)),
  offer: () => idOf<SubmissionId>(randomBytes(13)),
  secret: () => base32(randomBytes(20)),
  token: () => randomUUID(),
  fingerprint: (text) => createHash('sha256').update(text).digest('hex') as InviteId,
};

/** Folders in this machine's temporary folder. */
export const machineScratch: Scratch = scratchIn();
