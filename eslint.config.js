import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';

// ---------------------------------------------------------------------------------------------------------------------
// The import arrow of ARCHITECTURE.md: one `room` a row, each with a message that says where to go.
// tests/house/arrow.test.ts lints a wrong import for every row.

/** Imports of a neighbour's files, however they are written: `#lib/NAME/…`, `../NAME/…`, `../NAME.ts`. */
const rooms = (...names) => `^(#lib|\\.{1,2})/(.*/)?(${names.join('|')})(/|(\\.svelte)?\\.ts$|$)`;

/** Imports of every package, Node's own and Kit's included, but these. */
const packagesBut = (...allowed) => `^(?!\\.|#|(${allowed.join('|')})(/|$))`;

/** One row: `never` is what these files may not import, `typesOnly` what they may know the shape of. */
const room = (name, files, { never = [], typesOnly = [], goTo }) => ({
  name: `arrow/${name}`,
  files,
  // A test beside its file may use anything; what stands in tests/ is held to its own row.
  ignores: name === 'tests' ? [] : ['**/*.test.ts', '**/*.test.svelte.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...never.map((regex) => ({ regex, message: goTo })),
          ...typesOnly.map((regex) => ({ regex, message: goTo, allowTypeImports: true })),
        ],
      },
    ],
  },
});

const arrow = [
  room('model', ['model/src/**/*.ts'], {
    never: ['^(?!\\./|\\.\\./[a-z-]+(/[a-z-]+)?\\.ts$|valibot$)'],
    goTo: 'The model knows nothing but itself and its schemas (valibot): no other packages, no clock, no I/O. What acts belongs into functions/src/pipelines or web/src/lib/state.',
  }),

  room('ports', ['functions/src/ports/**/*.ts'], {
    never: [rooms('pipelines', 'metadata', 'adapters', 'triggers', 'wiring'), packagesBut('@maru/model')],
    goTo: 'A port speaks the words of the model. What it is made of is said in functions/src/adapters.',
  }),
  room('pipelines', ['functions/src/{pipelines,metadata}/**/*.ts'], {
    never: [rooms('adapters', 'triggers', 'wiring'), packagesBut('@maru/model', 'valibot')],
    goTo: 'A pipeline is a story over ports. Add a method to functions/src/ports and do it in functions/src/adapters.',
  }),
  room('adapters', ['functions/src/adapters/**/*.ts'], {
    never: [rooms('pipelines', 'triggers', 'wiring'), '^\\.\\./\\.\\./metadata/'],
    goTo: 'An adapter keeps one port with one SDK and decides nothing. Decisions belong into model or functions/src/pipelines.',
  }),
  room('api', ['functions/src/api/**/*.ts'], {
    never: [rooms('adapters'), packagesBut('@maru/model', 'firebase-functions', 'valibot', 'node:[a-z_]+')],
    goTo: 'The API decodes, permits and calls a pipeline with what functions/src/wiring.ts gives it. SDKs belong into functions/src/adapters.',
  }),
  // valibot: what a task says is decoded in its trigger.
  room('triggers', ['functions/src/triggers/**/*.ts'], {
    never: [rooms('adapters'), packagesBut('@maru/model', 'firebase-functions', 'valibot')],
    goTo: 'A trigger decodes, calls a pipeline with what functions/src/wiring.ts gives it, and returns. SDKs belong into functions/src/adapters.',
  }),
  room('wiring', ['functions/src/wiring.ts'], {
    never: [rooms('triggers'), packagesBut('@maru/model', 'firebase-functions')],
    goTo: 'Wiring only hands adapters to pipelines. SDKs belong into functions/src/adapters.',
  }),

  // The icons are drawings, not knowledge.
  room('ui', ['web/src/lib/ui/**'], {
    never: [
      rooms('firebase', 'state', 'parts', 'media', 'device', 'paraglide', 'routes'),
      packagesBut('svelte', '@lucide/svelte'),
    ],
    goTo: 'ui/ knows nothing of photos, words or data: take them by props. What knows the model belongs into web/src/lib/parts.',
  }),
  // thumbhash: a tile's placeholder is drawn from it. The player's shape is known, the player itself is handed in.
  room('parts', ['web/src/lib/parts/**'], {
    never: [
      rooms('firebase', 'state', 'device', 'routes'),
      packagesBut('svelte', '@lucide/svelte', '@maru/model', 'thumbhash'),
    ],
    typesOnly: [rooms('media')],
    goTo: 'A part takes data by props and gives verbs out by callbacks; it fetches nothing. Build what it needs in a route (web/src/routes) and hand it in.',
  }),
  room('state', ['web/src/lib/state/**'], {
    never: [rooms('ui', 'parts', 'media', 'paraglide', 'routes'), packagesBut('svelte', '@maru/model')],
    typesOnly: [rooms('firebase', 'device')],
    goTo: 'State knows the model and the types of lib/firebase and lib/device; a +layout builds those and hands them in. Pictures and words belong into web/src/lib/parts.',
  }),
  room('media', ['web/src/lib/media/**'], {
    never: [
      rooms('firebase', 'state', 'ui', 'parts', 'device', 'paraglide', 'routes'),
      packagesBut('svelte', '@maru/model', 'hls.js'),
    ],
    goTo: 'media/ plays what it is given. What is shown of it belongs into web/src/lib/parts, where it comes from into web/src/lib/state.',
  }),
  // idb is the store's library; hash-wasm runs in the worker that reads files.
  room('device', ['web/src/lib/device/**'], {
    never: [
      rooms('firebase', 'state', 'ui', 'parts', 'media', 'paraglide', 'routes'),
      packagesBut('svelte', '@maru/model', 'idb', 'hash-wasm'),
    ],
    goTo: 'device/ keeps what is on this device and knows no network. What the server says belongs into web/src/lib/firebase.',
  }),
  room('firebase', ['web/src/lib/firebase/**'], {
    never: [
      rooms('state', 'ui', 'parts', 'media', 'device', 'paraglide', 'routes'),
      packagesBut('@maru/model', 'firebase'),
    ],
    goTo: 'lib/firebase turns the SDK into the model and knows nothing of screens. What lives longer than a call belongs into web/src/lib/state.',
  }),
  room('sw', ['web/src/sw.ts'], {
    never: [
      rooms('firebase', 'state', 'ui', 'parts', 'media', 'paraglide', 'routes'),
      packagesBut('@maru/model', 'workbox-[a-z-]+'),
    ],
    goTo: 'The service worker is thin over pure strategies: write and test them in web/src/lib/device.',
  }),
  room('routes', ['web/src/routes/**'], {
    never: [packagesBut('svelte', '@lucide/svelte', '@maru/model', '\\$app')],
    goTo: 'A route assembles. Firebase belongs into web/src/lib/firebase, hls.js into web/src/lib/media, the store into web/src/lib/device.',
  }),

  room('tools', ['tools/**/*.{ts,js}'], {
    never: ['(^|/)functions/src/', '(^|/)web/src/', '^@maru/(functions|web)'],
    goTo: 'A tool uses the model, SDKs and what functions answer. What both need belongs into model/src.',
  }),
  room('tests', ['tests/**/*.ts'], {
    never: ['(^|/)functions/src/', '(^|/)web/src/(?!lib/paraglide/messages\\.js$)', '^@maru/(functions|web)'],
    goTo: 'tests/ plays through public surfaces: the emulators, rules, callables, pages and the messages on them. What tests the inside stands beside it as x.test.ts.',
  }),
];

