import type { UnreadableStep } from '@maru/model/takeout/import-plan';
import { m } from '#lib/paraglide/messages.js';

/** What to do about a file of an export that cannot be read. */
export const ZIP_PROBLEM_MESSAGES: Readonly<Record<UnreadableStep, () => string>> = {
  'bad-zip': m.takeout_bad_zip,
  encrypted: m.takeout_encrypted,
  'unsupported-compression': m.takeout_compression,
  'zip-bomb': m.takeout_zip_bomb,
  unreadable: m.upload_stop_unreadable_file,
};
