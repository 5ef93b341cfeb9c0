import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Properties run a hundred times and more, and in the background of other suites, where a busy machine leaves them a tenth of its time.
  test: { include: ['{src,testing}/**/*.test.ts'], isolate: false, testTimeout: 300_000 },
});
