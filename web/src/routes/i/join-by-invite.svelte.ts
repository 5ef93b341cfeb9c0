import type { ApiResponse } from '@maru/model/api/endpoints';
import { ApiError, type ApiErrorCode } from '@maru/model/api/error';
import type { PendingInviteStore } from '#lib/device/pending-invite.ts';
import type { Cloud } from '#lib/firebase/cloud.ts';
import { isUnreachable } from '@maru/model/api/unreachable';

/** The names of the library, the album and the inviter. */
export type InvitePreview = ApiResponse<'previewInvite'>;
/** The library, and for a guest the album, that was joined. */
export type Joined = ApiResponse<'redeemInvite'>;
/** Why an invite link does not work: an API error, no secret, no network, or an unexpected error. */
export type JoinError = ApiErrorCode | 'no-link' | 'offline' | 'broken';

/** Errors after which the invite is forgotten: neither another account nor a retry helps. */
const FINAL: readonly JoinError[] = ['not-found', 'invalid-request', 'invite-expired', 'invite-used'];

const joinErrorOf = (error: unknown): JoinError => {
  if (error instanceof ApiError) return error.code;
  if (isUnreachable(error)) return 'offline';
  console.error('an invite failed', error);
  return 'broken';
};

/** Previews an invite, which redeems nothing, and joins by it. */
export class JoinByInvite {
  readonly secret: string | undefined;
  #preview = $state.raw<InvitePreview>();
  #error = $state<JoinError>();
  #isJoining = $state(false);
  readonly #cloud: Pick<Cloud, 'call'>;
  readonly #store: PendingInviteStore;

  constructor(cloud: Pick<Cloud, 'call'>, store: PendingInviteStore, secret: string | undefined) {
    this.#cloud = cloud;
    this.#store = store;
    this.secret = secret;
    if (secret === undefined) this.#error = 'no-link';
  }

  /** Undefined until it is loaded. */
  get preview(): InvitePreview | undefined {
    return this.#preview;
  }

  get error(): JoinError | undefined {
    return this.#error;
  }

  /** True while `join` runs, and after it succeeded. */
  get isJoining(): boolean {
    return this.#isJoining;
  }

  /** Loads the preview. Never rejects. */
  async loadPreview(): Promise<void> {
    if (this.secret === undefined) return;
    this.#error = undefined;
    try {
      this.#preview = await this.#cloud.call('previewInvite', { secret: this.secret });
    } catch (error) {
      // `join` reports its own error.
      if (!this.#isJoining) this.#error = joinErrorOf(error);
    }
  }

  /** Stores whether the person has pressed the button: joining then continues after the sign-in. */
  setAccepted(isAccepted: boolean): void {
    if (this.secret !== undefined) this.#store.current = { secret: this.secret, isAccepted };
  }

  /** Redeems the invite and returns what was joined; undefined if it failed. Never rejects. */
  async join(): Promise<Joined | undefined> {
    if (this.secret === undefined || this.#isJoining) return undefined;
    this.#isJoining = true;
    this.#error = undefined;
    try {
      const joined = await this.#cloud.call('redeemInvite', { secret: this.secret });
      this.#store.current = undefined;
      return joined;
    } catch (error) {
      this.#isJoining = false;
      this.#error = joinErrorOf(error);
      if (FINAL.includes(this.#error)) this.#store.current = undefined;
      else this.setAccepted(false);
      return undefined;
    }
  }
}
