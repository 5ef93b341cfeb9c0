import * as v from 'valibot';
import type { AlbumId, CircleId, InviteId, LibraryId, SubmissionId, Uid } from '../ids.ts';
import type { AccessRequest } from '../library/access-request.ts';
import { GUEST_UPLOADS } from '../library/album.ts';
import type { Invite, InviteRole } from '../library/invite.ts';
import {
  MAX_ITEMS_PER_ADD,
  MAX_REQUEST_MESSAGE,
  MAX_REQUESTS_PER_DAY,
  MAX_INVITE_DAYS,
  MAX_INVITE_USES,
  MAX_SUBMISSION_BYTES,
  MAX_ALBUMS_PER_SHARE,
} from '../limits.ts';
import type { Rate } from './rate.ts';
import * as s from './schemas.ts';

/** What client and server agree on about one endpoint. */
interface Endpoint<Schema extends v.GenericSchema, Response, IsPublic extends boolean> {
  readonly request: Schema;
  readonly rate: Rate;
  /** Whether a caller may be signed out. Calls of the signed out count against no rate. */
  readonly isPublic: IsPublic;
  /** Never set: carries the type of the response. */
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

type Nothing = Record<string, never>;
const nothing = v.object({});

const perMinute = (times: number): Rate => ({ times, perS: 60 });
const perHour = (times: number): Rate => ({ times, perS: 3600 });
const perDay = (times: number): Rate => ({ times, perS: 86_400 });

/** What a person does by hand, with room for a page that calls again. */
const BY_HAND = perMinute(120);

/**
 * Every endpoint of the API by its name, called at `/api/NAME`. Rates are per person: generous for people, an end for scripts;
 * what lets somebody in or starts processing is counted by the hour.
 */
export const ENDPOINTS = {
  /**
   * Called after every sign-in and start: joins libraries by invites for the caller's verified address. Answers whether the caller
   * may create libraries and how many access requests wait for their answer.
   */
  onSignIn: responds<{ joined: LibraryId[]; canCreateLibrary: boolean; requestCount: number }>()(nothing, BY_HAND),

  createLibrary: responds<{ library: LibraryId }>()(v.object({ name: s.name, timeZone: s.timeZone }), perHour(60)),
  /** Schedules the deletion of a library whose name was typed, `GRACE_DAYS` from now. */
  deleteLibrary: responds<{ deleteAt: number }>()(v.object({ library: s.library, name: s.name }), perHour(20)),
  /** Cancels the deletion of a library. */
  restoreLibrary: responds<Nothing>()(v.object({ library: s.library }), perHour(20)),

  createAlbum: responds<{ album: AlbumId }>()(
    v.object({ library: s.library, title: s.name, audience: s.audience }),
    BY_HAND,
  ),
  /** Adds items of the library to an album; items in processing follow when they are ready. The importer calls it once an item. */
  addToAlbum: responds<{ added: number }>()(
    v.object({
      library: s.library,
      album: s.album,
      items: v.pipe(v.array(s.item), v.minLength(1), v.maxLength(MAX_ITEMS_PER_ADD)),
    }),
    perMinute(3000),
  ),
  /** Processes a failed item again. */
  retryItem: responds<Nothing>()(v.object({ library: s.library, item: s.item }), perMinute(600)),
  /** Processes a ready item again as its next rev; the present one is shown meanwhile. Retries a failed one. */
  // What a script with an editor's session may have reprocessed: minutes of machines, never the library.
  reprocessItem: responds<Nothing>()(v.object({ library: s.library, item: s.item }), perDay(300)),
  /** Reprocesses every item of an album in the background; of `all`, every item of the library. */
  reprocessAlbum: responds<Nothing>()(v.object({ library: s.library, album: s.album }), perHour(60)),
  /** Answers a URL that saves an original under its own name, valid for `ORIGINAL_URL_S`. The caller sees the item through `album`. */
  openOriginal: responds<{ url: string }>()(
    v.object({ library: s.library, album: s.album, item: s.item }),
    perMinute(600),
  ),

  /** Invites an address. The response does not depend on whether the address is known, invited or a member. */
  inviteByEmail: responds<Nothing>()(v.object({ library: s.library, address: s.address, role: s.role }), perHour(300)),
  /**
   * Creates an invite to be sent as a link; its secret is in this response and nowhere else. A guest's invite names its album,
   * which is not `all`; a member's may name one, which they see then. An invite `for` an address has one use.
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
  /** The invites that wait or were used, the latest first: all of a library for owners, guests' invites for editors. */
  listInvites: responds<{ invites: ({ id: InviteId; byName: string } & Omit<Invite, 'library'>)[] }>()(
    v.object({ library: s.library }),
    BY_HAND,
  ),
  revokeInvite: responds<Nothing>()(v.object({ library: s.library, invite: s.invite }), BY_HAND),
  /** Names what an invite link leads to, for whoever has it. Redeems nothing. An invite that is over is described only to its maker and to those who used it. */
  previewInvite: {
    ...responds<{ library: string; by: string; as: InviteRole; album?: string; isForOnePerson: boolean }>()(
      v.object({ secret: s.secret }),
      perMinute(60),
    ),
    isPublic: true,
  },
  /** Joins by an invite link; answers where to go. Redeeming again changes nothing. */
  redeemInvite: responds<{ library: LibraryId; album?: AlbumId }>()(v.object({ secret: s.secret }), perHour(60)),

  /**
   * Asks the owners of a library for access (named by its id, or by the secret of an invite that is over), or, without a
   * library, whoever may allow others to create one. The response reveals nothing about either.
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
  /** The access requests that the caller may answer, the latest first. */
  listAccessRequests: responds<{ requests: ({ uid: Uid } & AccessRequest)[] }>()(nothing, BY_HAND),
  /** Admits to a library, allows to create one, or declines without a notice; `library` is the one that was asked for, if any. */
  answerAccessRequest: responds<Nothing>()(
    v.object({
      uid: s.uid,
      answer: v.variant('kind', [
        v.object({ kind: v.literal('join'), library: s.library, role: s.role }),
        v.object({ kind: v.literal('allow-create') }),
        v.object({ kind: v.literal('decline'), library: v.exactOptional(s.library) }),
      ]),
    }),
    BY_HAND,
  ),

  changeRole: responds<Nothing>()(v.object({ library: s.library, uid: s.uid, role: s.role }), BY_HAND),
  /** Makes another member owner and the caller editor. */
  transferOwnership: responds<Nothing>()(v.object({ library: s.library, to: s.uid }), BY_HAND),
  removeMember: responds<Nothing>()(v.object({ library: s.library, uid: s.uid }), BY_HAND),
  leaveLibrary: responds<Nothing>()(v.object({ library: s.library }), BY_HAND),
  removeGuest: responds<Nothing>()(v.object({ library: s.library, album: s.album, uid: s.uid }), BY_HAND),
  /** Ends the caller's guest membership of an album. */
  leaveAlbum: responds<Nothing>()(v.object({ library: s.library, album: s.album }), BY_HAND),

  createCircle: responds<{ circle: CircleId }>()(
    v.object({ library: s.library, name: s.name, members: s.people }),
    BY_HAND,
  ),
  /** Sets the name or the members of a circle, or both; what is left out is not changed. */
  updateCircle: responds<Nothing>()(
    v.object({
      library: s.library,
      circle: s.circle,
      name: v.exactOptional(s.name),
      members: v.exactOptional(s.people),
    }),
    BY_HAND,
  ),
  deleteCircle: responds<Nothing>()(v.object({ library: s.library, circle: s.circle }), BY_HAND),
  /** Sets who sees an album or whether its guests may add, or both; what is left out is not changed. */
  setAudience: responds<Nothing>()(
    v.object({
      library: s.library,
      album: s.album,
      audience: v.exactOptional(s.audience),
      guestUploads: v.exactOptional(v.picklist(GUEST_UPLOADS)),
    }),
    BY_HAND,
  ),
  /** Shares albums with more people and circles; nobody loses access. */
  shareAlbums: responds<Nothing>()(
    v.object({
      library: s.library,
      albums: v.pipe(v.array(s.album), v.minLength(1), v.maxLength(MAX_ALBUMS_PER_SHARE)),
      people: s.people,
      circles: s.circles,
    }),
    BY_HAND,
  ),

  /** A guest announces a file for an album; its bytes go to `incomingName`. */
  createSubmission: responds<{ submission: SubmissionId }>()(
    v.object({ library: s.library, album: s.album, fileName: s.fileName, size: s.upTo(MAX_SUBMISSION_BYTES) }),
    perMinute(600),
  ),
  /** Accepts or declines a guest's submission. */
  moderateSubmission: responds<Nothing>()(
    v.object({ library: s.library, submission: s.submission, isAccepted: v.boolean() }),
    perMinute(600),
  ),

  /** Deletes the caller's account, whose address was typed. What they added stays in its libraries. */
  deleteAccount: responds<Nothing>()(v.object({ address: s.address }), perHour(20)),
} as const;

export type EndpointName = keyof typeof ENDPOINTS;

/** The request of an endpoint after its schema. */
export type ApiRequest<Name extends EndpointName> = v.InferOutput<(typeof ENDPOINTS)[Name]['request']>;
export type ApiResponse<Name extends EndpointName> = NonNullable<(typeof ENDPOINTS)[Name]['response']>;

/** The names of all endpoints. */
export const ENDPOINT_NAMES = Object.keys(ENDPOINTS) as EndpointName[];
