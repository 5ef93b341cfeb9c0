import { createInterface } from 'node:readline/promises';

/** Where a command asks and prints; replaced in tests. */
export interface Terminal {
  /** Whether a person can answer. */
  readonly isInteractive: boolean;
  print(line: string): void;
  /** Prints a problem. */
  fail(line: string): void;
  ask(question: string): Promise<string>;
}

/** The terminal of this process. */
export const terminal: Terminal = {
  isInteractive: process.stdin.isTTY && process.stdout.isTTY,
  print: (line) => void process.stdout.write(`${line}\n`),
  fail: (line) => void process.stderr.write(`${line}\n`),
  ask: async (question) => {
    const prompt = createInterface({ input: process.stdin, output: process.stdout });
    try {
      return (await prompt.question(question)).trim();
    } finally {
      prompt.close();
    }
  },
};
