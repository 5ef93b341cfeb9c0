import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** Licence texts of packages that do not include one, by package name or SPDX identifier. */
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
 * Returns a factory of plugins that write the licences of every bundled package to `file`. Pages, web workers and the service worker are
 * separate builds, and each needs a plugin of its own; Vite's `build.license` covers one build, and not packages without a licence file.
 */
export function licensePlugin(file: string): () => Plugin {
  const folders = new Set<string>();
  return () => ({
    name: 'maru-licenses',
    applyToEnvironment: ({ name }) => name === 'client',
    // The build of a web worker generates a bundle but does not write it, so `writeBundle` is not called.
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
