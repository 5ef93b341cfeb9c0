import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// The suites that need the emulators share one set: they make their own people and libraries, and never count on being alone.
const onEmulators = { globalSetup: ['./harness/global-setup.ts'], testTimeout: 400_000, hookTimeout: 400_000 };

// Only with a number of files, as in `npm run test:slow`.
const tooLong = process.env['MARU_IMPORT_FILES'] === undefined ? ['functions/import-many.test.ts'] : [];

/** Runs the files that call `runMaintenance` first: it visits every library, so it takes longer with each one that other tests have created. */
class MaintenanceFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) =>
      readFileSync(moduleId, 'utf8').includes('runMaintenance') ? 0 : 1;
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: MaintenanceFirst },
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
