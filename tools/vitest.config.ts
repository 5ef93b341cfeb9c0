import { defineConfig } from 'vitest/config';

// These run programs of the machine (ffmpeg, npm, java stand-ins); what needs the emulators is in tests/emulators.
export default defineConfig({
  test: { include: ['**/*.test.{ts,js}'], globalSetup: ['./temporary.ts'], isolate: false, testTimeout: 300_000 },
});
