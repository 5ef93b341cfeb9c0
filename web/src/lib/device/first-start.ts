import { MAX_ADDRESS } from '@maru/model/limits';
import { nameOf } from '@maru/model/library/name';
import { manifest } from '../../../manifest.ts';
import type { Remembered } from './startup-state.ts';

/** Whose Google account it is. */
type Account = NonNullable<Remembered['account']>;

/** Two names and two words, each of their characters as long as an address can write it. */
const LONGEST = 2000;

/**
 * Whether an app that is put on the home screen starts with a storage of its own, empty: so in Apple's browsers, on an iPhone
 * whatever they are called. Elsewhere it finds what the browser has, and the manifest is everybody's.
 */
export const startsEmpty = ({ vendor }: Pick<Navigator, 'vendor'>): boolean => vendor.startsWith('Apple');

/** Whether this window is the installed app: `standalone` is Apple's own word, the display mode everybody's. */
export const isInstalled = ({ navigator, matchMedia }: Pick<Window, 'navigator' | 'matchMedia'>): boolean =>
  ('standalone' in navigator && navigator.standalone === true) || matchMedia('(display-mode: standalone)').matches;

/** Where the installed app of this account starts: who it is stands in the fragment, which no server is sent. */
const startOf = ({ name, address }: Account): string => `/#${new URLSearchParams({ as: address, name }).toString()}`;

/** The account that the fragment of a start names, or undefined where it is none: text of a bounded length, and no more. */
export function accountIn(hash: string): Account | undefined {
  if (hash.length > LONGEST || !hash.startsWith('#as=')) return undefined;
  const said = new URLSearchParams(hash.slice(1));
  const name = nameOf(said.get('name') ?? '');
  const address = said.get('as') ?? '';
  const isAddress = address.length <= MAX_ADDRESS && /^[!-~]+@[a-z\d.-]+$/i.test(address);
  return name !== undefined && isAddress ? { name, address } : undefined;
}

/**
 * The app's manifest for who is signed in at `origin`. It is read from no place of ours, so that each address in it is whole;
 * the id stays, so that it is the same app.
 */
export function manifestFor(account: Account, origin: string): object {
  const whole = (path: string | undefined): string => new URL(path ?? '/', origin).href;
  return {
    ...manifest,
    start_url: whole(startOf(account)),
    scope: whole(manifest.scope),
    icons: (manifest.icons ?? []).map((icon) => ({ ...icon, src: whole(icon.src) })),
  };
}

/**
 * Lets `link` be the manifest of who is signed in, and everybody's for nobody. It never leaves this page: a blob, which only
 * the page's own scripts can make. Gives what lets go of it.
 */
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
 * Takes whom the installed app's first start names out of the address, and remembers them for the Google button: nobody is
 * signed in by it, and who is or was remembered here stays. A link that is opened in a browser names nobody.
 */
export function takeFirstStart(window: Window, known: Remembered): void {
  const { hash, pathname, search } = window.location;
  if (!hash.startsWith('#as=')) return;
  window.history.replaceState(window.history.state, '', pathname + search);
  if (!isInstalled(window) || known.hasBegun) return;
  known.account = accountIn(hash);
}
