import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './cache.js';
import { install, isInstalled, missingPackages } from './install.js';
import { npmCli, npmEnvironment } from './npm.js';
import { folder } from './fake-programs.js';

/** @param {Record<string, object>} packages */
function project(packages) {
  const root = folder('project');
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }));
  return root;
}

/** @param {string} root @param {string} path @param {string} version */
function put(root, path, version) {
  mkdirSync(join(root, path), { recursive: true });
  writeFileSync(join(root, path, 'package.json'), JSON.stringify({ version }));
}

const FIRESTORE = 'node_modules/@google-cloud/firestore';

test('lists packages that are missing or have another version, except links and optional ones', () => {
  const root = project({
    model: {},
    'node_modules/@maru/model': { link: true },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '1.0.0' },
    'node_modules/other-platform': { version: '1.0.0', optional: true },
    [FIRESTORE]: { version: '9.0.0', optional: true },
  });
  put(root, 'node_modules/a', '2.0.0');
  expect(missingPackages(root)).toEqual(['node_modules/a', 'node_modules/b', FIRESTORE]);
  expect(isInstalled(root)).toBe(false);
});

test('remembers a complete install by the hash of package-lock.json', () => {
  const root = project({ 'node_modules/a': { version: '1.0.0' } });
  put(root, 'node_modules/a', '1.0.0');
  expect(isInstalled(root)).toBe(true);
  const next = JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.1' } } });
  writeFileSync(join(root, 'package-lock.json'), next);
  expect(isInstalled(root)).toBe(false);
});

test('reports the last lines of a failing npm', async () => {
  const root = project({ 'node_modules/a': { version: '1.0.0' } });
  const npm = join(folder('npm'), 'npm-cli.js');
  writeFileSync(npm, 'console.error("E404 not here"); process.exit(1)');
  const before = process.env['npm_execpath'];
  process.env['npm_execpath'] = npm;
  try {
    await expect(install(process.execPath, root)).rejects.toThrow('E404 not here');
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, 'npm_execpath');
    else process.env['npm_execpath'] = before;
  }
});

test('a child npm gets the registry and certificates of the parent npm, and nothing else of it', () => {
  const env = {
    HOME: folder(),
    npm_config_omit: 'dev',
    npm_config_registry: 'https://registry.example',
    npm_config_cafile: '/ca',
    npm_lifecycle_event: 'start',
    npm_package_name: 'maru',
  };
  expect(npmEnvironment(env)).toEqual({
    HOME: env.HOME,
    npm_config_registry: 'https://registry.example',
    npm_config_cafile: '/ca',
    npm_config_cache: join(env.HOME, '.npm'),
  });
  const file = join(folder(), 'a-file');
  writeFileSync(file, '');
  const cache = folder();
  expect(npmEnvironment({ HOME: file, MARU_CACHE: cache })['npm_config_cache']).toBe(join(cache, 'npm'));
});

test('uses the npm that started this process, else the one on PATH', () => {
  const npm = join(folder('npm'), 'npm-cli.js');
  writeFileSync(npm, '');
  expect(npmCli({ npm_execpath: npm, PATH: '' })).toBe(npm);
  expect(() => npmCli({ PATH: '' })).toThrow('npm');
});

test('package-lock.json contains no registry host', () => {
  const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  expect(lock).toContain('"integrity"');
  // Not toContain: its failure would print the whole file.
  expect(lock.match(/"resolved": "http.*/g)).toBeNull();
  expect(readFileSync(join(ROOT, '.npmrc'), 'utf8')).toContain('omit-lockfile-registry-resolved=true');
});
