import { rm } from 'node:fs/promises';
import type { HostileFile, ValidFileName, ValidFiles } from './hostile-file.ts';
import { outcomeOf, problemsOf, displayedOf } from './problems.ts';
import { WorkerProcess } from './worker-process.ts';

/** The result of processing hostile files. */
export interface FuzzRun {
  /** The number of files by family and outcome. */
  readonly outcomes: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Every problem, one per line. */
  readonly problems: readonly string[];
  /** The maximum of all files, with the file: MiB of the process, MiB of ffmpeg, seconds. */
  readonly peak: Maximum;
  readonly ffmpegPeak: Maximum;
  readonly slowest: Maximum;
}

/** A maximum, and the file that caused it. */
export interface Maximum {
  readonly value: number;
  readonly file: string;
}

const max = (maximum: Maximum, value: number, file: string): Maximum =>
  value > maximum.value ? { value, file } : maximum;

/** Renders the valid files that hostile ones should look like. */
async function displayValidFiles(
  worker: WorkerProcess,
  files: readonly HostileFile[],
  wholes: ValidFiles,
): Promise<Map<ValidFileName, Buffer>> {
  const images = new Map<ValidFileName, Buffer>();
  for (const name of new Set(files.flatMap(({ like }) => like ?? []))) {
    const displayed = await displayedOf(
      await worker.run({ family: 'whole', name, bytes: () => wholes[name], ends: ['ready'] }),
    );
    if (displayed) images.set(name, displayed);
  }
  return images;
}

/** Processes files one after the other, as an instance does, and checks each outcome. */
export async function fuzzRun(files: readonly HostileFile[], wholes: ValidFiles): Promise<FuzzRun> {
  const worker = await WorkerProcess.start();
  const outcomes = new Map<string, Map<string, number>>();
  const problems: string[] = [];
  const none: Maximum = { value: 0, file: '' };
  let [peak, ffmpegPeak, slowest] = [none, none, none];
  try {
    const images = await displayValidFiles(worker, files, wholes);
    for (const file of files) {
      const first = await worker.run(file);
      // Once more, in case the machine was busy; a slow file fails again.
      const result = 'died' in first ? await worker.run(file) : first;
      const name = `${file.family}: ${file.name}`;
      const counts = outcomes.get(file.family) ?? new Map<string, number>();
      outcomes.set(file.family, counts.set(outcomeOf(result), (counts.get(outcomeOf(result)) ?? 0) + 1));
      const found = await problemsOf(file, result, file.like && images.get(file.like));
      problems.push(...found.map((problem) => `${name}: ${problem}`));
      if (!('died' in result)) peak = max(peak, result.peak, name);
      ffmpegPeak = max(ffmpegPeak, result.ffmpegPeak, name);
      slowest = max(slowest, result.seconds, name);
      await rm(result.to, { recursive: true, force: true });
    }
  } finally {
    await worker.end();
  }
  return { outcomes, problems, peak, ffmpegPeak, slowest };
}

/** Formats a result: the outcomes of each family, and the maxima. */
export function formatTable({ outcomes, peak, ffmpegPeak, slowest }: FuzzRun): string {
  const columns = [...new Set([...outcomes.values()].flatMap((counts) => [...counts.keys()]))].sort();
  const line = (name: string, cells: readonly (string | number)[]): string =>
    [name.padEnd(16), ...cells.map((cell, i) => String(cell).padStart(Math.max(7, columns[i]?.length ?? 0)))].join(
      '  ',
    );
  const rows = [...outcomes].map(([name, counts]) =>
    line(
      name,
      columns.map((column) => counts.get(column) ?? 0),
    ),
  );
  const sums = columns.map((column) =>
    [...outcomes.values()].reduce((sum, counts) => sum + (counts.get(column) ?? 0), 0),
  );
  return [
    line('', columns),
    ...rows,
    line('all', sums),
    `peak memory: ${peak.value} MiB (${peak.file}); of ffmpeg: ${ffmpegPeak.value} MiB (${ffmpegPeak.file})`,
    `slowest: ${slowest.value.toFixed(1)} s (${slowest.file})`,
  ].join('\n');
}
