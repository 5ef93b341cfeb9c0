import * as v from 'valibot';
import { PROGRAMS, type Program, type ProgramSession } from '../access/program.ts';
import type { ListedTv, TvCode } from '../access/tv.ts';
import type { AlbumId, CircleId, InviteId, ItemId, LibraryId, SubmissionId, Uid } from '../ids.ts';
import type { AccessRequest } from '../library/access-request.ts';
import { ALBUM_ORDERS, GUEST_UPLOADS } from '../library/album.ts';
import { captureDateEdit, chaptersEdit, editKey, ROTATIONS, type Edit } from '../library/edits.ts';
import { sectionsRequest } from '../library/section.ts';
import type { Invite, InviteRole } from '../library/invite.ts';
import {
  MAX_CAPTION,
  MAX_DESCRIPTION,
  MAX_ORIGINALS_PER_CALL,
  MAX_PLACE_NAME,
  MAX_REQUEST_MESSAGE,
  MAX_REQUESTS_PER_DAY,
  MAX_INVITE_DAYS,
  MAX_INVITE_USES,
  MAX_SUBMISSION_BYTES,
  MAX_TV_ALBUMS,
  MAX_ALBUMS_PER_SHARE,
} from '../limits.ts';
import type { Rate } from './rate.ts';
import * as s from './schemas.ts';

/** The contract of one endpoint. */
export interface Endpoint<
  Schema extends v.GenericSchema = v.GenericSchema,
  Response = unknown,
  IsPublic extends boolean = boolean,
> {
  readonly request: Schema;
  readonly rate: Rate;
  /** Whether callers may be signed out, which exempts them from the rate. */
  readonly isPublic: IsPublic;
  /** Whether calls need no App Check token, because programs cannot get one elsewhere. */
  readonly isAppCheckExempt?: true;
  /** Never set: holds the type of the response. */
  readonly response?: Response;
}

/** Declares the response type of an endpoint, then its request schema and rate. */
const responds =
  <Response>() =>
  <Schema extends v.GenericSchema>(request: Schema, rate: Rate): Endpoint<Schema, Response, false> => ({
    request,
    rate,
    isPublic: false,
  });

/** An App Check token and the time of its expiry, ms since 1970. */
export interface AppCheckToken {
  readonly token: string;
  readonly expiresAt: number;
}

type Nothing = Record<string, never>;
const nothing = v.object({});

const perMinute = (times: number): Rate => ({ times, perS: 60 });
const perHour = (times: number): Rate => ({ times, perS: 3600 });
const perDay = (times: number): Rate => ({ times, perS: 86_400 });

/** For actions on screen, with room for retries. */
const INTERACTIVE = perMinute(120);

/**
 * All endpoints of the API, called at `/api/NAME`. Rates are per person: generous for people, a limit for scripts. Granting access and
 * starting work in bulk are limited by the hour or day.
 */
