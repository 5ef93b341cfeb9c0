import { isSecret } from '@maru/model/ids';
import { readStorage, writeStorage } from '../web-storage.ts';

const KEY = 'maru-invite';

/** An invite link that was opened. */
export interface PendingInvite {
  readonly secret: string;
  /** Whether the person pressed the button; joining then continues after the redirect from Google. */
  readonly isAccepted: boolean;
}

/** The secret in an invite link's fragment; undefined if there is none. */
export function secretIn(hash: string): string | undefined {
  const secret = hash.replace(/^#/, '').trim().toLowerCase();
  return isSecret(secret) ? secret : undefined;
}

/** The invite of this tab. It survives the redirect to Google and back, and ends with the tab. */
export interface PendingInviteStore {
  current: PendingInvite | undefined;
}

/** Stores the pending invite in a Storage; without storage it lasts as long as the page. */
export function pendingInviteStore(store: Storage): PendingInviteStore {
  let inMemory: PendingInvite | undefined;
  return {
    get current() {
      const [secret, state] = (readStorage(store, KEY) ?? '').split(' ');
      return isSecret(secret) ? { secret, isAccepted: state === 'accepted' } : inMemory;
    },
    set current(invite) {
      inMemory = invite;
      writeStorage(store, KEY, invite && (invite.isAccepted ? `${invite.secret} accepted` : invite.secret));
    },
  };
}
