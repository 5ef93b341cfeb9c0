import type { Locator, Page } from '@playwright/test';
import { ko } from './messages.ts';

/** The input for ZIPs, which browsers without handles use. */
export const zipInput = (page: Page): Locator => page.locator('input[accept*="zip"]');

/** Removes the file picker that returns handles, which tests cannot operate. */
export const withoutHandles = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    Object.assign(window, { showOpenFilePicker: undefined });
  });

/** The row of the preview with this name. */
export const previewRow = (page: Page, name: string): Locator =>
  page
    .getByRole('region', { name: ko('takeout_preview') })
    .getByRole('listitem')
    .filter({ hasText: name });
