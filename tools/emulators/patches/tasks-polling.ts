// Loaded into firebase-tools before it starts. Its Tasks emulator polls an idle queue once a second, which delays the first task of a burst. While
// a task runs it polls without a pause, which costs a third of a core.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../root.ts';

interface Tasks {
  readonly TaskQueueController: { LISTEN_TIMEOUT: number; UPDATE_TIMEOUT: number };
}

/** Milliseconds between two polls, idle or busy. */
const POLL_MS = 20;

const file = join(ROOT, 'node_modules', 'firebase-tools', 'lib', 'emulator', 'tasksEmulator.js');
const { TaskQueueController } = createRequire(import.meta.url)(file) as Tasks;
TaskQueueController.LISTEN_TIMEOUT = POLL_MS;
TaskQueueController.UPDATE_TIMEOUT = POLL_MS;
