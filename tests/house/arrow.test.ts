import { join } from 'node:path';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

// Only the arrow, and without types: the files below are never written to disk.
const eslint = new ESLint({
  cwd: root,
  ruleFilter: ({ ruleId }) => ruleId.startsWith('no-restricted-'),
  overrideConfig: { languageOptions: { parserOptions: { projectService: false, project: null } } },
});

async function lint(file: string, statement: string): Promise<string[]> {
  const text = file.endsWith('.svelte') ? `<script lang="ts">\n${statement}</script>\n` : statement;
  const [result] = await eslint.lintText(text, { filePath: join(root, file) });
  const messages = result?.messages ?? [];
  const broken = messages.find((message) => message.fatal);
  if (broken) throw new Error(broken.message);
  return messages.filter(({ ruleId }) => ruleId?.startsWith('no-restricted-')).map(({ message }) => message);
}

const findings = (file: string, imported: string, clause = 'import { x } from'): Promise<string[]> =>
  lint(file, `${clause} '${imported}';\n`);

/** The rows of the arrow: a file, what it may not import, what it may, and where the message sends. */
const rows: readonly [file: string, wrong: readonly string[], right: readonly string[], goTo: RegExp][] = [
  [
    'model/src/library/x.ts',
    ['firebase/app', 'node:fs', '../../../functions/src/ports/queue.ts', '../../testing/x.ts', '@maru/model'],
    ['./item.ts', '../ids.ts', '../media/sniff.ts', 'valibot'],
    /pipelines/,
  ],
  [
    'functions/src/ports/queue.ts',
    ['sharp', 'node:fs', '../adapters/store.ts', '../wiring.ts'],
    ['@maru/model', './films.ts'],
    /adapters/,
  ],
  [
    'functions/src/pipelines/make.ts',
    ['firebase-admin/firestore', 'node:fs', '../adapters/store.ts', '../triggers/make.ts', '../wiring.ts'],
    ['@maru/model', '@maru/model/ids', '../ports/queue.ts', './lease.ts'],
    /src\/ports/,
  ],
  [
    'functions/src/adapters/store.ts',
    ['../pipelines/make.ts', '../triggers/make.ts', '../wiring.ts'],
    ['@maru/model', '../ports/queue.ts', './codec.ts', 'firebase-admin/firestore', 'node:fs', 'sharp'],
    /decides nothing/,
  ],
  [
    'functions/src/api/call.ts',
    ['../adapters/store.ts', 'firebase-admin/auth', 'sharp'],
    ['../pipelines/make.ts', '../wiring.ts', 'firebase-functions/https', '@maru/model', 'valibot', 'node:http'],
    /pipeline/,
  ],
  [
    'functions/src/triggers/make.ts',
    ['../adapters/store.ts', 'firebase-admin/firestore', 'sharp', 'node:fs'],
    ['../pipelines/make.ts', '../wiring.ts', 'firebase-functions/tasks', '@maru/model', 'valibot'],
    /wiring\.ts/,
  ],
  [
    'functions/src/wiring.ts',
    ['./triggers/make.ts', 'firebase-admin/app', 'sharp'],
    ['./adapters/store.ts', './pipelines/make.ts', './ports/queue.ts'],
    /adapters/,
  ],
  [
    'web/src/lib/ui/Button.svelte',
    ['@maru/model', '#lib/parts/Tray.svelte', '../state/session.svelte.ts', 'firebase/app', '#lib/paraglide/messages'],
    ['svelte', '@lucide/svelte/icons/x', './Icon.svelte', '#lib/styles/tokens.css'],
    /parts/,
  ],
  [
    'web/src/lib/parts/viewer/Stage.svelte',
    ['#lib/firebase/auth.ts', '../../state/session.svelte.ts', '#lib/device/store.ts', 'hls.js', '$app/navigation'],
    ['@maru/model', '#lib/ui/Button.svelte', '../../ui/Button.svelte', '#lib/paraglide/messages', '#lib/format.ts'],
    /routes/,
  ],
  [
    'web/src/lib/state/session.svelte.ts',
    ['#lib/firebase/auth.ts', 'firebase/auth', '../device/store.ts', '#lib/parts/Tray.svelte', '$app/state'],
    ['@maru/model', 'svelte/reactivity', './live.svelte.ts'],
    /\+layout/,
  ],
  [
    'web/src/lib/media/player.svelte.ts',
    ['firebase/storage', '#lib/state/session.svelte.ts', '../ui/Button.svelte'],
    ['hls.js', '@maru/model', './loader.ts'],
    /parts/,
  ],
  [
    'web/src/lib/device/store.ts',
    ['#lib/firebase/auth.ts', 'firebase/app', '../state/session.svelte.ts'],
    ['idb', 'hash-wasm', '@maru/model'],
    /firebase/,
  ],
  [
    'web/src/lib/firebase/auth.ts',
    ['#lib/state/session.svelte.ts', '../ui/Button.svelte', 'idb', 'svelte'],
    ['firebase/auth', '@maru/model', './app.ts'],
    /state/,
  ],
  [
    'web/src/sw.ts',
    ['./lib/firebase/auth.ts', '#lib/state/session.svelte.ts', 'idb', 'firebase/app'],
    ['workbox-precaching', './lib/device/strategies.ts', '@maru/model'],
    /device/,
  ],
  [
    'web/src/routes/+layout.svelte',
    ['firebase/app', 'hls.js', 'idb'],
    ['#lib/firebase/auth.ts', '#lib/paraglide/messages', '@maru/model', '$app/navigation', './$types'],
    /lib\/firebase/,
  ],
  [
    'tools/import/client.ts',
    ['../../functions/src/adapters/store.ts', '@maru/functions', '../../web/src/lib/format.ts'],
    ['@maru/model', 'firebase/app', '../emulators/start.ts', 'node:fs'],
    /model\/src/,
  ],
  [
    'tests/rules/firestore.test.ts',
    ['../../functions/src/wiring.ts', '../../web/src/lib/format.ts'],
    ['@maru/model', '../harness.ts', '../../tools/emulators/start.ts', 'vitest'],
    /public surfaces/,
  ],
];

