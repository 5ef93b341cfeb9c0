/** The output of one suite: printed at once, or buffered while another suite prints. */
export interface SuiteOutput {
  write: (chunk: Buffer | string) => void;
  end: () => void;
}

/** Prints the output of parallel suites: that of the oldest one at once, that of each other one as a block when it ends. */
export class OutputMerger {
  readonly #print: (chunk: Buffer | string) => void;
  readonly #running: { buffer: (Buffer | string)[] }[] = [];

  constructor(print: (chunk: Buffer | string) => void) {
    this.#print = print;
  }

  open(title: string): SuiteOutput {
    const output = { buffer: [] as (Buffer | string)[] };
    this.#running.push(output);
    const write = (chunk: Buffer | string): void => {
      if (this.#running[0] === output) this.#print(chunk);
      else output.buffer.push(chunk);
    };
    write(`\n── ${title} ──\n`);
    return {
      write,
      end: () => {
        this.#flush(output);
        this.#running.splice(this.#running.indexOf(output), 1);
        const [next] = this.#running;
        if (next) this.#flush(next);
      },
    };
  }

  #flush(output: { buffer: (Buffer | string)[] }): void {
    for (const chunk of output.buffer.splice(0)) this.#print(chunk);
  }
}
