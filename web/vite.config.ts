import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { svelteTesting } from '@testing-library/svelte/vite';
import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { licensePlugin } from './licenses.ts';
import { manifest } from './manifest.ts';
import { versionOf } from './version.ts';

const web = import.meta.dirname;
const version = versionOf(web);
const fallback = '200.html';
/** Kit's adapter copies this folder into build/ afterwards. */
const client = '.svelte-kit/output/client';
const licenses = licensePlugin(join(web, client, 'licenses.txt'));

/**
 * What is ours and Svelte's: without the Firebase SDK and hls.js, which wait until they are needed, and without Kit, whose client is told its
 * version between two of its own modules (in one file it would take every build for a newer one, and load an unknown address for ever).
 */
const OURS = /\/(web\/src|model\/src|node_modules\/(svelte|@lucide|thumbhash|esm-env|clsx))\//;

/** Keeps the message modules as new as the words. A process of its own, because the compiler holds its process for 30 s. */
function messages(): Plugin {
  const make = () => execFileSync(process.execPath, [join(web, 'messages.ts')], { stdio: 'inherit' });
  return {
    name: 'maru-messages',
    config: () => void make(),
    watchChange: (file) => {
      if (file.startsWith(join(web, 'messages'))) make();
    },
  };
}

/** Kit has no index.html to transform, and its server build, which a static site throws away, needs no service worker. */
function besideKit(plugins: Plugin[]): Plugin[] {
  return plugins.map(({ transformIndexHtml: _, ...plugin }) => ({
    ...plugin,
    applyToEnvironment: (environment) => environment.name === 'client',
  }));
}

export default defineConfig({
  plugins: [
    messages(),
    sveltekit({
      adapter: adapter({ pages: 'build', assets: 'build', fallback }),
      compilerOptions: { runes: true },
      // The rest of the policy is in Hosting's header. apis.google.com: Google sign-in's popup. wasm: hashing in a worker.
      csp: {
        mode: 'hash',
        directives: {
          'script-src': ['self', 'https://apis.google.com', 'wasm-unsafe-eval'],
          'worker-src': ['self'],
        },
      },
      // Ours is built by vite-plugin-pwa.
      serviceWorker: { register: false },
      version: { name: version, pollInterval: 0 },
    }),
    besideKit(
      VitePWA({
        strategies: 'injectManifest',
        injectRegister: false,
        srcDir: 'src',
        filename: 'sw.ts',
        outDir: client,
        buildBase: '/',
        base: '/',
        manifest,
        includeManifestIcons: false,
        injectManifest: {
          buildPlugins: { vite: [licenses()] },
          // All script, the Firebase SDK and hls.js too: the whole app has to start without a network.
          globPatterns: ['_app/**/*.{js,css}', 'icons/maru.svg'],
          dontCacheBustURLsMatching: /_app\/immutable\//,
          additionalManifestEntries: [{ url: `/${fallback}`, revision: version }],
        },
      }),
    ),
    licenses(),
    svelteTesting(),
  ],
  worker: { plugins: () => [licenses()] },
  // What most pages share is one file: a request for each of fifty small ones costs a phone more than their bytes.
  build: {
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'base', test: OURS, minShareCount: 4 }] } } },
  },
  server: { strictPort: true },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', '*.test.ts'],
  },
});
