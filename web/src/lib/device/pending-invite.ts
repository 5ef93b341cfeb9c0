import { isSecret } from '@maru/model/ids';

const KEY = 'maru-invite';

/** An invite whose link is being followed. */
export interface Held {
  readonly secret: string;
  /** Whether somebody pressed the button: who comes back from Google then goes on by themselves. */
  readonly isComing: boolean;
}

/** The secret in a link's fragment, or undefined where there is none of that form. */
export function secretIn(hash: string): string | undefined {
  const secret = hash.replace(/^#/, '').trim().toLowerCase();
  return isSecret(secret) ? secret : undefined;
}

/** Where this tab holds an invite: it survives the way to Google and back, and ends with the tab. */
export interface HeldInvite {
  current: Held | undefined;
}

/** `HeldInvite` over a Storage; a browser that keeps nothing holds it until the page is left. */
export function heldInvite(store: Storage): HeldInvite {
  let here: Held | undefined;
  return {
    get current() {
      try {
        const [secret, coming] = (store.getItem(KEY) ?? '').split(' ');
        return isSecret(secret) ? { secret, isComing: coming === 'coming' } : here;
      } catch {
        return here;
      }
    },
    set current(held) {
      here = held;
      try {
        if (held) store.setItem(KEY, held.isComing ? `${held.secret} coming` : held.secret);
        else store.removeItem(KEY);
      } catch {
        // As promised: until the page is left.
      }
    },
  };
}
