// Loaded into firebase-tools before it starts. Its Tasks emulator runs a task by `fetch`, which gives up after 300 s without a response and
// retries while the first attempt still runs: a long video would be processed twice in parallel. The task's own deadline
// (dispatchDeadlineSeconds) still holds.
const DISPATCHER = Symbol.for('undici.globalDispatcher.1');

interface Dispatchers {
  [DISPATCHER]?: { constructor: new (options: { headersTimeout: number; bodyTimeout: number }) => object };
}

const globals = globalThis as Dispatchers;
// Node loads its HTTP client at the first request.
new Request('http://127.0.0.1');
const Agent = globals[DISPATCHER]?.constructor;
if (Agent) Object.assign(globals, { [DISPATCHER]: new Agent({ headersTimeout: 0, bodyTimeout: 0 }) });
