import { defineConfig } from 'vitest/config';

// The suites that need the emulators share one set: they make their own people and libraries, and never count on being alone.
const onEmulators = { globalSetup: ['./harness/global-setup.ts'], testTimeout: 400_000, hookTimeout: 400_000 };

// Only with a number of files, as in `npm run test:slow`.
const tooLong = process.env['MARU_IMPORT_FILES'] === undefined ? ['functions/import-many.test.ts'] : [];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'conventions',
          include: ['{conventions,mutation,compatibility}/**/*.test.ts'],
          testTimeout: 300_000,
        },
      },
      // Each of these starts emulators of its own.
      { test: { name: 'emulators', include: ['emulators/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 } },
      { test: { name: 'rules', include: ['rules/**/*.test.ts'], isolate: false, ...onEmulators } },
      {
        test: {
          name: 'functions',
          include: ['functions/**/*.test.ts'],
          exclude: tooLong,
          isolate: false,
          ...onEmulators,
        },
      },
    ],
  },
});
