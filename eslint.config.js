import js from '@eslint/js';
import es from 'eslint-plugin-es-x';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';

const typed = {
  parserOptions: {
    // The model's tsconfig excludes Node's types.
    projectService: { allowDefaultProject: ['model/vitest.config.ts'] },
    tsconfigRootDir: import.meta.dirname,
    // The same for every file, or typescript-eslint builds each program twice.
    extraFileExtensions: ['.svelte'],
  },
};

export default defineConfig(
  {
    // Generated or built.
    ignores: [
      '**/node_modules/',
      '**/.svelte-kit/',
      'web/build/',
      'web/src/lib/paraglide/',
      'functions/lib/',
      '.data/',
      '.deploy/',
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
      // A `default` counts as exhaustive.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Numbers need no conversion.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => stop()` and `() => void send()` are clear enough.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      // A leading _ marks what is unused on purpose.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    // tsc and svelte-check check names better.
    rules: { 'no-undef': 'off' },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { ...typed.parserOptions, parser: ts.parser } },
    rules: {
      // Maru is served from the root of its origin: there is no base path to forget.
      'svelte/no-navigation-without-resolve': 'off',
      // `let { a, b = $bindable() } = $props()` cannot be const.
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
    },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      // ESLint sees other components as `any`; svelte-check checks their types.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // The build compiles syntax for the oldest supported browsers (docs/decisions/0064), but adds no functions that they lack.
    files: ['web/src/**/*.{ts,svelte}', 'model/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.fake.ts'],
    extends: [es.configs['flat/restrict-to-es2023']],
  },
  {
    // The service worker has its own tsconfig.
    files: ['web/src/sw.ts'],
    languageOptions: { parserOptions: { projectService: false, project: 'web/tsconfig.worker.json' } },
  },
  {
    // The model's tsconfig excludes DOM and Node; the clock and random numbers of the language are excluded here.
    files: ['model/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The model has no clock: take the time as a parameter.' },
        {
          object: 'Math',
          property: 'random',
          message: 'The model has no randomness: take random bytes as a parameter.',
        },
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
  {
    // The fake checks requests and responses against Google's documents; what they require is there.
    files: ['tools/deploy/fake/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  { files: ['tools/**/*.js'], languageOptions: { globals: globals.node } },
  {
    // JavaScript configuration that no tsconfig includes.
    files: ['eslint.config.js', '.dependency-cruiser.js'],
    ...ts.configs.disableTypeChecked,
  },
);
