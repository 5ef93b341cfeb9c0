import type { Audience } from './album.ts';
import type { AlbumId, ItemId, LibraryId } from './ids.ts';
import type { Role } from './member.ts';

/** The callables, by name: what is asked and what is answered. A refusal is an error whose details are `{ code: CallRefusal }`. */
export interface Calls {
  /** After every sign-in and start: joins what waits for the verified address, and says whether this person may make libraries. */
  arrive: { ask: Record<string, never>; answer: { joined: LibraryId[]; mayBegin: boolean } };
  makeLibrary: { ask: { name: string; timeZone: string }; answer: { library: LibraryId } };
  makeAlbum: { ask: { library: LibraryId; title: string; audience: Audience }; answer: { album: AlbumId } };
  /** Keeps an invite for an address. The answer is the same whether the address is known, invited or a member already. */
  invite: { ask: { library: LibraryId; address: string; role: Role }; answer: Record<string, never> };
  /** Puts items that the library has into an album; those still being made follow when they are. */
  addToAlbum: { ask: { library: LibraryId; album: AlbumId; items: ItemId[] }; answer: { added: number } };
  /** Makes a failed item again. */
  tryAgain: { ask: { library: LibraryId; item: ItemId }; answer: Record<string, never> };
}

export type CallName = keyof Calls;
/** Every callable's name, for Hosting's rewrites (`/api/NAME`) and for tests. */
export const CALL_NAMES = [
  'arrive',
  'makeLibrary',
  'makeAlbum',
  'invite',
  'addToAlbum',
  'tryAgain',
] as const satisfies readonly CallName[];

/** Where functions live: Seoul, beside the family. */
export const REGION = 'asia-northeast3';
