import { MAX_ADDRESS } from '@maru/model/limits';
import { nameOf } from '@maru/model/library/name';
import { manifest } from '../../../manifest.ts';
import type { StartupState } from './startup-state.ts';

/** Whose Google account it is. */
type Account = NonNullable<StartupState['account']>;

/** A name and an address, each character of them percent-encoded. */
const LONGEST = 2000;

/**
 * Whether an app that is added to the home screen starts with an empty storage of its own: so with Apple's engine, which every browser
 * on an iPhone uses. Elsewhere it shares the browser's storage, and the common manifest will do.
 */
export const startsEmpty = ({ vendor }: Pick<Navigator, 'vendor'>): boolean => vendor.startsWith('Apple');

/** Whether this window is the installed app: `navigator.standalone` is Apple's, the display mode the standard's. */
export const isInstalled = ({ navigator, matchMedia }: Pick<Window, 'navigator' | 'matchMedia'>): boolean =>
  ('standalone' in navigator && navigator.standalone === true) || matchMedia('(display-mode: standalone)').matches;

/** The start URL of this account's installed app: the account is in the fragment, which is sent to no server. */
const startOf = ({ name, address }: Account): string => `/#${new URLSearchParams({ as: address, name }).toString()}`;

/** The account in a start URL's fragment, or undefined if it has none. */
export function accountIn(hash: string): Account | undefined {
  if (hash.length > LONGEST || !hash.startsWith('#as=')) return undefined;
  const said = new URLSearchParams(hash.slice(1));
  const name = nameOf(said.get('name') ?? '');
  const address = said.get('as') ?? '';
  const isAddress = address.length <= MAX_ADDRESS && /^[!-~]+@[a-z\d.-]+$/i.test(address);
  return name !== undefined && isAddress ? { name, address } : undefined;
}

/** The app's manifest for one account. It is a blob, so its URLs are absolute; the id is the same, so it is the same app. */
export function manifestFor(account: Account, origin: string): object {
  const whole = (path: string | undefined): string => new URL(path ?? '/', origin).href;
  return {
    ...manifest,
    start_url: whole(startOf(account)),
    scope: whole(manifest.scope),
    icons: (manifest.icons ?? []).map((icon) => ({ ...icon, src: whole(icon.src) })),
  };
}

/** Points `link` at the manifest of `account`, a blob that never leaves this page. Returns what undoes it. */
export function pointManifest(link: HTMLLinkElement, account: Account | undefined): () => void {
  if (!account) return () => undefined;
  const plain = link.href;
  const made = JSON.stringify(manifestFor(account, location.origin));
  const url = URL.createObjectURL(new Blob([made], { type: 'application/manifest+json' }));
  link.href = url;
  return () => {
    link.href = plain;
    URL.revokeObjectURL(url);
  };
}

/**
 * Moves the account in the installed app's first URL to the startup state, where the Google button finds it. It signs nobody in and
 * replaces nobody who has used this device; in a browser it only removes the fragment.
 */
export function takeFirstStart(window: Window, known: StartupState): void {
  const { hash, pathname, search } = window.location;
  if (!hash.startsWith('#as=')) return;
  window.history.replaceState(window.history.state, '', pathname + search);
  if (!isInstalled(window) || known.hasBegun) return;
  known.account = accountIn(hash);
}
