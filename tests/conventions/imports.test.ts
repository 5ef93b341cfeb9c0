import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ROOT, trackedFiles } from './tracked-files.ts';

interface Dependency {
  readonly module: string;
  readonly rules?: readonly { readonly name: string }[];
}
interface Rule {
  readonly name: string;
  readonly from: { readonly path?: string };
}

const repository = mkdtempSync(join(tmpdir(), 'maru-imports-'));
afterAll(() => {
  rmSync(repository, { recursive: true });
});

function write(file: string, text: string): void {
  mkdirSync(join(repository, dirname(file)), { recursive: true });
  writeFileSync(join(repository, file), text);
}

/** Runs dependency-cruiser with the project's rules on the written files; returns each import with the rules it violates. */
function check(): Map<string, readonly Dependency[]> {
  const cruiser = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = join(ROOT, '.dependency-cruiser.js');
  const args = [cruiser, '--config', config, '--output-type', 'json', 'model', 'functions', 'web', 'tools', 'tests'];
  const json = execFileSync(process.execPath, args, { cwd: repository, encoding: 'utf8' });
  const { modules } = JSON.parse(json) as { modules: { source: string; dependencies: Dependency[] }[] };
  return new Map(modules.map(({ source, dependencies }) => [source, dependencies]));
}

/** Returns a stub of a package's entry or of a file, or nothing for Node's own modules. */
function writeTarget(from: string, imported: string): void {
  if (imported.startsWith('node:')) return;
  const path = imported.startsWith('.') ? join(dirname(from), imported) : join('node_modules', imported, 'index.js');
  write(imported.startsWith('#lib/') ? imported.replace('#lib', 'web/src/lib') : path, '');
}

const importing = (file: string, imported: readonly string[], clause = 'import'): string => {
  const text = imported.map((one) => `${clause} '${one}';`).join('\n');
  return file.endsWith('.svelte') ? `<script lang="ts">\n${text}\n</script>\n` : text;
};

/** For each rule a file, forbidden imports and allowed ones. */
const CASES: readonly (readonly [rule: string, file: string, wrong: readonly string[], right: readonly string[]])[] = [
  [
    'model',
    'model/src/media/sniff.ts',
    ['firebase/app', 'node:fs', '../../../functions/src/ports/queue.ts'],
    ['../library/ids.ts', 'valibot'],
  ],
  [
    'ports',
    'functions/src/ports/queue.ts',
    ['sharp', 'node:fs', '../adapters/store.ts', '../wiring.ts'],
    ['./films.ts'],
  ],
  [
    'features',
    'functions/src/processing/process-item.ts',
    ['firebase-admin/firestore', 'node:fs', '../adapters/store.ts', '../triggers/process-item.ts', '../wiring.ts'],
    ['../../../model/src/index.ts', '../ports/queue.ts', './lease.ts'],
  ],
  [
    'adapters',
    'functions/src/adapters/store.ts',
    ['../processing/lease.ts', '../triggers/process-item.ts', '../wiring.ts'],
    ['../ports/queue.ts', './codec.ts', 'firebase-admin/firestore', 'node:fs', 'sharp'],
  ],
  [
    'api',
    'functions/src/api/call.ts',
    ['../adapters/codec.ts', 'firebase-admin/auth', 'sharp'],
    ['../processing/lease.ts', 'firebase-functions/https', 'valibot', 'node:http'],
  ],
  [
    'triggers',
    'functions/src/triggers/process-item.ts',
    ['../adapters/codec.ts', 'firebase-admin/firestore', 'sharp', 'node:fs'],
    ['../processing/lease.ts', 'firebase-functions/tasks', 'valibot'],
  ],
  [
    'wiring',
    'functions/src/wiring.ts',
    ['./triggers/maintain.ts', 'firebase-admin/app', 'sharp'],
    ['./adapters/codec.ts', './processing/lease.ts', './ports/films.ts'],
  ],
  [
    'ui',
    'web/src/lib/ui/Button.svelte',
    [
      '../../../../model/src/index.ts',
      '#lib/features/uploads/UploadTray.svelte',
      '../state/live.svelte.ts',
      'firebase/app',
      '#lib/paraglide/messages.js',
    ],
    ['svelte', '@lucide/svelte/icons/x', './Icon.svelte', '#lib/styles/tokens.css'],
  ],
  [
    'features',
    'web/src/lib/features/viewer/Stage.svelte',
    ['#lib/firebase/app.ts', '../../state/live.svelte.ts', '#lib/device/media-cache.ts', 'hls.js', '$app/navigation'],
    ['#lib/ui/Icon.svelte', '../../ui/Icon.svelte', '#lib/paraglide/messages.js', '#lib/format.ts'],
  ],
  [
    'state',
    'web/src/lib/state/session.svelte.ts',
    [
      '#lib/firebase/app.ts',
      'firebase/auth',
      '../device/media-cache.ts',
      '#lib/features/uploads/UploadTray.svelte',
      '$app/state',
    ],
    ['svelte/reactivity', './live.svelte.ts'],
  ],
  [
    'media',
    'web/src/lib/media/player.svelte.ts',
    ['firebase/storage', '#lib/state/live.svelte.ts', '../ui/Icon.svelte'],
    ['hls.js', './loader.ts'],
  ],
  [
    'device',
    'web/src/lib/device/offline-store.ts',
    ['#lib/firebase/app.ts', 'firebase/app', '../state/live.svelte.ts'],
    ['idb', 'hash-wasm'],
  ],
  [
    'firebase',
    'web/src/lib/firebase/auth.ts',
    ['#lib/state/live.svelte.ts', '../ui/Icon.svelte', 'idb', 'svelte'],
    ['firebase/auth', './app.ts'],
  ],
  [
    'service-worker',
    'web/src/sw.ts',
    ['./lib/firebase/app.ts', '#lib/state/live.svelte.ts', 'idb', 'firebase/app'],
    ['workbox-precaching', './lib/device/media-cache.ts'],
  ],
  [
    'routes',
    'web/src/routes/+layout.svelte',
    ['firebase/app', 'hls.js', 'idb'],
    ['#lib/firebase/app.ts', '#lib/paraglide/messages.js', '$app/navigation'],
  ],
  [
    'tools',
    'tools/import/client.ts',
    ['../../functions/src/adapters/codec.ts', '../../web/src/lib/format.ts'],
    ['firebase/app', 'node:fs'],
  ],
  [
    'tests',
    'tests/rules/firestore.test.ts',
    ['../../functions/src/ports/films.ts', '../../web/src/lib/format.ts'],
    ['vitest', '../harness.ts', '../../web/src/lib/paraglide/messages.js'],
  ],
];

