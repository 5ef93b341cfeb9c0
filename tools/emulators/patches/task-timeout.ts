// Loaded into firebase-tools before it starts. Its Tasks emulator runs a task by `fetch`, which gives up after 300 s without an answer and then runs the task
// again beside the first: a long video would be made twice at once. The task's own deadline (dispatchDeadlineSeconds) still holds.
const DISPATCHER = Symbol.for('undici.globalDispatcher.1');

interface Dispatchers {
  [DISPATCHER]?: { constructor: new (options: { headersTimeout: number; bodyTimeout: number }) => object };
}

const world = globalThis as Dispatchers;
// Node loads its HTTP client when it is first asked for.
new Request('http://127.0.0.1');
const Agent = world[DISPATCHER]?.constructor;
if (Agent) Object.assign(world, { [DISPATCHER]: new Agent({ headersTimeout: 0, bodyTimeout: 0 }) });
