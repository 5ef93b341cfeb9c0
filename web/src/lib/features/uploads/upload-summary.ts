import { tally, type Upload } from '@maru/model/upload/state';
import { m } from '#lib/paraglide/messages.js';
import { formatTimeLeft, formatNumber } from '../../format.ts';

/** What goes on in the tray as a whole. */
export type Phase = 'sending' | 'waiting' | 'processing' | 'over';

/** Sending while anything is to be sent, waiting where only the network is missing, processing, or over. */
export function phaseOf(uploads: readonly Upload[]): Phase {
  const { total, ready, wrong, paused } = tally(uploads);
  if (ready + wrong === total) return 'over';
  const sends = uploads.some(
    ({ state: { at } }) => at !== 'processing' && at !== 'ready' && at !== 'failed' && at !== 'stopped',
  );
  if (!sends) return 'processing';
  return paused > 0 && paused + ready + wrong === total ? 'waiting' : 'sending';
}

/** How far all of it is, 0 to 1, by files as the sentence counts them: sending is one half of a file's way, processing the other. */
export function progressOf(uploads: readonly Upload[]): number {
  const done = uploads.map(({ state, size }) => {
    if (state.at === 'ready' || state.at === 'failed' || state.at === 'stopped') return 1;
    if (state.at === 'processing') return 0.5;
    return state.at === 'sending' || state.at === 'paused' ? 0.5 * Math.min(1, state.done / Math.max(1, size)) : 0;
  });
  return done.reduce((sum, one) => sum + one, 0) / Math.max(1, uploads.length);
}

/** The tray in a sentence: "32장 중 18장 올렸어요, 3분쯤 남았어요". `left` is the seconds that it may still take, where known. */
export function uploadSummary(uploads: readonly Upload[], left: number | undefined): string {
  const { total, ready, wrong } = tally(uploads);
  const counts = { total: formatNumber(total), ready: formatNumber(ready), wrong: formatNumber(wrong) };
  switch (phaseOf(uploads)) {
    case 'over':
      if (wrong === 0 && uploads.some(({ state }) => state.at === 'ready' && state.awaitsReview))
        return m.tray_awaits_review();
      if (wrong === 0) return total === 1 ? m.tray_done_one() : m.tray_done(counts);
      return ready === 0 ? m.tray_all_failed({ wrong }) : m.tray_some_failed(counts);
    case 'waiting':
      return m.tray_offline(counts);
    case 'processing':
      return m.tray_processing(counts);
    case 'sending':
      return left === undefined
        ? m.tray_sending(counts)
        : m.tray_sending_left({ ...counts, left: formatTimeLeft(left) });
  }
}