export const ENDPOINTS = {
  /**
   * Called after every sign-in and start: redeems invites for the caller's verified address. Returns whether the caller may create
   * libraries, and the number of access requests they can answer.
   */
  onSignIn: responds<{ joined: LibraryId[]; canCreateLibrary: boolean; requestCount: number }>()(nothing, INTERACTIVE),

  createLibrary: responds<{ library: LibraryId }>()(v.object({ name: s.name, timeZone: s.timeZone }), perHour(60)),
  /** Schedules the deletion of a library in `GRACE_DAYS`. `name` confirms it. */
  deleteLibrary: responds<{ deleteAt: number }>()(v.object({ library: s.library, name: s.name }), perHour(20)),
  /** Cancels the deletion of a library. */
  restoreLibrary: responds<Nothing>()(v.object({ library: s.library }), perHour(20)),

  createAlbum: responds<{ album: AlbumId }>()(
    v.object({ library: s.library, title: s.name, audience: s.audience }),
    INTERACTIVE,
  ),
  /**
   * Sets the title, description (empty: none), order or cover of an album other than `all`. A chosen cover stays until its item leaves the album;
   * null returns to the automatic one.
   */
  updateAlbum: responds<Nothing>()(
    v.object({
      library: s.library,
      album: s.album,
      title: v.exactOptional(s.name),
      description: v.exactOptional(s.text(MAX_DESCRIPTION)),
      order: v.exactOptional(v.picklist(ALBUM_ORDERS)),
      cover: v.exactOptional(v.nullable(s.item)),
    }),
    INTERACTIVE,
  ),
  /**
   * Deletes an album other than `all`: nobody sees it from then on. Its items stay in other albums; those that are in no other go to the trash
   * after `RESTORE_ALBUM_S`. With `into`, an album other than `all`, all items that are left go there in place of the trash.
   */
  deleteAlbum: responds<Nothing>()(
    v.object({ library: s.library, album: s.album, into: v.exactOptional(s.album) }),
    INTERACTIVE,
  ),
  /** Restores an album that was deleted at most `RESTORE_ALBUM_S` ago. */
  restoreAlbum: responds<Nothing>()(v.object({ library: s.library, album: s.album }), INTERACTIVE),
  /**
   * Edits the caption, place or capture date of items, or the chapters of one video or sound, wherever they are displayed, or keeps photos beside
   * similar ones. Null returns to the file's own value, an empty text removes it.
   * Returns for each item that exists the edit that undoes this one. A call that failed may be repeated with its key: it shifts no date twice
   * and returns the same.
   */
  editItems: responds<{ before: Record<ItemId, Edit> }>()(
    v.pipe(
      v.object({
        library: s.library,
        items: s.items,
        edit: v.object({
          caption: v.exactOptional(v.nullable(s.text(MAX_CAPTION))),
          placeName: v.exactOptional(v.nullable(s.line(MAX_PLACE_NAME))),
          takenAt: v.exactOptional(v.nullable(captureDateEdit)),
          chapters: v.exactOptional(v.nullable(chaptersEdit)),
          isKept: v.exactOptional(v.nullable(v.literal(true))),
        }),
        key: editKey,
      }),
      v.check(({ items, edit }) => edit.chapters === undefined || items.length === 1),
    ),
    perMinute(600),
  ),
  /**
   * Makes each of these sections of a video an item of its own, in the albums of the video, which stays as it is. Returns their items in the same order;
   * `isNew` are those that were not in an album before. A repeated call makes no others. Throws `not-splittable`, and `invalid-request` for sections
   * after the end of the video.
   */
  // A call copies at most the whole stream.
  splitVideo: responds<{ sections: { item: ItemId; isNew: boolean }[] }>()(
    v.object({ library: s.library, item: s.item, sections: sectionsRequest }),
    perHour(60),
  ),
  /**
   * Rotates a photo clockwise, compared with its original, by reprocessing it as its next rev. Throws `invalid-request` if it is no photo that
   * is displayed. A repeated call has no effect.
   */
  // A new rev is work: a whole box of scans in a day, but no library.
  rotateItem: responds<Nothing>()(
    v.object({ library: s.library, item: s.item, rotation: v.picklist(ROTATIONS) }),
    perDay(1000),
  ),
  /** Adds items of the library to an album, and returns those that are new to it. Items in processing follow when they are ready. */
  // The importer calls it once per item.
  addToAlbum: responds<{ added: ItemId[] }>()(
    v.object({ library: s.library, album: s.album, items: s.items }),
    perMinute(3000),
  ),
  /**
   * Moves items in the order by hand of an album other than `all`: directly before an item, or to the end (null), in the order of `items`; or
   * back to the order keys that they had before a move. Skips items that are not in the album. Returns those that moved.
   */
  moveInAlbum: responds<{ moved: ItemId[] }>()(
    v.object({
      library: s.library,
      album: s.album,
      move: v.union([v.object({ items: s.items, before: v.nullable(s.item) }), v.object({ orderKeys: s.orderKeys })]),
    }),
    perMinute(600),
  ),
  /** Removes items from an album, except those that are in no other album and not in the trash. Returns those that are not in it now. */
  removeFromAlbum: responds<{ removed: ItemId[] }>()(
    v.object({ library: s.library, album: s.album, items: s.items }),
    perMinute(600),
  ),
  /**
   * Moves items to the trash, where they stay for `TRASH_DAYS`. Skips items that are not uploaded yet, and for an editor, items that someone
   * else uploaded. Returns how many of them are in the trash now.
   */
  trashItems: responds<{ trashed: number }>()(v.object({ library: s.library, items: s.items }), perMinute(600)),
  /**
   * Restores items to those of their albums that still exist, or to `all` if none does. An editor restores what they uploaded. Returns how many
   * of them are in albums now.
   */
  restoreItems: responds<{ restored: number }>()(v.object({ library: s.library, items: s.items }), perMinute(600)),
  /**
   * Deletes items from the trash for ever: they disappear at once, and the next maintenance run deletes their files. Returns how many videos stay in the trash,
   * because sections of them exist, if any do.
   */
  purgeItems: responds<{ kept?: number }>()(v.object({ library: s.library, items: s.items }), perMinute(600)),
  /**
   * Deletes everything that is in the trash now for ever, as `purgeItems`. What is left of a very large trash disappears within an hour, and is not counted.
   */
  emptyTrash: responds<{ kept?: number }>()(v.object({ library: s.library }), perHour(60)),
  /** Tells another name of an item's file: if it has a date, and the item none or only a guess, the item is dated by it. */
  // The importer calls it once per file that the library has already.
  addFileName: responds<Nothing>()(
    v.object({ library: s.library, item: s.item, fileName: s.fileName }),
    perMinute(600),
  ),
  /** Processes a failed item again. */
  retryItem: responds<Nothing>()(v.object({ library: s.library, item: s.item }), perMinute(600)),
  /** Reprocesses a ready item as its next rev, while the current one is displayed; retries a failed one. */
  // The rate keeps a script with an editor's session from reprocessing the library.
  reprocessItem: responds<Nothing>()(v.object({ library: s.library, item: s.item }), perDay(300)),
  /** Reprocesses every item of an album in the background; of `all`, every item of the library. */
  reprocessAlbum: responds<Nothing>()(v.object({ library: s.library, album: s.album }), perHour(60)),
  /**
   * Returns the originals of items that the caller can view in `album`: their saved names, sizes in bytes and download URLs, valid for
   * `ORIGINAL_URL_S`. A Live Photo has two originals, its photo first; all sections of a video have the same one, which `original` tells. Leaves out items
   * that are gone.
   */
  openOriginals: responds<{
    originals: { item: ItemId; original?: ItemId; name: string; size: number; url: string }[];
  }>()(
    v.object({
      library: s.library,
      album: s.albumOrTrash,
      items: v.pipe(v.array(s.item), v.minLength(1), v.maxLength(MAX_ORIGINALS_PER_CALL)),
    }),
    perMinute(300),
  ),

  /** Invites an email address. The response does not reveal whether the address is known, invited or a member. */
  inviteByEmail: responds<Nothing>()(v.object({ library: s.library, address: s.address, role: s.role }), perHour(300)),
  /**
   * Creates an invite link. The secret is returned here only. An invite as guest needs an album other than `all`; with one, an invite as
   * member also shares that album. An invite `for` an email address has one use.
   */
  createInviteLink: responds<{ secret: string; expiresAt: number }>()(
    v.object({
      library: s.library,
      as: s.invitedAs,
      album: v.exactOptional(s.album),
      uses: s.upTo(MAX_INVITE_USES),
      days: s.upTo(MAX_INVITE_DAYS),
      for: v.exactOptional(s.address),
    }),
    perHour(300),
  ),
  /** Returns open and used invites, newest first: all for owners, those of guests for editors. */
  listInvites: responds<{ invites: ({ id: InviteId; byName: string } & Omit<Invite, 'library'>)[] }>()(
    v.object({ library: s.library }),
    INTERACTIVE,
  ),
  revokeInvite: responds<Nothing>()(v.object({ library: s.library, invite: s.invite }), INTERACTIVE),
  /** Describes an invite to anybody who has its link, without redeeming it. Closed invites are described only to their creator and to people who redeemed them. */
  previewInvite: {
    ...responds<{ library: string; by: string; as: InviteRole; album?: string; isForOnePerson: boolean }>()(
      v.object({ secret: s.secret }),
      perMinute(60),
    ),
    isPublic: true,
  },
  /** Joins by an invite link, and returns what to open. Redeeming again has no effect. */
  redeemInvite: responds<{ library: LibraryId; album?: AlbumId }>()(v.object({ secret: s.secret }), perHour(60)),

  /**
   * Requests access to a library (by its id or the secret of a closed invite) from its owners, or permission to create libraries from the
   * owners of the installation. The response reveals nothing about the library.
   */
  requestAccess: responds<Nothing>()(
    v.object({
      library: v.exactOptional(s.library),
      secret: v.exactOptional(s.secret),
      name: s.name,
      message: s.line(MAX_REQUEST_MESSAGE),
    }),
    perDay(MAX_REQUESTS_PER_DAY),
  ),
  /** Returns the access requests that the caller can answer, newest first. */
  listAccessRequests: responds<{ requests: ({ uid: Uid } & AccessRequest)[] }>()(nothing, INTERACTIVE),
  /** Adds the person to a library, allows them to create libraries, or declines without notice. `library`: the requested one, if any. */
  answerAccessRequest: responds<Nothing>()(
    v.object({
      uid: s.uid,
      answer: v.variant('kind', [
        v.object({ kind: v.literal('join'), library: s.library, role: s.role }),
        v.object({ kind: v.literal('allow-create') }),
        v.object({ kind: v.literal('decline'), library: v.exactOptional(s.library) }),
      ]),
    }),
    INTERACTIVE,
  ),

  changeRole: responds<Nothing>()(v.object({ library: s.library, uid: s.uid, role: s.role }), INTERACTIVE),
  /** Makes another member an owner and the caller an editor. */
  transferOwnership: responds<Nothing>()(v.object({ library: s.library, to: s.uid }), INTERACTIVE),
  removeMember: responds<Nothing>()(v.object({ library: s.library, uid: s.uid }), INTERACTIVE),
  leaveLibrary: responds<Nothing>()(v.object({ library: s.library }), INTERACTIVE),
  removeGuest: responds<Nothing>()(v.object({ library: s.library, album: s.album, uid: s.uid }), INTERACTIVE),
  /** Ends the caller's guest membership of an album. */
  leaveAlbum: responds<Nothing>()(v.object({ library: s.library, album: s.album }), INTERACTIVE),

  createCircle: responds<{ circle: CircleId }>()(
    v.object({ library: s.library, name: s.name, members: s.people }),
    INTERACTIVE,
  ),
  /** Sets the name or members of a circle, or both. */
  updateCircle: responds<Nothing>()(
    v.object({
      library: s.library,
      circle: s.circle,
      name: v.exactOptional(s.name),
      members: v.exactOptional(s.people),
    }),
    INTERACTIVE,
  ),
  deleteCircle: responds<Nothing>()(v.object({ library: s.library, circle: s.circle }), INTERACTIVE),
  /** Sets the audience of an album or whether guests may add to it, or both. */
  setAudience: responds<Nothing>()(
    v.object({
      library: s.library,
      album: s.album,
      audience: v.exactOptional(s.audience),
      guestUploads: v.exactOptional(v.picklist(GUEST_UPLOADS)),
    }),
    INTERACTIVE,
  ),
  /** Shares albums with more people and circles; nobody loses access. */
  shareAlbums: responds<Nothing>()(
    v.object({
      library: s.library,
      albums: v.pipe(v.array(s.album), v.minLength(1), v.maxLength(MAX_ALBUMS_PER_SHARE)),
      people: s.people,
      circles: s.circles,
    }),
    INTERACTIVE,
  ),

  /** Announces a guest's file for an album, to be uploaded as the object `incomingName`. */
  createSubmission: responds<{ submission: SubmissionId }>()(
    v.object({ library: s.library, album: s.album, fileName: s.fileName, size: s.upTo(MAX_SUBMISSION_BYTES) }),
    perMinute(600),
  ),
  /** Accepts or declines a guest's submission. */
  moderateSubmission: responds<Nothing>()(
    v.object({ library: s.library, submission: s.submission, isAccepted: v.boolean() }),
    perMinute(600),
  ),

  /**
   * Creates the one-time code by which a program on this computer signs in as the caller, for `SIGN_IN_CODE_S`. `challenge` is the SHA-256 of
   * the program's verifier. `import` is for people who may add items to a library, `verify` for those who may create libraries.
   */
  createSignInCode: responds<{ code: string }>()(
    v.object({ program: v.picklist(PROGRAMS), challenge: s.sha256 }),
    perHour(20),
  ),
  /**
   * Exchanges a sign-in code for a custom token, once. The session ends at `until` (ms since 1970). `appId` is ignored: functions know their
   * web app; those of earlier releases need it. Throws `not-found` for an unknown, used or expired code, another verifier or an account that is gone.
   */
  redeemSignInCode: {
    ...responds<{ token: string; until: number; appCheck?: AppCheckToken }>()(
      v.object({ code: s.signInSecret, verifier: s.signInSecret, appId: s.appId }),
      perMinute(60),
    ),
    isPublic: true,
    isAppCheckExempt: true,
  },
  /** Lists the open sessions of programs that act for the caller, the last used first. */
  listPrograms: responds<{ programs: ProgramSession[] }>()(nothing, INTERACTIVE),
  /** Ends the session of one of the caller's programs, or of the program that calls. Throws `not-found` if it ended already. */
  endProgram: responds<Nothing>()(v.object({ program: v.optional(s.uid) }), INTERACTIVE),
  /** Returns a new App Check token for a program, or none where App Check is off. */
  renewAppCheck: {
    ...responds<{ appCheck?: AppCheckToken }>()(v.object({ appId: s.appId }), perHour(60)),
    isAppCheckExempt: true,
  },

  /**
   * Starts pairing a TV, which calls itself `name`. Returns the code that it shows until `expiresAt` (ms since 1970). `challenge` is the SHA-256 of its
   * secret. Throws `limit-reached` while `MAX_TV_PAIRINGS` codes are open.
   */
  startTvPairing: {
    ...responds<{ code: TvCode; expiresAt: number }>()(v.object({ name: s.name, challenge: s.sha256 }), perMinute(60)),
    isPublic: true,
  },
  /**
   * Returns a TV's custom token and what it is when a member has confirmed its code, and before that only `isWaiting`. May be repeated until the code
   * ends. Throws `not-found` for an unknown or expired code, another secret or a TV that was removed.
   */
  claimTv: {
    ...responds<{ isWaiting: true } | { isWaiting: false; token: string; library: LibraryId; tv: Uid }>()(
      v.object({ code: s.tvCode, secret: s.signInSecret }),
      perMinute(60),
    ),
    isPublic: true,
  },
  /** Describes the TV that shows a code: what it calls itself, and when it asked. Throws `not-found` unless its code is open. */
  // The rate keeps codes from being guessed.
  findTvPairing: responds<{ name: string; startedAt: number }>()(v.object({ code: s.tvCode }), perHour(20)),
  /** Lets the TV that shows a code view albums that the caller may view, for `TV_DAYS`. Throws `not-found` unless its code is open. */
  pairTv: responds<{ tv: Uid }>()(
    v.object({
      library: s.library,
      code: s.tvCode,
      albums: v.pipe(v.array(s.album), v.minLength(1), v.maxLength(MAX_TV_ALBUMS)),
    }),
    perHour(20),
  ),
  /** Lists the TVs of a library that the caller let in, the last seen first; for owners all. */
  listTvs: responds<{ tvs: ListedTv[] }>()(v.object({ library: s.library }), INTERACTIVE),
  /** Ends a TV's access: one that the caller let in, or for owners any. Does nothing if it ended already. */
  removeTv: responds<Nothing>()(v.object({ library: s.library, tv: s.uid }), INTERACTIVE),

  /** Deletes the caller's account. `address` confirms it. Items they added remain in their libraries. */
  deleteAccount: responds<Nothing>()(v.object({ address: s.address }), perHour(20)),
} as const;

export type EndpointName = keyof typeof ENDPOINTS;

/** The endpoints that a program may call as its person; all others refuse it. */
export const PROGRAM_ENDPOINTS: Readonly<Record<Program, readonly EndpointName[]>> = {
  import: ['onSignIn', 'createAlbum', 'addToAlbum', 'addFileName', 'retryItem', 'endProgram', 'renewAppCheck'],
  verify: [
    ...(['onSignIn', 'createLibrary', 'deleteLibrary', 'restoreLibrary', 'createAlbum', 'addToAlbum'] as const),
    ...(['trashItems', 'restoreItems', 'purgeItems', 'openOriginals', 'inviteByEmail', 'removeMember'] as const),
    ...(['endProgram', 'renewAppCheck'] as const),
  ],
};

/** The validated request of an endpoint. */
export type ApiRequest<Name extends EndpointName> = v.InferOutput<(typeof ENDPOINTS)[Name]['request']>;
export type ApiResponse<Name extends EndpointName> = NonNullable<(typeof ENDPOINTS)[Name]['response']>;

/** The names of all endpoints. */
export const ENDPOINT_NAMES = Object.keys(ENDPOINTS) as EndpointName[];
