import { SingleBar } from 'cli-progress';
import { ApiError } from '@maru/model';
import { UserError } from '../bootstrap/messages.js';
import { EmulatorsRunning } from '../emulators/lock.ts';
import { readArguments, type ImportArguments } from './arguments.ts';
import { uploadFiles } from './upload-files.ts';
import { personOf, targetOf, UsageError, type Target } from './target.ts';
import { signIn, type Client } from './client.ts';
import { connect, type Connection } from './connect.ts';
import { reasonOf, sumOf, tableOf, type Row } from './report.ts';
import { filesOf, missingOf, type Found } from './walk.ts';
import { messagesOf } from './messages.ts';

const words = messagesOf();

/** Progress goes to stderr: stdout holds nothing but rows or JSON. */
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
    return await uploadFiles(client, files, target, ({ sent, over }) => {
      bar.update(sent, { said: words.bar(over, files.length) });
    });
  } finally {
    bar.stop();
  }
}

function print(asked: ImportArguments, target: Target, rows: readonly Row[], seconds: number): void {
  const sum = { ...sumOf(rows), seconds };
  if (asked.json) {
    const said = rows.map((row) => ({ ...row, ...(row.state !== 'ready' && { said: reasonOf(row, words) }) }));
    const { library, name, title } = target;
    process.stdout.write(`${JSON.stringify({ library, name, album: title, ...sum, rows: said }, null, 2)}\n`);
    return;
  }
  process.stdout.write(`${tableOf(rows, words)}\n${words.sum(sum)}\n`);
}

async function importFiles(asked: ImportArguments, { place }: Connection, files: readonly Found[]): Promise<number> {
  const began = performance.now();
  const person = personOf(place.config, asked.as, words);
  const client = await signIn(place, person);
  try {
    await client.call('onSignIn', {});
    const target = await targetOf(client, asked, person.name, words);
    tell(words.into(target.name, target.title));
    const rows = await withBar(client, files, target);
    print(asked, target, rows, Math.round((performance.now() - began) / 1000));
    return sumOf(rows).failed > 0 ? 1 : 0;
  } finally {
    await client.close();
  }
}

/** Runs the command and returns its exit code: 0 all files are in the library, 1 something failed, 2 wrong arguments. */
async function main(argv: readonly string[]): Promise<number> {
  const asked = readArguments(argv);
  if ('wrong' in asked) throw new UsageError(words.misasked[asked.wrong](asked.what));
  if (asked.help) {
    process.stdout.write(`${words.usage}\n`);
    return 0;
  }
  const missing = await missingOf(asked.paths);
  if (missing !== undefined) throw new UsageError(words.missing(missing));
  const files = await filesOf(asked.paths);
  if (!files.some(({ is }) => is !== 'not-media')) throw new UsageError(words.nothing);
  const visited = await connect(words, tell);
  const interrupt = (): void => void visited.leave().finally(() => process.exit(130));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    return await importFiles(asked, visited, files);
  } finally {
    await visited.leave();
  }
}

/** The message and the exit code for an error. */
function explain(error: unknown): { said: string; code: number } {
  if (error instanceof UsageError) return { said: error.message, code: 2 };
  if (error instanceof EmulatorsRunning) return { said: words.between, code: 1 };
  if (error instanceof UserError) return { said: error.message, code: 1 };
  if (error instanceof ApiError) return { said: words.refusals[error.code], code: 1 };
  return { said: words.unforeseen(error instanceof Error ? error.message : String(error)), code: 1 };
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { said, code } = explain(error);
  tell(said);
  process.exitCode = code;
}
// The SDKs' keep-alive sockets would hold the process for another minute.
process.exit();
