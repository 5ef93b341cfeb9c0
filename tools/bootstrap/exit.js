/**
 * Ends the process with `process.exitCode` when its output is written, because `process.exit` drops what a pipe has not taken yet. Idle connections of
 * SDKs would keep the process running for up to a minute.
 */
export async function exitWhenWritten() {
  for (const stream of [process.stdout, process.stderr])
    await new Promise((resolve) => {
      stream.once('error', resolve);
      stream.write('', resolve);
    });
  process.exit();
}
