import { SingleBar } from 'cli-progress';
import { Refused } from '@maru/model';
import { Plain } from '../bootstrap/messages.js';
import { EmulatorsRunning } from '../emulators/lock.ts';
import { readArguments, type Asked } from './arguments.ts';
import { carry } from './carry.ts';
import { personOf, targetOf, Unclear, type Target } from './choose.ts';
import { signIn, type Client } from './client.ts';
import { visit, type Visit } from './place.ts';
import { reasonOf, sumOf, tableOf, type Row } from './report.ts';
import { filesOf, missingOf, type Found } from './walk.ts';
import { wordsOf } from './words.ts';

const words = wordsOf();

/** What goes on is told beside the result: stdout holds nothing but rows or JSON. */
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function withBar(client: Client, files: readonly Found[], target: Target): Promise<Row[]> {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const bar = new SingleBar({
    format: '{bar} {percentage}%  {said}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    stream: process.stderr,
  });
  bar.start(Math.max(1, bytes), 0, { said: words.bar(0, files.length) });
  try {
    return await carry(client, files, target, ({ sent, over }) => {
      bar.update(sent, { said: words.bar(over, files.length) });
    });
  } finally {
    bar.stop();
  }
}

function print(asked: Asked, target: Target, rows: readonly Row[], seconds: number): void {
  const sum = { ...sumOf(rows), seconds };
  if (asked.json) {
    const said = rows.map((row) => ({ ...row, ...(row.state !== 'ready' && { said: reasonOf(row, words) }) }));
    const { library, name, title } = target;
    process.stdout.write(`${JSON.stringify({ library, name, album: title, ...sum, rows: said }, null, 2)}\n`);
    return;
  }
  process.stdout.write(`${tableOf(rows, words)}\n${words.sum(sum)}\n`);
}

async function bringAll(asked: Asked, { place }: Visit, files: readonly Found[]): Promise<number> {
  const began = performance.now();
  const person = personOf(place.config, asked.as, words);
  const client = await signIn(place, person);
  try {
    await client.call('arrive', {});
    const target = await targetOf(client, asked, person.name, words);
    tell(words.into(target.name, target.title));
    const rows = await withBar(client, files, target);
    print(asked, target, rows, Math.round((performance.now() - began) / 1000));
    return sumOf(rows).failed > 0 ? 1 : 0;
  } finally {
    await client.close();
  }
}

/** Runs the command; gives its exit code: 0 all is there, 1 something failed, 2 it is not clear what is wanted. */
async function main(argv: readonly string[]): Promise<number> {
  const asked = readArguments(argv);
  if ('wrong' in asked) throw new Unclear(words.misasked[asked.wrong](asked.what));
  if (asked.help) {
    process.stdout.write(`${words.usage}\n`);
    return 0;
  }
  const missing = await missingOf(asked.paths);
  if (missing !== undefined) throw new Unclear(words.missing(missing));
  const files = await filesOf(asked.paths);
  if (!files.some(({ is }) => is !== 'not-media')) throw new Unclear(words.nothing);
  const visited = await visit(words, tell);
  const interrupt = (): void => void visited.leave().finally(() => process.exit(130));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    return await bringAll(asked, visited, files);
  } finally {
    await visited.leave();
  }
}

/** The sentence for whatever went wrong, and the exit code that goes with it. */
function explain(error: unknown): { said: string; code: number } {
  if (error instanceof Unclear) return { said: error.message, code: 2 };
  if (error instanceof EmulatorsRunning) return { said: words.between, code: 1 };
  if (error instanceof Plain) return { said: error.message, code: 1 };
  if (error instanceof Refused) return { said: words.refusals[error.code], code: 1 };
  return { said: words.unforeseen(error instanceof Error ? error.message : String(error)), code: 1 };
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { said, code } = explain(error);
  tell(said);
  process.exitCode = code;
}
// Sockets that SDKs keep warm would hold the process for another minute.
process.exit();
