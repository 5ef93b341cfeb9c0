import { defineConfig } from 'vitest/config';

// Adapters decode and encode for real: seconds on a small machine, minutes on a busy one.
export default defineConfig({
  test: {
    name: 'functions',
    include: ['src/**/*.test.ts', 'testing/**/*.test.ts', 'build.test.ts'],
    isolate: false,
    // V8 sometimes aborts when a worker thread that ran WebAssembly ends ("Check failed: jit_page.has_value()"), on processors with protection keys:
    // nodejs/node#64500.
    execArgv: ['--no-memory-protection-keys'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
