import { SingleBar } from 'cli-progress';
import { ApiError } from '@maru/model';
import { exitAfterFlush } from '../bootstrap/exit.js';
import { UserError } from '../bootstrap/messages.js';
import { EmulatorsRunning } from '../emulators/lock.ts';
import { signInMessages } from '../sign-in/messages.ts';
import { SignInError } from '../sign-in/sign-in-error.ts';
import { readArguments, type ImportArguments } from './arguments.ts';
import { knownFilesPath, openKnownFiles, removeKnownFiles, type KnownFiles } from './known-files.ts';
import { progressText } from './progress-text.ts';
import { uploadFiles, type Progress } from './upload-files.ts';
import { personOf, targetOf, UsageError, type Target } from './target.ts';
import { signIn, type Client } from './client.ts';
import { signInToProject, signOut } from './project.ts';
import { connect } from './connect.ts';
import { countRows, messageOf, tableOf, type Row } from './report.ts';
import type { LocalFile } from './local-file.ts';
import { findMissing, listFiles } from './walk.ts';
import { estimateOf } from './estimate.ts';
import { messagesOf } from './messages.ts';
import { readSidecars } from './sidecars/read-sidecars.ts';
import { importWatched } from './watch/import-watched.ts';

const messages = messagesOf();

/** Prints a message to stderr: stdout contains only rows or JSON. */
const printLine = (line: string): void => void process.stderr.write(`${line}\n`);

const knownFilesOf = ({ config, uid }: Client, { library }: Target): Promise<KnownFiles> =>
  openKnownFiles(knownFilesPath(config.firebase.projectId), `${uid}/${library}`, config.storageHost);

async function uploadWithProgress(client: Client, files: readonly LocalFile[], target: Target): Promise<Row[]> {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const bar = new SingleBar({
    format: '{bar} {percentage}%  {text}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    stream: process.stderr,
  });
  bar.start(Math.max(1, bytes), 0, { text: messages.progress(0, files.length) });
  try {
    const known = await knownFilesOf(client, target);
    const text = progressText(messages, files.length, bytes);
    const onprogress = (progress: Progress): void => {
      bar.update(progress.sent, { text: text(progress, performance.now()) });
    };
    return await uploadFiles(client, files, target, { known, onprogress });
  } finally {
    bar.stop();
  }
}

const withMessage = (row: Row): object => ({ ...row, message: messageOf(row, messages) });

function printResult(args: ImportArguments, target: Target, rows: readonly Row[], seconds: number): void {
  const counts = { ...countRows(rows), seconds };
  if (args.json) {
    const withMessages = rows.map(withMessage);
    const { library, name, title } = target;
    process.stdout.write(
      `${JSON.stringify({ library, name, album: title, ...counts, rows: withMessages }, null, 2)}\n`,
    );
    return;
  }
  process.stdout.write(`${tableOf(rows, messages)}\n${messages.summary(counts)}\n`);
}

/** What Ctrl-C does. Unpacked files are removed at the exit. */
let interrupt = (): void => process.exit(130);

/** Adds what comes to the folders until Ctrl-C. */
async function watch(args: ImportArguments, client: Client, target: Target): Promise<number> {
  const end = new AbortController();
  const exit = interrupt;
  interrupt = () => {
    interrupt = exit;
    end.abort();
  };
  printLine(messages.watching);
  await importWatched({
    ...{
      args,
      client,
      library: target.library,
      known: await knownFilesOf(client, target),
      messages,
      signal: end.signal,
    },
    onrow: (row) => {
      process.stdout.write(`${args.json ? JSON.stringify(withMessage(row)) : tableOf([row], messages)}\n`);
    },
    onwaiting: (isWaiting) => {
      printLine(isWaiting ? messages.waiting : messages.backOnline);
    },
  });
  return 0;
}

async function importFiles(args: ImportArguments, client: Client, files: readonly LocalFile[]): Promise<number> {
  const began = performance.now();
  try {
    const target = await targetOf(client, args, messages);
    printLine(messages.target(target.name, target.title));
    if (args.watch) return await watch(args, client, target);
    const rows = await uploadWithProgress(client, files, target);
    printResult(args, target, rows, Math.round((performance.now() - began) / 1000));
    return countRows(rows).failed > 0 ? 1 : 0;
  } finally {
    await client.close();
  }
}

/** Runs the command and returns its exit code: 0 all files are in the library, 1 a failure, 2 invalid arguments. */
async function main(argv: readonly string[]): Promise<number> {
  const args = readArguments(argv);
  if ('problem' in args) throw new UsageError(messages.invalidArguments[args.problem](args.argument));
  if (args.help) {
    process.stdout.write(`${messages.usage}\n`);
    return 0;
  }
  if (args.signOut && args.project !== undefined) {
    await signOut({ ...args, project: args.project });
    await removeKnownFiles(args.project);
    printLine(messages.signedOut);
    return 0;
  }
  const missing = await findMissing(args.paths);
  if (missing !== undefined) throw new UsageError(messages.missing(missing));
  const files = args.watch ? [] : await readSidecars(await listFiles(args.paths, args));
  if (!args.watch && !files.some(({ type }) => type === 'media' || type === 'unreadable'))
    throw new UsageError(messages.noMedia);
  if (args.dryRun) {
    const estimate = estimateOf(files);
    process.stdout.write(`${args.json ? JSON.stringify(estimate, null, 2) : messages.estimate(estimate)}\n`);
    return 0;
  }
  if (args.project !== undefined) {
    return importFiles(args, await signInToProject({ ...args, project: args.project }, printLine), files);
  }
  const connection = await connect(messages, printLine);
  interrupt = () => void connection.close().finally(() => process.exit(130));
  try {
    const { app } = connection;
    const client = await signIn(app, personOf(app.config, args.as, messages));
    // On a project, the page did this.
    await client.call('onSignIn', {});
    return await importFiles(args, client, files);
  } finally {
    await connection.close();
  }
}

/** The message and the exit code for an error. */
function explain(error: unknown): { message: string; code: number } {
  if (error instanceof UsageError) return { message: error.message, code: 2 };
  if (error instanceof SignInError)
    return {
      message: signInMessages().problems[error.problem](error.detail),
      code: error.problem === 'bad-site' ? 2 : 1,
    };
  if (error instanceof EmulatorsRunning) return { message: messages.startingOrStopping, code: 1 };
  if (error instanceof UserError) return { message: error.message, code: 1 };
  if (error instanceof ApiError) return { message: messages.apiErrors[error.code], code: 1 };
  return { message: messages.unexpected(error instanceof Error ? error.message : String(error)), code: 1 };
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    interrupt();
  });
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { message, code } = explain(error);
  printLine(message);
  process.exitCode = code;
}
await exitAfterFlush();
