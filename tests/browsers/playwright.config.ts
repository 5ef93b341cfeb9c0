import { defineConfig } from '@playwright/test';
import base from '../playwright.config.ts';
import { FIREFOX, WEBKIT, type BrowserKind } from './browsers.ts';

// Playwright only runs the steps and prints their times; the browsers are driven by WebDriver (docs/decisions/0061-other-browsers.md).
export default defineConfig<{ kind: BrowserKind }>({
  ...base,
  testDir: '.',
  outputDir: '../../test-results',
  globalSetup: '../harness/global-setup.ts',
  reporter: [['list', { printSteps: true }]],
  use: {},
  projects: [WEBKIT, FIREFOX].map((kind) => ({ name: kind.name, use: { kind } })),
});
