import { m } from '#lib/paraglide/messages.js';
import type { PlayFailure } from '../../media/stream-types.ts';

/** Why playback failed, and what to do next. */
export const PLAYBACK_ERROR_MESSAGES: Record<PlayFailure, () => string> = {
  'no-network': m.play_offline,
  gone: m.play_gone,
  unplayable: m.play_unsupported,
};
