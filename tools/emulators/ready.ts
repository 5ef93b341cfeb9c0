import type { ChildProcess } from 'node:child_process';

const READY = 'All emulators ready!';
const FUNCTIONS_FAILED = /Failed to load function definition from source: .*/;
const REASON = /Failed to load function definition from source: .*|Could not start .*|An unexpected error .*|Error: .*/;

/** Resolves when firebase-tools reports that all emulators are ready; rejects with the line of the log that gives the reason. */
export function untilReady(child: ChildProcess, log: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let tail = '';
    const read = (chunk: Buffer): void => {
      tail = (tail + chunk.toString()).slice(-20_000);
      const failed = FUNCTIONS_FAILED.exec(tail);
      if (failed) reject(new Error(`${failed[0]} (full log: ${log})`));
      if (!tail.includes(READY)) return;
      child.stdout?.off('data', read);
      child.stderr?.off('data', read);
      resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => {
      const reason = REASON.exec(tail)?.[0] ?? tail.trim().split('\n').slice(-6).join('\n');
      reject(new Error(`the emulators exited with code ${String(code)}: ${reason} (full log: ${log})`));
    });
  });
}