test('every rule refuses forbidden imports in TypeScript and Svelte, and nothing else', { timeout: 60_000 }, () => {
  write('package.json', '{ "type": "module" }');
  write('web/package.json', '{ "type": "module", "imports": { "#lib/*": "./src/lib/*" } }');
  for (const [, file, wrong, right] of CASES) for (const one of [...wrong, ...right]) writeTarget(file, one);
  for (const [, file, wrong, right] of CASES) write(file, importing(file, [...wrong, ...right]));
  // Type imports count too, unless the rule allows them; tests beside their file may import anything.
  write(
    'web/src/lib/state/types.svelte.ts',
    importing('', ['../device/media-cache.ts', 'firebase/auth'], 'import type { X } from'),
  );
  write('model/src/media/sniff.test.ts', importing('', ['node:fs', 'vitest']));
  // A cycle through a component, and one of types only.
  write('web/src/lib/ui/Tree.svelte', importing('x.svelte', ['./tree.ts']));
  write('web/src/lib/ui/tree.ts', importing('', ['./Tree.svelte']));
  write('model/src/media/one.ts', "import type { Two } from './two.ts';\nexport type One = Two;\n");
  write('model/src/media/two.ts', "import type { One } from './one.ts';\nexport type Two = One;\n");

  const found = check();
  const violations = (file: string): Record<string, string[]> =>
    Object.fromEntries(
      (found.get(file) ?? []).flatMap(({ module, rules = [] }) =>
        rules.length > 0 ? [[module, [...new Set(rules.map(({ name }) => name))]]] : [],
      ),
    );
  for (const [rule, file, wrong, right] of CASES) {
    const seen = found.get(file)?.map(({ module }) => module.replace('node:', ''));
    // Svelte's compiler adds imports of its own.
    expect(seen, file).toEqual(expect.arrayContaining([...wrong, ...right].map((one) => one.replace('node:', ''))));
    const expected = wrong.map((one) => [one.replace('node:', ''), [`imports/${rule}`]]);
    const actual = Object.entries(violations(file))
      // Some cases import each other in a cycle.
      .map(([module, rules]) => [module.replace('node:', ''), rules.filter((name) => name !== 'no-cycle')] as const)
      .filter(([, rules]) => rules.length > 0);
    expect(Object.fromEntries(actual), file).toEqual(Object.fromEntries(expected));
  }
  expect(violations('web/src/lib/state/types.svelte.ts')).toEqual({ 'firebase/auth': ['imports/state'] });
  expect(violations('model/src/media/sniff.test.ts')).toEqual({});
  expect(violations('web/src/lib/ui/tree.ts')).toEqual({ './Tree.svelte': ['no-cycle'] });
  expect(violations('model/src/media/one.ts')).toEqual({ './two.ts': ['no-cycle'] });
});

test('every rule has a case here and a matching file in the repository', async () => {
  const { default: config } = (await import(join(ROOT, '.dependency-cruiser.js'))) as {
    default: { forbidden: Rule[] };
  };
  const rules = config.forbidden.filter(({ name }) => name.startsWith('imports/'));
  expect(new Set(rules.map(({ name }) => name))).toEqual(new Set(CASES.map(([name]) => `imports/${name}`)));
  const files = trackedFiles();
  const unused = rules.filter(({ from }) => !files.some((file) => new RegExp(from.path ?? '').test(file)));
  expect(unused.map(({ name }) => name)).toEqual([]);
});
