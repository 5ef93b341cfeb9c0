import { defineConfig } from 'vitest/config';

// Adapters decode and encode for real: seconds on a small machine, minutes on a busy one.
export default defineConfig({
  test: {
    name: 'functions',
    include: ['src/**/*.test.ts', 'testing/**/*.test.ts', 'build.test.ts'],
    isolate: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
