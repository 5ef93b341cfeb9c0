import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = import.meta.dirname;
const kit = dirname(fileURLToPath(import.meta.resolve('@sveltejs/kit/package.json')));

/** Routes that people open first, and what shows their photos. */
export const FIRST_ROUTES = [
  'src/routes/l/[library]/+layout.svelte',
  'src/routes/l/[library]/all/+page.svelte',
  'src/routes/l/[library]/a/[album]/+page.svelte',
];

/** The app's start URL, and a library's home, to which it redirects. */
export const HOME_ROUTES = [
  'src/routes/+page.svelte',
  'src/routes/l/[library]/+layout.svelte',
  'src/routes/l/[library]/+page.svelte',
];

/** What Kit loads for every page, and the routes of people who are not signed in, so that these load nothing else. */
const EVERY_PAGE = [
  'src/routes/+layout.svelte',
  'src/routes/+error.svelte',
  'src/routes/sign-in/+page.svelte',
  'src/routes/i/+page.svelte',
];

/**
 * The page loads Kit's app and the payload's module, sets the payload, and then imports the client, which reads it at once. If a chunk of the
 * first two contained the client, it would run too early, take every build for a newer one, and reload unknown addresses for ever.
 */
const KIT_APP = join(web, '.svelte-kit/generated/build/client-optimized/app.js');
const KIT_PAYLOAD = join(kit, 'src/runtime/client/payload.js');
const KIT_CLIENT = join(kit, 'src/runtime/client/client-entry.js');
/** The library for panoramas: large, and seldom another version, so a new version of the app does not load it again. */
const SPHERE = /\/node_modules\/(three|@photo-sphere-viewer)\//;
const SDK_OF_SIGN_IN = /\/node_modules\/(@firebase\/(app|auth|component|logger|util)|firebase\/(app|auth))\//;

/** The part of a bundler's context that a chunk's name depends on. */
interface Graph {
  readonly getModuleInfo: (
    id: string,
  ) => { readonly importedIds: readonly string[]; readonly code?: string | null } | null;
}

/** The key of a text, each of which is a module that an index imports. */
const messageOf = (id: string): string | undefined => /\/paraglide\/messages\/(?!_index)(\w+)\.js$/.exec(id)?.[1];

/** A group that holds `roots` and all that they import, directly or not; of the texts only those that its modules name. */
function groupOf(name: string, roots: readonly string[], priority: number) {
  let members: Set<string> | undefined;
  const texts = new Set<string>();
  const collect = (id: string, graph: Graph, found: Set<string>): Set<string> => {
    if (found.has(id) || id === KIT_PAYLOAD || messageOf(id) !== undefined) return found;
    found.add(id);
    const info = graph.getModuleInfo(id);
    for (const [, key = ''] of (info?.code ?? '').matchAll(/\bm\.(\w+)/g)) texts.add(key);
    for (const imported of info?.importedIds ?? []) collect(imported, graph, found);
    return found;
  };
  return {
    name: (id: string, graph: Graph): string | null => {
      members ??= roots.reduce((found, root) => collect(root, graph, found), new Set<string>());
      return members.has(id) || texts.has(messageOf(id) ?? '') ? name : null;
    },
    priority,
  };
}

/**
 * Chunks of modules that are needed together. Without them an album's page would load sixty files; each request takes time of the main
 * thread of a phone, and goes through the service worker.
 */
export const CHUNK_GROUPS = [
  { name: 'payload', test: (id: string) => id === KIT_PAYLOAD, priority: 6 },
  { name: 'auth', test: SDK_OF_SIGN_IN, priority: 5 },
  { name: 'sphere', test: SPHERE, priority: 5 },
  groupOf('svelte', [KIT_APP], 4),
  groupOf('base', [KIT_CLIENT, ...EVERY_PAGE.map((file) => join(web, file))], 3),
  groupOf(
    'album',
    FIRST_ROUTES.map((route) => join(web, route)),
    2,
  ),
  groupOf(
    'home',
    HOME_ROUTES.map((route) => join(web, route)),
    1,
  ),
  // Texts of all other pages: one file rather than one for each set of pages that share a text.
  { name: 'texts', test: (id: string) => messageOf(id) !== undefined, priority: 0 },
];
