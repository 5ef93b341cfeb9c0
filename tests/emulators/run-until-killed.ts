// Starts the emulators on the folder that it is given, says what it is as one line of JSON, and keeps it until it is killed.
import { startEmulators } from '../../tools/emulators/start.ts';

const emulators = await startEmulators({ dataDir: process.argv[2] ?? '', functions: false, app: false });
process.stdout.write(
  `${JSON.stringify({ id: emulators.id, urls: emulators.urls, hasSavedData: emulators.hasSavedData })}\n`,
);
await emulators.failed;
