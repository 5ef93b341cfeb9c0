import { m } from '#lib/paraglide/messages.js';

/** How far a batch is: `sent` items of `total`. */
interface Place {
  readonly sent: number;
  readonly total: number;
}

/** The messages of a batch while it runs and when it failed, by what it does. */
export const BATCH_MESSAGES = {
  add: { running: (at: Place) => m.batch_add_running(at), failed: (at: Place) => m.batch_add_failed(at) },
  remove: { running: (at: Place) => m.batch_remove_running(at), failed: (at: Place) => m.batch_remove_failed(at) },
  'only-in-albums': {
    running: (at: Place) => m.batch_only_in_albums_running(at),
    failed: (at: Place) => m.batch_only_in_albums_failed(at),
  },
  caption: { running: (at: Place) => m.batch_caption_running(at), failed: (at: Place) => m.batch_caption_failed(at) },
  date: { running: (at: Place) => m.batch_date_running(at), failed: (at: Place) => m.batch_date_failed(at) },
  keep: { running: (at: Place) => m.batch_keep_running(at), failed: (at: Place) => m.batch_keep_failed(at) },
  move: { running: (at: Place) => m.batch_move_running(at), failed: (at: Place) => m.batch_move_failed(at) },
  place: { running: (at: Place) => m.batch_place_running(at), failed: (at: Place) => m.batch_place_failed(at) },
  trash: { running: (at: Place) => m.batch_trash_running(at), failed: (at: Place) => m.batch_trash_failed(at) },
  restore: { running: (at: Place) => m.batch_restore_running(at), failed: (at: Place) => m.batch_restore_failed(at) },
  purge: { running: (at: Place) => m.batch_purge_running(at), failed: (at: Place) => m.batch_purge_failed(at) },
} as const;

export type BatchKind = keyof typeof BATCH_MESSAGES;
