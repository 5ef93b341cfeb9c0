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

/** What an invite is called, by its secret. */
export const inviteIdOf = (secret: string): InviteId => createHash('sha256').update(secret).digest('hex') as InviteId;

/** An invite as functions keep it, by its secret. */
export const storedInvite = async (secret: string): Promise<Invite> =>
  readInvite(await inspect.doc(paths.invite(inviteIdOf(secret))));

/** Makes an invite as a viewer for one person and a week, but for what is said; gives its secret. */
export const createInvite = async (
  who: Person,
  library: LibraryId,
  ask: Partial<ApiRequest<'createInviteLink'>> = {},
): Promise<string> => (await who.call('createInviteLink', { library, as: 'viewer', uses: 1, days: 7, ...ask })).secret;

/** Makes an album for single people, or for nobody but who tends the library. */
export const createAlbumFor = async (by: Person, library: LibraryId, people: Person[] = []): Promise<AlbumId> =>
  (await by.call('createAlbum', { library, title: '엄마 쪽', audience: forPeople(...people) })).album;

/** Ends what a test opened. */
export const closeAll = async (...clients: Client[]): Promise<void> => {
  await Promise.all(clients.map((one) => one.close()));
};
