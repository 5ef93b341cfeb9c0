import { MAX_ADDRESS } from '@maru/model/limits';
import { nameOf } from '@maru/model/library/name';
import { manifest } from '../../../manifest.ts';
import type { StartupState } from './startup-state.ts';

type Account = NonNullable<StartupState['account']>;

/** The longest fragment: a name and an address, percent-encoded. */
const MAX_HASH = 2000;

/**
 * Whether an installed app starts with an empty storage of its own, as with WebKit, which every browser on an iPhone uses. Elsewhere
 * it shares the browser's storage.
 */
export const startsEmpty = ({ vendor }: Pick<Navigator, 'vendor'>): boolean => vendor.startsWith('Apple');

/** Whether this window is the installed app, by the standard's display mode or Apple's `navigator.standalone`. */
export const isInstalled = ({ navigator, matchMedia }: Pick<Window, 'navigator' | 'matchMedia'>): boolean =>
  ('standalone' in navigator && navigator.standalone === true) || matchMedia('(display-mode: standalone)').matches;

/** The start URL of the installed app. The account is in the fragment, which is never sent to a server. */
const startOf = ({ name, address }: Account): string => `/#${new URLSearchParams({ as: address, name }).toString()}`;

/** The account in a start URL's fragment; undefined if there is none. */
export function accountIn(hash: string): Account | undefined {
  if (hash.length > MAX_HASH || !hash.startsWith('#as=')) return undefined;
  const params = new URLSearchParams(hash.slice(1));
  const name = nameOf(params.get('name') ?? '');
  const address = params.get('as') ?? '';
  const isAddress = address.length <= MAX_ADDRESS && /^[!-~]+@[a-z\d.-]+$/i.test(address);
  return name !== undefined && isAddress ? { name, address } : undefined;
}

/** The app's manifest with an account in its start URL. URLs are absolute, because it becomes a blob; the id does not change. */
export function manifestFor(account: Account, origin: string): object {
  const absolute = (path: string | undefined): string => new URL(path ?? '/', origin).href;
  // Apple's browsers know no share target, and show no screenshots.
  const { share_target: _, screenshots: __, ...rest } = manifest;
  return {
    ...rest,
    start_url: absolute(startOf(account)),
    scope: absolute(rest.scope),
    icons: (rest.icons ?? []).map((icon) => ({ ...icon, src: absolute(icon.src) })),
  };
}

/** Points `link` at the manifest of `account`, a blob of this page, until the returned function is called. */
export function pointManifest(link: HTMLLinkElement, account: Account | undefined): () => void {
  if (!account) return () => undefined;
  const original = link.href;
  const json = JSON.stringify(manifestFor(account, location.origin));
  const url = URL.createObjectURL(new Blob([json], { type: 'application/manifest+json' }));
  link.href = url;
  return () => {
    link.href = original;
    URL.revokeObjectURL(url);
  };
}

/**
 * Moves the account from the installed app's first URL to the startup state, which the Google button reads. It never replaces a known
 * account and signs nobody in; in a browser it only removes the fragment.
 */
export function importAccountFromStartUrl(window: Window, state: StartupState): void {
  const { hash, pathname, search } = window.location;
  if (!hash.startsWith('#as=')) return;
  window.history.replaceState(window.history.state, '', pathname + search);
  if (!isInstalled(window) || state.wasUsed) return;
  state.account = accountIn(hash);
}
