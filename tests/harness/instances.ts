import { readFile } from 'node:fs/promises';
import { processesOf } from '../../tools/emulators/processes.ts';

/** One process: its files in /proc. */
interface Process {
  readonly pid: number;
  /** Its arguments, each followed by NUL. */
  readonly command: string;
}

/** An instance of a function, as Cloud Run would start it, and the processes that it started. */
export interface Instance extends Process {
  /** The function's name. */
  readonly service: string;
  readonly children: readonly Process[];
  /** Where it keeps temporary files; on Cloud Run they are a part of its memory. */
  readonly temporary: string;
}

/** A file of a process; empty if the process ended. */
export const readProc = (pid: number, file: string): Promise<string> =>
  readFile(`/proc/${String(pid)}/${file}`, 'utf8').catch(() => '');

/** The running instances of functions of the emulators `id`; Linux only. */
export async function instancesOf(id: string): Promise<Instance[]> {
  const all = await Promise.all(
    (await processesOf(id)).map(async (pid) => {
      const [environ = '', command = '', status = ''] = await Promise.all(
        ['environ', 'cmdline', 'status'].map((file) => readProc(pid, file)),
      );
      const environment = environ.split('\0');
      const valueOf = (name: string): string | undefined =>
        environment.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
      return {
        ...{ pid, command, service: valueOf('K_SERVICE'), temporary: valueOf('TMPDIR') ?? '/tmp' },
        parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]),
      };
    }),
  );
  return all.flatMap(({ service, ...leader }) =>
    service !== undefined && leader.command.includes('functionsEmulatorRuntime')
      ? [{ ...leader, service, children: all.filter(({ parent }) => parent === leader.pid) }]
      : [],
  );
}
