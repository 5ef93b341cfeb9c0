import type { ImportStep } from '@maru/model/takeout/import-plan';
import type { ZipProblem } from '@maru/model/takeout/zip-entry';
import { m } from '#lib/paraglide/messages.js';

/** Why a file of an export cannot be read. */
export type UnreadableStep = ZipProblem | 'unreadable';

/** What to do about a file of an export that cannot be read. */
export const ZIP_PROBLEM_MESSAGES: Readonly<Record<UnreadableStep, () => string>> = {
  'bad-zip': m.takeout_bad_zip,
  encrypted: m.takeout_encrypted,
  'unsupported-compression': m.takeout_compression,
  'zip-bomb': m.takeout_zip_bomb,
  unreadable: m.upload_stop_unreadable_file,
};

export const isUnreadableStep = (step: ImportStep): step is UnreadableStep => Object.hasOwn(ZIP_PROBLEM_MESSAGES, step);
