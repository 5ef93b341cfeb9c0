import type { AccessRequest } from '../library/access-request.ts';
import type { Audience, GuestUploads } from '../library/album.ts';
import type { AlbumId, CircleId, InviteId, ItemId, LibraryId, SubmissionId, Uid } from '../ids.ts';
import type { Invite, InviteRole } from '../library/invite.ts';
import type { Role } from '../library/member.ts';

/** Nothing to say. */
type Nothing = Record<string, never>;

/** The callables, by name: what is asked and what is answered. A refusal is an error whose details are `{ code: CallRefusal }`. */
export interface Calls {
  /** After every sign-in and start: joins what waits for the verified address; says whether this person may make libraries, and how many asks wait for their answer. */
  arrive: { ask: Nothing; answer: { joined: LibraryId[]; mayBegin: boolean; asks: number } };
  makeLibrary: { ask: { name: string; timeZone: string }; answer: { library: LibraryId } };
  makeAlbum: { ask: { library: LibraryId; title: string; audience: Audience }; answer: { album: AlbumId } };
  /** Puts items that the library has into an album; those still being made follow when they are. */
  addToAlbum: { ask: { library: LibraryId; album: AlbumId; items: ItemId[] }; answer: { added: number } };
  /** Makes a failed item again. */
  tryAgain: { ask: { library: LibraryId; item: ItemId }; answer: Nothing };
  /** Makes a ready item anew, as a new rev, while the old one is shown; one that failed is tried again. */
  makeAgain: { ask: { library: LibraryId; item: ItemId }; answer: Nothing };
  /** The same for every item of an album; of `all`, for every item of the library. It goes on by itself. */
  makeAllAgain: { ask: { library: LibraryId; album: AlbumId }; answer: Nothing };
  /** A URL that saves an original under its own name, for `ORIGINAL_URL_S`; the item is seen through an album. */
  openOriginal: { ask: { library: LibraryId; album: AlbumId; item: ItemId }; answer: { url: string } };

  /** Keeps an invite for an address. The answer is the same whether the address is known, invited or a member already. */
  invite: { ask: { library: LibraryId; address: string; role: Role }; answer: Nothing };
  /**
   * Makes an invite to be sent as a link: its secret is in this answer and nowhere else. A guest's names its album, which is
   * not `all`; a member lands on one, and is among those who see it then. `for` an address, it is for one use.
   */
  makeInvite: {
    ask: { library: LibraryId; as: InviteRole; album?: AlbumId; uses: number; days: number; for?: string };
    answer: { secret: string; until: number };
  };
  /** The invites that wait or were used, the latest first: all of a library for owners, those of guests for editors. */
  listInvites: {
    ask: { library: LibraryId };
    answer: { invites: ({ id: InviteId; byName: string } & Omit<Invite, 'library'>)[] };
  };
  revokeInvite: { ask: { library: LibraryId; invite: InviteId }; answer: Nothing };
  /**
   * What a link leads to, for whoever has it, signed in or not; redeems nothing. Names only. One that is over or used is
   * told of to who is where it leads already, and to nobody else.
   */
  lookAtInvite: {
    ask: { secret: string };
    answer: { library: string; by: string; as: InviteRole; album?: string; isForOnePerson: boolean };
  };
  /** Comes by a link; again is the same. Gives where to go. */
  redeemInvite: { ask: { secret: string }; answer: { library: LibraryId; album?: AlbumId } };

  /**
   * Asks to be let in: the owners of a library (also by the secret of an invite that does not do any more), or without one
   * whoever may allow to begin. The answer says nothing of either.
   */
  ask: { ask: { library?: LibraryId; secret?: string; name: string; words: string }; answer: Nothing };
  /** The asks that this person may answer, the latest first. */
  listAsks: { ask: Nothing; answer: { asks: ({ uid: Uid } & AccessRequest)[] } };
  /** `join` into one of the caller's libraries, `begin` to make one's own, `no` without a word to who asked. */
  answerAsk: {
    ask: {
      uid: Uid;
      answer: { kind: 'join'; library: LibraryId; role: Role } | { kind: 'begin' } | { kind: 'no' };
    };
    answer: Nothing;
  };

  changeRole: { ask: { library: LibraryId; uid: Uid; role: Role }; answer: Nothing };
  /** Makes somebody owner and the caller editor. */
  transfer: { ask: { library: LibraryId; to: Uid }; answer: Nothing };
  removeMember: { ask: { library: LibraryId; uid: Uid }; answer: Nothing };
  leave: { ask: { library: LibraryId }; answer: Nothing };
  removeGuest: { ask: { library: LibraryId; album: AlbumId; uid: Uid }; answer: Nothing };
  leaveAlbum: { ask: { library: LibraryId; album: AlbumId }; answer: Nothing };

  makeCircle: { ask: { library: LibraryId; name: string; members: Uid[] }; answer: { circle: CircleId } };
  /** What is left out stays as somebody else may just have set it. */
  changeCircle: { ask: { library: LibraryId; circle: CircleId; name?: string; members?: Uid[] }; answer: Nothing };
  removeCircle: { ask: { library: LibraryId; circle: CircleId }; answer: Nothing };
  /** Sets who sees an album, or whether its guests may add, or both: what is left out stays as somebody else may just have set it. */
  setAudience: {
    ask: { library: LibraryId; album: AlbumId; audience?: Audience; guestsMayAdd?: GuestUploads };
    answer: Nothing;
  };
  /** Shows several albums to several people and circles more; nobody sees less afterwards. */
  shareAlbums: {
    ask: { library: LibraryId; albums: AlbumId[]; people: Uid[]; circles: CircleId[] };
    answer: Nothing;
  };

  /** A guest announces what they bring; the bytes go to `incomingName`. */
  offer: {
    ask: { library: LibraryId; album: AlbumId; fileName: string; size: number };
    answer: { offer: SubmissionId };
  };
  judgeOffer: { ask: { library: LibraryId; offer: SubmissionId; isWelcome: boolean }; answer: Nothing };

  /** Ends a library whose name was typed; it is deleted after `GRACE_DAYS`. */
  endLibrary: { ask: { library: LibraryId; name: string }; answer: { endsAt: number } };
  keepLibrary: { ask: { library: LibraryId }; answer: Nothing };
  /** Deletes the caller's account, after their own address was typed. What they added stays with its libraries. */
  deleteAccount: { ask: { address: string }; answer: Nothing };
}

export type CallName = keyof Calls;
/** Every callable's name, for Hosting's rewrites (`/api/NAME`) and for tests. */
export const CALL_NAMES = [
  'arrive',
  'makeLibrary',
  'makeAlbum',
  'addToAlbum',
  'tryAgain',
  'makeAgain',
  'makeAllAgain',
  'openOriginal',
  'invite',
  'makeInvite',
  'listInvites',
  'revokeInvite',
  'lookAtInvite',
  'redeemInvite',
  'ask',
  'listAsks',
  'answerAsk',
  'changeRole',
  'transfer',
  'removeMember',
  'leave',
  'removeGuest',
  'leaveAlbum',
  'makeCircle',
  'changeCircle',
  'removeCircle',
  'setAudience',
  'shareAlbums',
  'offer',
  'judgeOffer',
  'endLibrary',
  'keepLibrary',
  'deleteAccount',
] as const satisfies readonly CallName[];

/** Where functions live: Seoul, beside the family. */
export const REGION = 'asia-northeast3';
