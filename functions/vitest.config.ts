import { defineConfig } from 'vitest/config';

// Adapters decode and encode for real: a test may take seconds on a small machine.
export default defineConfig({
  test: {
    name: 'functions',
    include: ['src/**/*.test.ts', 'testing/**/*.test.ts', 'build.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
