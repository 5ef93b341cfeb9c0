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
import type { Clock, Ids, TempFolders } from '../../ports/system.ts';
import { tempFoldersIn } from './temp-folder.ts';

/** The system clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => sleep(ms),
  every: (ms, callback) => {
    const timer = setInterval(callback, ms);
    return () => clearInterval(timer);
  },
};

/** Random ids and hashes from node:crypto. */
export const systemIds: Ids = {
  library: () => idOf<LibraryId>(randomBytes(13)),
  album: () => idOf<AlbumId>(randomBytes(13)),
  circle: () => idOf<CircleId>(randomBytes(13)),
  submission: () => idOf<SubmissionId>(randomBytes(13)),
  random: () => idOf(randomBytes(13)),
  secret: () => base32(randomBytes(20)),
  token: () => randomUUID(),
  fingerprint: (text) => createHash('sha256').update(text).digest('hex') as InviteId,
};

/** Folders below the system's temporary folder. */
export const systemTempFolders: TempFolders = tempFoldersIn();
