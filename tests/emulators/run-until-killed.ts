// Starts the emulators on the given folder, prints a line of JSON and runs until killed.
import { startEmulators } from '../../tools/emulators/start.ts';

const emulators = await startEmulators({ dataDir: process.argv[2] ?? '', functions: false, app: false });
process.stdout.write(
  `${JSON.stringify({ id: emulators.id, urls: emulators.urls, hasSavedData: emulators.hasSavedData })}\n`,
);
await emulators.failed;
