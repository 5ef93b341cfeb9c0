import { createHash } from 'node:crypto';
import {
  paths,
  readInvite,
  type AlbumId,
  type ApiRequest,
  type Invite,
  type InviteId,
  type LibraryId,
} from '@maru/model';
import type { Client, Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { forPeople } from './members.ts';

/** Returns the id of the invite with this secret. */
export const inviteIdOf = (secret: string): InviteId => createHash('sha256').update(secret).digest('hex') as InviteId;

/** Returns the stored invite with this secret. */
export const storedInvite = async (secret: string): Promise<Invite> =>
  readInvite(await inspect.doc(paths.invite(inviteIdOf(secret))));

/** Creates an invite link, by default for one viewer and seven days; returns its secret. */
export const createInvite = async (
  owner: Person,
  library: LibraryId,
  overrides: Partial<ApiRequest<'createInviteLink'>> = {},
): Promise<string> =>
  (await owner.call('createInviteLink', { library, as: 'viewer', uses: 1, days: 7, ...overrides })).secret;

/** Creates an album for certain people, by default for owners and editors only. */
export const createAlbumFor = async (owner: Person, library: LibraryId, people: Person[] = []): Promise<AlbumId> =>
  (await owner.call('createAlbum', { library, title: '엄마 쪽', audience: forPeople(...people) })).album;

/** Closes the clients of a test. */
export const closeAll = async (...clients: Client[]): Promise<void> => {
  await Promise.all(clients.map((one) => one.close()));
};