for (const [file, wrong, right, goTo] of rows) {
  test(`${file} is told where to go`, { timeout: 30_000 }, async () => {
    for (const imported of wrong) {
      const messages = await findings(file, imported);
      expect(messages, `${file} imports ${imported}`).toHaveLength(1);
      expect(messages[0]).toMatch(goTo);
    }
    for (const imported of right) {
      expect(await findings(file, imported), `${file} imports ${imported}`).toEqual([]);
    }
  });
}

test('state may know the types of firebase and device, parts the types of media', async () => {
  const types = 'import type { X } from';
  expect(await findings('web/src/lib/state/session.svelte.ts', '#lib/firebase/auth.ts', types)).toEqual([]);
  expect(await findings('web/src/lib/state/session.svelte.ts', '../device/store.ts', types)).toEqual([]);
  expect(await findings('web/src/lib/parts/MiniPlayer.svelte', '#lib/media/player.svelte.ts', types)).toEqual([]);
  expect(await findings('web/src/lib/parts/MiniPlayer.svelte', '#lib/media/player.svelte.ts')).toHaveLength(1);
  expect(await findings('web/src/lib/state/session.svelte.ts', 'firebase/auth', types)).toHaveLength(1);
});

test('every row of the arrow has a wrong import here', async () => {
  const { default: blocks } = (await import(join(root, 'eslint.config.js'))) as { default: { name?: string }[] };
  const named = blocks.filter(({ name }) => name?.startsWith('arrow/'));
  expect(named).toHaveLength(rows.length);
});

test('a test beside its file may use anything', async () => {
  expect(await findings('model/src/ids.test.ts', 'vitest')).toEqual([]);
});

test.each(['Date.now()', 'new Date()', 'Math.random()'])('the model has no %s', async (call) => {
  const messages = await lint('model/src/x.ts', `export const x = ${call};\n`);
  expect(messages).toEqual([expect.stringMatching(/as a parameter/)]);
  expect(await lint('functions/src/adapters/x.ts', `export const x = ${call};\n`)).toEqual([]);
});
