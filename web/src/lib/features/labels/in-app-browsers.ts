import { m } from '#lib/paraglide/messages.js';
import type { InApp } from '../sign-in/in-app-browser.ts';

/** The names of apps with an in-app browser. */
export const IN_APP_BROWSER_LABELS: Record<InApp, () => string> = {
  kakaotalk: m.in_app_kakaotalk,
  naver: m.in_app_naver,
  instagram: m.in_app_instagram,
  facebook: m.in_app_facebook,
  other: m.in_app_other,
};