// ---------------------------------------------------------------------------------------------------------------------

const typed = {
  parserOptions: {
    // The model's tsconfig knows its pure world only.
    projectService: { allowDefaultProject: ['model/vitest.config.ts'] },
    tsconfigRootDir: import.meta.dirname,
    // The same for every file, or typescript-eslint builds each program twice.
    extraFileExtensions: ['.svelte'],
  },
};

export default defineConfig(
  {
    // What is generated or built.
    ignores: [
      '**/node_modules/',
      '**/.svelte-kit/',
      'web/build/',
      'web/src/lib/paraglide/',
      'functions/lib/',
      '.data/',
      'test-results/',
      'playwright-report/',
    ],
  },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: typed,
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      // A `default` is a decision, and often the shorter one.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // A number in a text is what it looks like.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => stop()` and `() => void send()` say that nothing is given back.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      // A name that begins with _ says that it is left out on purpose.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    // tsc and svelte-check know every name, these two do not.
    rules: { 'no-undef': 'off' },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { ...typed.parserOptions, parser: ts.parser } },
    rules: {
      // Maru is served from the root of its own address: there is no base path to forget.
      'svelte/no-navigation-without-resolve': 'off',
      // `let { a, b = $bindable() } = $props()` cannot be const.
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
    },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      // To ESLint another component is `any`; svelte-check knows and checks what it takes and gives.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // A world of its own, with a tsconfig of its own.
    files: ['web/src/sw.ts'],
    languageOptions: { parserOptions: { projectService: false, project: 'web/tsconfig.worker.json' } },
  },
  {
    // Its tsconfig keeps DOM and Node out; the language itself has a clock and chance.
    files: ['model/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The model has no clock: take the time as a parameter.' },
        { object: 'Math', property: 'random', message: 'The model has no chance: take random bytes as a parameter.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'The model has no clock: take the time as a parameter.',
        },
      ],
    },
  },
  { files: ['tools/**/*.js'], languageOptions: { globals: globals.node } },
  {
    // No tsconfig knows this file, and JavaScript has no types to check by.
    files: ['eslint.config.js'],
    ...ts.configs.disableTypeChecked,
  },
  ...arrow,
);
