import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/** The design page: a page of its own, because whatever lies outside of src cannot be part of the app. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: join(import.meta.dirname, '../static'),
  cacheDir: join(import.meta.dirname, '../node_modules/.vite-design'),
  plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
  build: { emptyOutDir: true },
});
