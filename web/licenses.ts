import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** Licence texts of packages that do not carry their own: by package name, else by SPDX identifier. */
const TEXTS = join(import.meta.dirname, 'licenses');

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** The folder of the package that a bundled module belongs to, or undefined for our own and virtual modules. */
function packageFolder(moduleId: string): string | undefined {
  const [, folder] = /^([^\0]*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(moduleId) ?? [];
  return folder;
}

function licenseText(folder: string, { name, license }: Package): string {
  const own = readdirSync(folder).find((file) => /^licen[cs]e(\.(md|txt))?$/i.test(file));
  const file = [own && join(folder, own), join(TEXTS, `${name}.txt`), join(TEXTS, `${license}.txt`)].find(
    (path) => path !== undefined && existsSync(path),
  );
  if (file === undefined) throw new Error(`${name} is bundled without a licence text: add web/licenses/${name}.txt`);
  return readFileSync(file, 'utf8').trim();
}

/** The contents of licenses.txt: name, version and licence text of the package in each folder, sorted by name. */
export function licenses(folders: Iterable<string>): string {
  return [...folders]
    .map((folder) => ({ folder, ...(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package) }))
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ folder, ...info }) => `${info.name} ${info.version} (${info.license})\n\n${licenseText(folder, info)}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/**
 * Returns a plugin factory that writes `file` with the licences of every package that ends up in a bundle. Pages, web workers and the service
 * worker are separate builds, so each needs a plugin of its own; Vite's `build.license` covers one build, and no package without a licence file.
 */
export function licensePlugin(file: string): () => Plugin {
  const folders = new Set<string>();
  return () => ({
    name: 'maru-licenses',
    applyToEnvironment: ({ name }) => name === 'client',
    // A web worker's bundle is generated for the page that loads it and never written by itself.
    generateBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue;
        for (const id of output.moduleIds) {
          const folder = packageFolder(id);
          if (folder !== undefined) folders.add(folder);
        }
      }
    },
    writeBundle() {
      if (existsSync(dirname(file))) writeFileSync(file, licenses(folders));
    },
  });
}
