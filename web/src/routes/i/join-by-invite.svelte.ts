import type { ApiResponse } from '@maru/model/api/endpoints';
import { ApiError, type ApiErrorCode } from '@maru/model/api/error';
import type { HeldInvite } from '#lib/device/held-invite.ts';
import type { Cloud } from '#lib/firebase/cloud.ts';

/** What an invite leads to, in names. */
export type Look = ApiResponse<'previewInvite'>;
/** Where one is after coming by it. */
export type Place = ApiResponse<'redeemInvite'>;
/** Why it does not go on: a refusal, no link at hand, no network, or the unforeseen. */
export type Trouble = ApiErrorCode | 'no-link' | 'offline' | 'broken';

/** Refusals that no other account and no second try mends: the link is let go. */
const FINAL: readonly Trouble[] = ['not-found', 'bad-input', 'invite-over', 'invite-used'];

const troubleOf = (error: unknown): Trouble => {
  if (error instanceof ApiError) return error.code;
  if (error instanceof Error && error.name === 'Unreachable') return 'offline';
  console.error('an invite', error);
  return 'broken';
};

/** Following an invite's link: looking at it redeems nothing, coming by it does. */
export class Joining {
  readonly secret: string | undefined;
  #look = $state.raw<Look>();
  #trouble = $state<Trouble>();
  #isComing = $state(false);
  readonly #cloud: Pick<Cloud, 'call'>;
  readonly #held: HeldInvite;

  constructor(cloud: Pick<Cloud, 'call'>, held: HeldInvite, secret: string | undefined) {
    this.#cloud = cloud;
    this.#held = held;
    this.secret = secret;
    if (secret === undefined) this.#trouble = 'no-link';
  }

  /** What it leads to; undefined until that is known. */
  get what(): Look | undefined {
    return this.#look;
  }

  get trouble(): Trouble | undefined {
    return this.#trouble;
  }

  /** True while one is on the way in. */
  get isComing(): boolean {
    return this.#isComing;
  }

  /** Asks what the invite leads to. Never rejects. */
  async look(): Promise<void> {
    if (this.secret === undefined) return;
    this.#trouble = undefined;
    try {
      this.#look = await this.#cloud.call('previewInvite', { secret: this.secret });
    } catch (error) {
      // Who is on their way in hears of it from there.
      if (!this.#isComing) this.#trouble = troubleOf(error);
    }
  }

  /** From now on whoever comes back from Google goes on by themselves; `false` where nobody came. */
  intend(isComing: boolean): void {
    if (this.secret !== undefined) this.#held.current = { secret: this.secret, isComing };
  }

  /** Comes by the invite and answers where to go; undefined where it was refused. Never rejects. */
  async come(): Promise<Place | undefined> {
    if (this.secret === undefined || this.#isComing) return undefined;
    this.#isComing = true;
    this.#trouble = undefined;
    try {
      const place = await this.#cloud.call('redeemInvite', { secret: this.secret });
      this.#held.current = undefined;
      return place;
    } catch (error) {
      this.#isComing = false;
      this.#trouble = troubleOf(error);
      if (FINAL.includes(this.#trouble)) this.#held.current = undefined;
      else this.intend(false);
      return undefined;
    }
  }
}
