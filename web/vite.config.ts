import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { svelteTesting } from '@testing-library/svelte/vite';
import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { CHUNK_GROUPS } from './chunks.ts';
import { licensePlugin } from './licenses.ts';
import { manifest } from './manifest.ts';
import { withPreloads } from './preloads.ts';
import { versionOf } from './version.ts';

const web = import.meta.dirname;
const version = versionOf(web);
const fallback = '200.html';
/** Kit's adapter copies this folder into build/ afterwards. */
const client = '.svelte-kit/output/client';
const licenses = licensePlugin(join(web, client, 'licenses.txt'));

/** Compiles the messages at start and after every change, in a process of its own, because the compiler does not exit for 30 s. */
function messages(): Plugin {
  const compile = () => execFileSync(process.execPath, [join(web, 'messages.ts')], { stdio: 'inherit' });
  return {
    name: 'maru-messages',
    config: () => void compile(),
    watchChange: (file) => {
      if (file.startsWith(join(web, 'messages'))) compile();
    },
  };
}

/** Adapts plugins to Kit, which has no index.html; its server build, which a static site discards, needs no service worker. */
function clientOnly(plugins: Plugin[]): Plugin[] {
  return plugins.map(({ transformIndexHtml: _, ...plugin }) => ({
    ...plugin,
    applyToEnvironment: (environment) => environment.name === 'client',
  }));
}

export default defineConfig({
  plugins: [
    messages(),
    sveltekit({
      adapter: withPreloads(adapter({ pages: 'build', assets: 'build', fallback }), join(web, 'build', fallback)),
      compilerOptions: { runes: true },
      // The rest of the policy is in Hosting's header. apis.google.com: the sign-in popup. wasm: hashing in a worker.
      csp: {
        mode: 'hash',
        directives: {
          'script-src': ['self', 'https://apis.google.com', 'wasm-unsafe-eval'],
          'worker-src': ['self'],
        },
      },
      // vite-plugin-pwa builds the service worker.
      serviceWorker: { register: false },
      version: { name: version, pollInterval: 0 },
    }),
    clientOnly(
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
          // All scripts, including the Firebase SDK and hls.js: the whole app has to start offline.
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
  environments: {
    client: {
      // Not in Kit's server build, which runs shared chunks: some modules need a window.
      build: { rolldownOptions: { output: { codeSplitting: { groups: CHUNK_GROUPS } } } },
    },
  },
  server: { strictPort: true },
  test: {
    testTimeout: 300_000,
    environment: 'happy-dom',
    isolate: false,
    include: ['src/**/*.test.ts', '*.test.ts'],
  },
});
