/**
 * Exits with `process.exitCode` once stdout and stderr are flushed: `process.exit` alone drops what is still buffered for a pipe. Without it, keep-alive
 * connections of the SDKs would keep the process running for up to a minute.
 */
export async function exitAfterFlush() {
  for (const stream of [process.stdout, process.stderr])
    await new Promise((resolve) => {
      stream.once('error', resolve);
      stream.write('', resolve);
    });
  process.exit();
}
