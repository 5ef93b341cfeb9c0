import { isSecret } from '@maru/model/ids';

const KEY = 'maru-invite';

/** An invite whose link was opened. */
export interface PendingInvite {
  readonly secret: string;
  /** Whether the person pressed the button: after the redirect back from Google, joining then continues by itself. */
  readonly isAccepted: boolean;
}

/** The secret in an invite link's fragment, or undefined if it has none. */
export function secretIn(hash: string): string | undefined {
  const secret = hash.replace(/^#/, '').trim().toLowerCase();
  return isSecret(secret) ? secret : undefined;
}

/** Holds this tab's invite: it survives the redirect to Google and back, and ends with the tab. */
export interface PendingInviteStore {
  current: PendingInvite | undefined;
}

/** A `PendingInviteStore` over a Storage; where that stores nothing, the invite lasts as long as the page. */
export function pendingInviteStore(store: Storage): PendingInviteStore {
  let inMemory: PendingInvite | undefined;
  return {
    get current() {
      try {
        const [secret, coming] = (store.getItem(KEY) ?? '').split(' ');
        return isSecret(secret) ? { secret, isAccepted: coming === 'coming' } : inMemory;
      } catch {
        return inMemory;
      }
    },
    set current(invite) {
      inMemory = invite;
      try {
        if (invite) store.setItem(KEY, invite.isAccepted ? `${invite.secret} coming` : invite.secret);
        else store.removeItem(KEY);
      } catch {
        // It lasts as long as the page.
      }
    },
  };
}
