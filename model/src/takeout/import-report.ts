import type { ItemId } from '../ids.ts';
import type { UploadState } from '../upload/state.ts';
import type { TakeoutRule } from './match-takeout.ts';
import type { ImportStep } from './import-plan.ts';

/** A file of an export in the report of its import. */
export interface ImportRow {
  /** The path in its ZIP, after the name of the ZIP. */
  readonly file: string;
  /** Devices may hold `json`, the former name of `sidecar`. */
  readonly step: ImportStep | 'json';
  /** If the file is added, the key of what became of it. */
  readonly key?: string;
  /** The titles of its albums. */
  readonly album?: string;
  /** The file that describes it, and by which rule Google's was found. */
  readonly describedBy?: string;
  readonly rule?: TakeoutRule;
  readonly isAmbiguous?: true;
}

/** What became of a file of an export that was added. */
export interface ImportedFile {
  readonly item?: ItemId | undefined;
  /** `added`, or `duplicate` if the library had it already; undefined while it is not over. */
  readonly state?: 'added' | 'duplicate' | 'failed' | undefined;
  /** Why it failed. */
  readonly code?: string | undefined;
}

/** What became of a file, by the state of its upload; undefined while it is not over. */
export function importedFileOf(state: UploadState): ImportedFile | undefined {
  if (state.at === 'ready') return { item: state.item, state: state.isDuplicate ? 'duplicate' : 'added' };
  if (state.at === 'failed') return { item: state.item, state: 'failed', code: state.failure };
  return state.at === 'stopped' ? { state: 'failed', code: state.stop } : undefined;
}

/** A line of a finished report. `waiting`: it is not over. */
export interface ReportLine extends Omit<ImportRow, 'step' | 'key' | 'isAmbiguous'> {
  readonly state: 'added' | 'duplicate' | 'failed' | 'waiting' | 'skipped';
  /** Why it was skipped or failed; `ambiguous` or `undescribed`: it was added without what Google Photos knew about it. */
  readonly code?: string;
}

/** The lines of a report, in the order of the rows. */
export function linesOf(rows: readonly ImportRow[], imported: ReadonlyMap<string, ImportedFile>): ReportLine[] {
  return rows.map(({ step: stored, key = '', isAmbiguous, ...row }) => {
    const step = stored === 'json' ? 'sidecar' : stored;
    if (step !== 'add') return { ...row, state: isSkipped(step) ? 'skipped' : 'failed', code: step };
    const { state = 'waiting', code } = imported.get(key) ?? {};
    const note = code ?? (isAmbiguous ? 'ambiguous' : row.describedBy === undefined ? 'undescribed' : undefined);
    return { ...row, state, ...(note !== undefined && { code: note }) };
  });
}

const isSkipped = (step: ImportStep): boolean =>
  ['sidecar', 'unused-sidecar', 'in-trash', 'archived', 'hidden', 'not-media'].includes(step);

const COLUMNS = ['file', 'state', 'code', 'album', 'describedBy', 'rule'] as const;

/** A cell of a CSV file. One that a spreadsheet would take for a formula begins with a quote. */
const cell = (text: string): string => `"${text.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;

/** The lines as a CSV file for spreadsheets, with a byte order mark, without which some read Korean wrongly. */
export const csvOf = (lines: readonly ReportLine[]): string =>
  `\ufeff${[COLUMNS.join(','), ...lines.map((line) => COLUMNS.map((name) => cell(line[name] ?? '')).join(','))].join('\r\n')}\r\n`;
