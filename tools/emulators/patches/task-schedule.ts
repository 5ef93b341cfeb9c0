// Loaded into firebase-tools before it starts. Its Tasks emulator ignores `scheduleTime`: a task that collects the changes of a time slot would run
// before the slot is over.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../root.ts';

interface Task {
  readonly name: string;
  readonly scheduleTime?: string;
}

interface Queues {
  readonly TaskQueue: { prototype: { queuedIds: Set<string>; enqueue: (task: Task) => void } };
}

const file = join(ROOT, 'node_modules', 'firebase-tools', 'lib', 'emulator', 'taskQueue.js');
const queue = (createRequire(import.meta.url)(file) as Queues).TaskQueue.prototype;
const enqueue = queue.enqueue;
queue.enqueue = function (task) {
  const delay = Date.parse(task.scheduleTime ?? '') - Date.now();
  if (!(delay > 0) || this.queuedIds.has(task.name)) {
    enqueue.call(this, task);
    return;
  }
  // The name is taken from now on.
  this.queuedIds.add(task.name);
  setTimeout(() => {
    this.queuedIds.delete(task.name);
    enqueue.call(this, task);
  }, delay).unref();
};
