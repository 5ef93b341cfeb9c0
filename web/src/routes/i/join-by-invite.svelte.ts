import type { ApiResponse } from '@maru/model/api/endpoints';
import { ApiError, type ApiErrorCode } from '@maru/model/api/error';
import type { PendingInviteStore } from '#lib/device/pending-invite.ts';
import type { Cloud } from '#lib/firebase/cloud.ts';

/** What an invite leads to, in names. */
export type InvitePreview = ApiResponse<'previewInvite'>;
/** Where one is after coming by it. */
export type JoinedPlace = ApiResponse<'redeemInvite'>;
/** Why it does not go on: a refusal, no link at hand, no network, or the unforeseen. */
export type JoinError = ApiErrorCode | 'no-link' | 'offline' | 'broken';

/** Refusals that no other account and no second try mends: the link is let go. */
const FINAL: readonly JoinError[] = ['not-found', 'invalid-request', 'invite-expired', 'invite-used'];

const troubleOf = (error: unknown): JoinError => {
  if (error instanceof ApiError) return error.code;
  if (error instanceof Error && error.name === 'Unreachable') return 'offline';
  console.error('an invite', error);
  return 'broken';
};

/** Following an invite's link: looking at it redeems nothing, coming by it does. */
export class JoinByInvite {
  readonly secret: string | undefined;
  #look = $state.raw<InvitePreview>();
  #joinError = $state<JoinError>();
  #isJoining = $state(false);
  readonly #cloud: Pick<Cloud, 'call'>;
  readonly #held: PendingInviteStore;

  constructor(cloud: Pick<Cloud, 'call'>, held: PendingInviteStore, secret: string | undefined) {
    this.#cloud = cloud;
    this.#held = held;
    this.secret = secret;
    if (secret === undefined) this.#joinError = 'no-link';
  }

  /** What it leads to; undefined until that is known. */
  get what(): InvitePreview | undefined {
    return this.#look;
  }

  get joinError(): JoinError | undefined {
    return this.#joinError;
  }

  /** True while one is on the way in. */
  get isJoining(): boolean {
    return this.#isJoining;
  }

  /** Asks what the invite leads to. Never rejects. */
  async look(): Promise<void> {
    if (this.secret === undefined) return;
    this.#joinError = undefined;
    try {
      this.#look = await this.#cloud.call('previewInvite', { secret: this.secret });
    } catch (error) {
      // Who is on their way in hears of it from there.
      if (!this.#isJoining) this.#joinError = troubleOf(error);
    }
  }

  /** From now on whoever comes back from Google goes on by themselves; `false` where nobody came. */
  intend(isJoining: boolean): void {
    if (this.secret !== undefined) this.#held.current = { secret: this.secret, isAccepted: isJoining };
  }

  /** Comes by the invite and answers where to go; undefined where it was refused. Never rejects. */
  async come(): Promise<JoinedPlace | undefined> {
    if (this.secret === undefined || this.#isJoining) return undefined;
    this.#isJoining = true;
    this.#joinError = undefined;
    try {
      const place = await this.#cloud.call('redeemInvite', { secret: this.secret });
      this.#held.current = undefined;
      return place;
    } catch (error) {
      this.#isJoining = false;
      this.#joinError = troubleOf(error);
      if (FINAL.includes(this.#joinError)) this.#held.current = undefined;
      else this.intend(false);
      return undefined;
    }
  }
}
