import type { Item, Kind, UploadState } from '@maru/model';
import { SKIP_REASONS, type Messages, type SkipReason } from './messages.ts';
import type { LocalFile } from './local-file.ts';

/** The result for one file. `code` is that of a failure or of a refusal, or why it was skipped. */
export interface Row {
  readonly file: string;
  /** The further files of a recording. */
  readonly furtherFiles?: readonly string[];
  /** The file with its date and texts, and how it was found. */
  readonly matchedBy?: LocalFile['matchedBy'];
  /** Why a file of an export has none. */
  readonly unmatched?: LocalFile['unmatched'];
  readonly item?: string;
  readonly state: 'ready' | 'duplicate' | 'failed' | 'skipped' | 'processing';
  readonly code?: string;
  readonly kind?: Kind;
  /** The original is stored, but Maru cannot display it. */
  readonly isUnsupported?: true;
  /** The item's renditions: `grid`, `screen`, `poster`, and the variants of its stream. */
  readonly renditions: readonly string[];
  /** Milliseconds from start to end. */
  readonly ms: number;
}

const IMAGES = { photo: ['grid', 'screen'], video: ['grid', 'poster'], sound: [] } as const satisfies Record<
  Kind,
  unknown
>;

/** Creates the row of a file from its final state. */
export function rowOf(file: string, state: UploadState, item: Item | undefined, ms: number): Row {
  const id = 'item' in state ? { item: String(state.item) } : {};
  const mediaInfo = item?.mediaInfo;
  if (state.at === 'ready') {
    const renditions = mediaInfo && !mediaInfo.isUnsupported ? [...IMAGES[mediaInfo.kind], ...mediaInfo.variants] : [];
    return {
      file,
      ...id,
      state: state.isDuplicate ? 'duplicate' : 'ready',
      ...(mediaInfo && { kind: mediaInfo.kind }),
      ...(mediaInfo?.isUnsupported && { isUnsupported: true }),
      renditions,
      ms,
    };
  }
  if (state.at === 'failed') return { file, ...id, state: 'failed', code: state.failure, renditions: [], ms };
  if (state.at === 'stopped') return { file, state: 'failed', code: state.stop, renditions: [], ms };
  return { file, ...id, state: 'processing', renditions: [], ms };
}

/** The number of terminal columns of a text; Hangul and other wide characters take two. */
export const columnsOf = (text: string): number =>
  Array.from(text.normalize('NFC')).reduce(
    (sum, letter) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u.test(
        letter,
      )
        ? 2
        : 1),
    0,
  );

const padEnd = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - columnsOf(text)));

const skipReason = (code: string | undefined): SkipReason => SKIP_REASONS.find((one) => one === code) ?? 'not-media';

/** The message for a row: what is wrong and what to do next. */
export function messageOf(row: Row, messages: Messages): string | undefined {
  if (row.state === 'processing') return messages.stillProcessing;
  if (row.state === 'skipped') return messages.skippedBecause[skipReason(row.code)];
  if (row.isUnsupported) return messages.unsupported;
  if (row.code === undefined) return row.unmatched && messages.unmatched[row.unmatched];
  const { uploadRefusals, failures, zipProblems } = messages;
  const all: Readonly<Record<string, string>> = { ...uploadRefusals, ...failures, ...zipProblems };
  return all[row.code] ?? uploadRefusals.refused;
}

/** Formats one line per row: state, milliseconds, item, renditions, file; the message for a row is below it. */
export function tableOf(rows: readonly Row[], messages: Messages): string {
  const cells = rows.map((row) => [
    messages[row.state],
    `${String(row.ms)} ms`,
    row.item ?? '-',
    row.renditions.join(' ') || '-',
    row.furtherFiles ? `${row.file} (+${String(row.furtherFiles.length)})` : row.file,
  ]);
  const widths = [0, 1, 2, 3].map((i) => Math.max(0, ...cells.map((cell) => columnsOf(cell[i] ?? ''))));
  return cells
    .map((cell, n) => {
      const line = cell.map((text, i) => (i < 4 ? padEnd(text, widths[i] ?? 0) : text)).join('  ');
      const row = rows[n];
      const message = row && messageOf(row, messages);
      return message === undefined ? line : `${line}\n    ${message}`;
    })
    .join('\n');
}

/** Counts rows. Files still in processing count as failed. */
export function countRows(rows: readonly Row[]): { ready: number; failed: number; skipped: number } {
  const count = (...states: Row['state'][]): number => rows.filter(({ state }) => states.includes(state)).length;
  return { ready: count('ready', 'duplicate'), failed: count('failed', 'processing'), skipped: count('skipped') };
}
