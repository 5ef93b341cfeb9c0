import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter } from '@sveltejs/kit';
import { FIRST_ROUTES, HOME_ROUTES } from './chunks.ts';

/** The page of errors: Kit loads it before it shows any page, but does not preload it. */
const ERROR_ROUTE = 'src/routes/+error.svelte';
/** The SDK of the first photos. */
const SDK = ['src/lib/firebase/auth.ts', 'src/lib/firebase/firestore.ts'];
/**
 * Google's hosts that the first photos come from, in the order of their use, and the kind of connection that their requests need: the one of Firestore's SDK
 * sends credentials. Connecting to a host takes a phone two or three round trips.
 */
const HOSTS = {
  'securetoken.googleapis.com': 'anonymous',
  'identitytoolkit.googleapis.com': 'anonymous',
  'firestore.googleapis.com': 'use-credentials',
  'firebasestorage.googleapis.com': 'anonymous',
};

/** A part of Vite's manifest. */
export type Manifest = Readonly<
  Record<string, { readonly file: string; readonly imports?: readonly string[]; readonly css?: readonly string[] }>
>;

/** The files of modules and of everything they import, each once. */
function filesOf(manifest: Manifest, keys: readonly string[], seen = new Set<string>()): string[] {
  return keys.flatMap((key) => {
    const entry = manifest[key];
    if (!entry || seen.has(key)) return [];
    seen.add(key);
    return [entry.file, ...(entry.css ?? []), ...filesOf(manifest, entry.imports ?? [], seen)];
  });
}

/** Keys of modules in a manifest: those of every page, of home, of an album, which all other pages get too, and of the SDK. */
export interface Preloaded {
  readonly everyPage: readonly string[];
  readonly home: readonly string[];
  readonly album: readonly string[];
  readonly sdk: readonly string[];
}

/**
 * Adds to a page what it loads first, instead of one import after another: links to the modules that every page needs, and a script that
 * loads those of this page with what they import and connects to Google, if somebody is signed in (`person` in
 * lib/device/startup-state.ts). Leaves out files that the page loads anyway, and on the emulators the connections. The script is before Kit's CSP
 * tag, which applies to the scripts after it, and runs after the parser has found the links after it. (DOMContentLoaded would wait for their
 * modules.) The SDK and the configuration, which it waits for, are loaded at the same time on a first visit only: later, both are on the
 * device, and a browser that compiles the SDK before the first paint paints later.
 */
export function addPreloads(html: string, manifest: Manifest, { everyPage, home, album, sdk }: Preloaded): string {
  const policy = '<meta http-equiv="content-security-policy"';
  if (!html.includes(policy)) throw new Error('the page has no content security policy: see web/preloads.ts');
  const missing = (keys: readonly string[], page: string): string[] =>
    filesOf(manifest, keys).filter((file) => !page.includes(`"/${file}"`));
  const links = missing(everyPage, html)
    .filter((file) => file.endsWith('.js'))
    .map((file) => `<link href="/${file}" rel="modulepreload">\n`);
  const page = html.replace(policy, () => links.join('') + policy);
  const files = (keys: readonly string[]): string => JSON.stringify(missing(keys, page));
  const script = `<script>
try {
  if (localStorage.getItem('maru-person') !== null)
    setTimeout(() => {
      const add = (link) => document.head.append(Object.assign(document.createElement('link'), link));
      if (!/^(localhost|127\\.0\\.0\\.1)$/.test(location.hostname))
        for (const [host, crossOrigin] of ${JSON.stringify(Object.entries(HOSTS))}) add({ rel: 'preconnect', href: 'https://' + host, crossOrigin });
      const page = /^\\/(l\\/[^/]+\\/?)?$/.test(location.pathname) ? ${files(home)} : ${files(album)};
      const sdk = navigator.serviceWorker?.controller ? [] : ['maru.json', ...${files(sdk)}];
      for (const file of new Set([...page, ...sdk])) {
        const as = file.endsWith('.css') ? 'style' : file.endsWith('.json') ? 'fetch' : undefined;
        const kind = as ? { rel: 'preload', as, crossOrigin: '' } : { rel: 'modulepreload' };
        add({ href: '/' + file, fetchPriority: 'low', ...kind });
      }
    });
} catch {}
</script>
`;
  return page.replace(policy, () => script + policy);
}

/** An adapter whose page also preloads what the first photos need: Kit preloads only what every route needs. */
export function withPreloads(adapter: Adapter, pagePath: string): Adapter {
  return {
    ...adapter,
    adapt: async (builder) => {
      await adapter.adapt(builder);
      const manifest = JSON.parse(
        readFileSync(join(builder.getClientDirectory(), '.vite', 'manifest.json'), 'utf8'),
      ) as Manifest;
      const nodes = Object.keys(manifest).filter((key) => /\/nodes\/\d+\.js$/.test(key));
      const nodeOf = (module: string): string =>
        nodes.find((key) => readFileSync(join(import.meta.dirname, key), 'utf8').includes(`/${module}"`)) ?? '';
      const preloaded = {
        everyPage: [ERROR_ROUTE].map(nodeOf),
        home: HOME_ROUTES.map(nodeOf),
        album: FIRST_ROUTES.map(nodeOf),
        sdk: SDK,
      };
      if (Object.values(preloaded).some((keys) => keys.some((key) => !manifest[key])))
        throw new Error('a module to preload is not in the build: see web/preloads.ts');
      writeFileSync(pagePath, addPreloads(readFileSync(pagePath, 'utf8'), manifest, preloaded));
    },
  };
}
