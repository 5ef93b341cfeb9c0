import type { Item, Kind, UploadState } from '@maru/model';
import type { Messages } from './messages.ts';

/** One file at the end. `why` is the code of a failure, of a stop, or `not-media`. */
export interface Row {
  readonly file: string;
  readonly item?: string;
  readonly state: 'ready' | 'already' | 'failed' | 'skipped' | 'processing';
  readonly why?: string;
  readonly kind?: Kind;
  /** It is safe, and nothing can be shown of it. */
  readonly isUnsupported?: true;
  /** The item's renditions: `grid`, `screen`, `poster`, and the variants of its stream. */
  readonly renditions: readonly string[];
  /** From the file's turn to its end, in milliseconds. */
  readonly ms: number;
}

const STILLS = { photo: ['grid', 'screen'], video: ['grid', 'poster'], sound: [] } as const satisfies Record<
  Kind,
  unknown
>;

/** A file's row from how its way ended. */
export function rowOf(file: string, state: UploadState, item: Item | undefined, ms: number): Row {
  const id = 'item' in state ? { item: String(state.item) } : {};
  const mediaInfo = item?.mediaInfo;
  if (state.at === 'ready') {
    const renditions = mediaInfo && !mediaInfo.isUnsupported ? [...STILLS[mediaInfo.kind], ...mediaInfo.variants] : [];
    return {
      file,
      ...id,
      state: state.isDuplicate ? 'already' : 'ready',
      ...(mediaInfo && { kind: mediaInfo.kind }),
      ...(mediaInfo?.isUnsupported && { isUnsupported: true }),
      renditions,
      ms,
    };
  }
  if (state.at === 'failed') return { file, ...id, state: 'failed', why: state.failure, renditions: [], ms };
  if (state.at === 'stopped') return { file, state: 'failed', why: state.stop, renditions: [], ms };
  return { file, ...id, state: 'processing', renditions: [], ms };
}

/** How many columns of a terminal a text takes: Hangul and its like take two. */
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

const padded = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - columnsOf(text)));

/** What a row's code means, with what to do next; undefined where all is well. */
export function reasonOf(row: Row, words: Messages): string | undefined {
  if (row.state === 'processing') return words.stillProcessing;
  if (row.state === 'skipped') return words.notMedia;
  if (row.isUnsupported) return words.unsupported;
  if (row.why === undefined) return undefined;
  const all: Readonly<Record<string, string>> = { ...words.stops, ...words.failures };
  return all[row.why] ?? words.stops.refused;
}

/** A line a row: state, milliseconds, item, renditions, file; below what failed, what to do. */
export function tableOf(rows: readonly Row[], words: Messages): string {
  const cells = rows.map((row) => [
    words[row.state],
    `${String(row.ms)} ms`,
    row.item ?? '-',
    row.renditions.join(' ') || '-',
    row.file,
  ]);
  const wide = [0, 1, 2, 3].map((i) => Math.max(0, ...cells.map((cell) => columnsOf(cell[i] ?? ''))));
  return cells
    .map((cell, n) => {
      const line = cell.map((text, i) => (i < 4 ? padded(text, wide[i] ?? 0) : text)).join('  ');
      const row = rows[n];
      const reason = row && reasonOf(row, words);
      return reason === undefined ? line : `${line}\n    ${reason}`;
    })
    .join('\n');
}

/** How many rows ended how. What is still being made has not failed, and is not ready either: it counts as failed. */
export function sumOf(rows: readonly Row[]): { ready: number; failed: number; skipped: number } {
  const count = (...states: Row['state'][]): number => rows.filter(({ state }) => states.includes(state)).length;
  return { ready: count('ready', 'already'), failed: count('failed', 'processing'), skipped: count('skipped') };
}
