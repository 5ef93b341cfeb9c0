import { ALL } from '@maru/model/ids';
import { isOver, isSending, tally, type Upload } from '@maru/model/upload/state';
import { m } from '#lib/paraglide/messages.js';
import { formatTimeLeft, formatNumber } from '../../format.ts';

/** The state of all uploads together. */
export type Phase = 'sending' | 'waiting' | 'processing' | 'over';

/** `sending` while any file is not sent yet, `waiting` if all of those wait for the network, as they do while this device is not online. */
export function phaseOf(uploads: readonly Upload[], isOnline = true): Phase {
  const { total, ready, unsuccessful, paused } = tally(uploads);
  if (ready + unsuccessful === total) return 'over';
  if (!uploads.some(({ state }) => isSending(state))) return 'processing';
  return !isOnline || (paused > 0 && paused + ready + unsuccessful === total) ? 'waiting' : 'sending';
}

/** The progress of all uploads, 0 to 1, by number of files: sending is the first half of a file, processing the second. */
export function progressOf(uploads: readonly Upload[]): number {
  const done = uploads.map(({ state, size }) => {
    if (isOver(state)) return 1;
    if (state.at === 'processing') return 0.5;
    return state.at === 'sending' || state.at === 'paused' ? 0.5 * Math.min(1, state.done / Math.max(1, size)) : 0;
  });
  return done.reduce((sum, one) => sum + one, 0) / Math.max(1, uploads.length);
}

const isDuplicate = ({ state, isSubmission }: Upload): boolean =>
  !isSubmission && state.at === 'ready' && state.isDuplicate;

/** Says at the end how many files of an owner or editor the library had already; undefined if there were none. */
export function duplicateSummary(uploads: readonly Upload[]): string | undefined {
  const duplicates = uploads.filter(isDuplicate);
  if (duplicates.length === 0 || phaseOf(uploads) !== 'over') return undefined;
  const isInAlbum = duplicates.some(({ albums }) => albums.some((album) => album !== ALL));
  return (isInAlbum ? m.tray_already_in_album : m.tray_already)({ count: duplicates.length });
}

/** The summary when all uploads are over. */
function overSummary(uploads: readonly Upload[]): string {
  const { total, ready, unsuccessful } = tally(uploads);
  const counts = { total: formatNumber(total), ready: formatNumber(ready), wrong: formatNumber(unsuccessful) };
  if (ready === 0) return m.tray_all_failed({ wrong: unsuccessful });
  if (unsuccessful > 0) return m.tray_some_failed(counts);
  if (uploads.some(({ state }) => state.at === 'ready' && state.awaitsReview)) return m.tray_awaits_review();
  return total === 1 ? m.tray_done_one() : m.tray_done(counts);
}

/** How uploads go on: the estimated time left in seconds, whether the person paused them, and whether this device is online. */
interface UploadConditions {
  readonly left?: number | undefined;
  readonly isPaused?: boolean;
  readonly isOnline?: boolean;
}

/** Summarizes uploads: "32장 중 18장 올렸어요, 3분쯤 남았어요". */
export function uploadSummary(uploads: readonly Upload[], { left, isPaused, isOnline }: UploadConditions): string {
  const { total, ready } = tally(uploads);
  const counts = { total: formatNumber(total), ready: formatNumber(ready) };
  const phase = phaseOf(uploads, isOnline);
  if (isPaused && (phase === 'sending' || phase === 'waiting')) return m.tray_paused(counts);
  switch (phase) {
    case 'over':
      return overSummary(uploads);
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
