import { daysSince, type Care } from '@maru/model/care/care';
import { m } from '#lib/paraglide/messages.js';

/** From so many days on, the exact number says nothing more. */
const LONG_DAYS = 31;

/** When a viewer last looked, as a helper reads it: "오늘 보셨어요", "3일 전에 보셨어요". */
export function lastLookedText(lastLooked: Care['lastLooked'], now = new Date()): string {
  if (lastLooked === undefined) return m.helping_looked_never();
  if (lastLooked === 'hidden') return m.helping_looked_hidden();
  const days = daysSince(lastLooked, now);
  if (days === 0) return m.helping_looked_today();
  if (days === 1) return m.helping_looked_yesterday();
  return days < LONG_DAYS ? m.helping_looked_days({ count: days }) : m.helping_looked_long();
}
