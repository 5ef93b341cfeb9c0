import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter } from '@sveltejs/kit';
import { FIRST_ROUTES } from './chunks.ts';

/** The SDK of the first photos. */
const SDK = ['src/lib/firebase/auth.ts', 'src/lib/firebase/firestore.ts'];

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

/**
 * Adds a script to a page that loads modules with what they import, at once, in place of one import after another, if somebody is signed in
 * (`person` in lib/device/startup-state.ts). Leaves out files that the page loads anyway. The script is before Kit's CSP tag, which applies
 * to the scripts after it, and runs after the parser has found the links after it. (DOMContentLoaded would wait for their modules.) The
 * configuration, which the SDK waits for, is loaded at the same time.
 */
export function addPreloads(html: string, manifest: Manifest, keys: readonly string[]): string {
  const files = filesOf(manifest, keys).filter((file) => !html.includes(`"/${file}"`));
  const preload = (file: string, as: string) => ({ href: `/${file}`, rel: 'preload', as, crossOrigin: '' });
  const links = [
    preload('maru.json', 'fetch'),
    ...files.map((file) =>
      file.endsWith('.css') ? preload(file, 'style') : { href: `/${file}`, rel: 'modulepreload' },
    ),
  ].map((link) => ({ ...link, fetchPriority: 'low' }));
  const script = `<script>
try {
  if (localStorage.getItem('maru-person') !== null)
    setTimeout(() => {
      for (const link of ${JSON.stringify(links)}) document.head.append(Object.assign(document.createElement('link'), link));
    });
} catch {}
</script>
`;
  const policy = '<meta http-equiv="content-security-policy"';
  if (!html.includes(policy)) throw new Error('the page has no content security policy: see web/preloads.ts');
  return html.replace(policy, () => script + policy);
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
      const keys = FIRST_ROUTES.map((module) =>
        nodes.find((key) => readFileSync(join(import.meta.dirname, key), 'utf8').includes(`/${module}"`)),
      );
      if (keys.includes(undefined) || SDK.some((key) => !manifest[key]))
        throw new Error('a module to preload is not in the build: see web/preloads.ts');
      const html = readFileSync(pagePath, 'utf8');
      writeFileSync(pagePath, addPreloads(html, manifest, [...keys.filter((key) => key !== undefined), ...SDK]));
    },
  };
}
