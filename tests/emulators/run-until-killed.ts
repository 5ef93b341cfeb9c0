// Starts an engine on the folder that it is given, says what it is as one line of JSON, and keeps it until it is killed.
import { startEngine } from '../../tools/emulators/start.ts';

const engine = await startEngine({ dataDir: process.argv[2] ?? '', functions: false, app: false });
process.stdout.write(`${JSON.stringify({ id: engine.id, urls: engine.urls, hasSavedData: engine.hasSavedData })}\n`);
await engine.failed;
