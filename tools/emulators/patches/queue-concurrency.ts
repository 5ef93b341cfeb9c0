// Loaded into firebase-tools before it starts. In production each task has an instance of its own; here all tasks share one machine.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../root.ts';
import { mostlyWaits } from './waiting.ts';

interface QueueConfig {
  readonly rateLimits: { readonly maxConcurrentDispatches: number };
}

interface Tasks {
  readonly TaskQueueController: { prototype: { createQueue: (key: string, config: QueueConfig) => void } };
}

/** The share of a queue's concurrency used here: two photos instead of eight, one video instead of four. */
const SHARE = 1 / 4;

const file = join(ROOT, 'node_modules', 'firebase-tools', 'lib', 'emulator', 'tasksEmulator.js');
const controller = (createRequire(import.meta.url)(file) as Tasks).TaskQueueController.prototype;
const createQueue = controller.createQueue;
controller.createQueue = function (key, config) {
  if (mostlyWaits(key)) {
    createQueue.call(this, key, config);
    return;
  }
  const maxConcurrentDispatches = Math.max(1, Math.floor(config.rateLimits.maxConcurrentDispatches * SHARE));
  createQueue.call(this, key, { ...config, rateLimits: { ...config.rateLimits, maxConcurrentDispatches } });
};
