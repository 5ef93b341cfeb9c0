// Loaded into firebase-tools before it starts. Its Tasks emulator polls an idle queue once a second, which delays the first task of a burst: here a
// new task starts at once. While a task runs it polls without a pause, which costs a third of a core.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../root.ts';

interface Controller {
  listenId: NodeJS.Timeout | null;
  start: () => void;
  listen: () => void;
}

interface Tasks {
  readonly TaskQueueController: { UPDATE_TIMEOUT: number; readonly prototype: Controller };
}

interface Queues {
  readonly Queue: { readonly prototype: { enqueue: (id: string, task: unknown) => void } };
}

/** Milliseconds between two polls while tasks wait or run. */
const POLL_MS = 20;

const require = createRequire(import.meta.url);
const load = (name: string): unknown => require(join(ROOT, 'node_modules', 'firebase-tools', 'lib', 'emulator', name));

const { TaskQueueController } = load('tasksEmulator.js') as Tasks;
TaskQueueController.UPDATE_TIMEOUT = POLL_MS;

const started = new Set<Controller>();
const { start } = TaskQueueController.prototype;
TaskQueueController.prototype.start = function () {
  start.call(this);
  started.add(this);
};

const queue = (load('taskQueue.js') as Queues).Queue.prototype;
const { enqueue } = queue;
queue.enqueue = function (id, task) {
  enqueue.call(this, id, task);
  for (const controller of started) {
    if (controller.listenId) clearTimeout(controller.listenId);
    controller.listenId = setTimeout(() => controller.listen(), 0);
  }
};
