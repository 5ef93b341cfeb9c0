import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Properties run a hundred times and more: nothing hangs in the model, but the machine may be busy.
  test: { include: ['{src,testing}/**/*.test.ts'], isolate: false, testTimeout: 60_000 },
});
