import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './root.ts';
import { commandOf, environmentOf, hasOfficialRules, storageRulesOf } from './environment.ts';
import { folder, programs } from '../bootstrap/fake-programs.js';
import type { ProjectFolder } from './project-folder.ts';

const project: ProjectFolder = {
  folder: '/stage',
  temporary: '/short',
  java: '/stage/java',
  rulesFile: '/stage/java/rules.jar',
  blobs: '/stage/blobs',
  remove: () => Promise.resolve(),
};

test('the environment hides accounts, test runners and the home, and puts the java launcher first', () => {
  const env = environmentOf(project, {
    PATH: '/bin',
    HOME: '/home/x',
    GOOGLE_APPLICATION_CREDENTIALS: '/key',
    FIREBASE_TOKEN: 'x',
    VITEST: 'true',
    NODE_OPTIONS: '--inspect',
  });
  for (const name of ['GOOGLE_APPLICATION_CREDENTIALS', 'FIREBASE_TOKEN', 'VITEST', 'NODE_OPTIONS']) {
    expect(env).not.toHaveProperty(name);
  }
  expect(env['PATH']).toMatch(/^\/stage\/java:.*:\/bin$/);
  expect(env).toMatchObject({ TMPDIR: '/short', XDG_CONFIG_HOME: '/stage/config', CI: '1' });
});

test('hidane runs firebase-tools; without it firebase-tools runs by itself', () => {
  const options = { hasFunctions: false, importFrom: '/saved' };
  const [command, args] = commandOf('demo-maru', { ...options, hidane: '/bin/hidane' });
  expect(command).toBe('/bin/hidane');
  expect(args.slice(0, 3)).toEqual(['exec', '--', process.execPath]);
  expect(args.slice(-2)).toEqual(['--import', '/saved']);
  expect(args[args.indexOf('--only') + 1]).toBe('auth,firestore,storage,hosting');
  expect(commandOf('demo-maru', { ...options, hidane: undefined })[0]).toBe(process.execPath);
});

test('firebase-tools waits for a task without a time limit', () => {
  const show = `const agent = globalThis[Symbol.for('undici.globalDispatcher.1')];
    const options = Object.getOwnPropertySymbols(agent).map((name) => agent[name]).find((value) => value && 'headersTimeout' in value);
    console.log(options.headersTimeout, options.bodyTimeout);`;
  const patch = join(import.meta.dirname, 'patches', 'task-timeout.ts');
  const { stdout } = spawnSync(process.execPath, ['--import', patch, '-e', show], { encoding: 'utf8' });
  expect(stdout).toBe('0 0\n');
});

test('a task waits for its time, and its name is taken at once', () => {
  const show = `const { TaskQueue } = require('firebase-tools/lib/emulator/taskQueue.js');
    const queue = new TaskQueue('q', { rateLimits: { maxConcurrentDispatches: 1, maxDispatchesPerSecond: 1 } });
    const taskAt = (scheduleTime) => ({ name: 'a', scheduleTime, httpRequest: { url: 'http://x' } });
    const at = new Date(Date.now() + 300).toISOString();
    queue.enqueue(taskAt(at));
    const sizes = [queue.queue.size()];
    try { queue.enqueue(taskAt(at)); } catch (error) { console.log(error.message); }
    const timer = setInterval(() => {
      if (queue.queue.size() === 0) return;
      console.log(sizes.join(), queue.queue.size(), Date.now() >= Date.parse(at));
      process.exit();
    }, 5);`;
  const patch = join(import.meta.dirname, 'patches', 'task-schedule.ts');
  const { stdout } = spawnSync(process.execPath, ['--import', patch, '-e', show], { encoding: 'utf8', cwd: ROOT });
  expect(stdout).toBe('A task has already been queued with id a\n0 1 true\n');
});

test('runs a quarter of the concurrent tasks of a queue, at least one, and all tasks that only wait', () => {
  const show = `const { TaskQueueController } = require('firebase-tools/lib/emulator/tasksEmulator.js');
    const controller = new TaskQueueController();
    for (const [name, maxConcurrentDispatches] of [['a', 8], ['b', 4], ['c', 1], ['rotateTokens', 8]])
      controller.createQueue('queue:demo-' + name, { rateLimits: { maxConcurrentDispatches } });
    console.log(Object.values(controller.queues).map(({ config }) => config.rateLimits.maxConcurrentDispatches).join());
    process.exit()`;
  const patch = join(import.meta.dirname, 'patches', 'queue-concurrency.ts');
  const { stdout } = spawnSync(process.execPath, ['--import', patch, '-e', show], { encoding: 'utf8', cwd: ROOT });
  expect(stdout).toBe('2,1,1,8\n');
});

test('runs the requests of a function that declares concurrency in one process, also those that arrive while it starts', () => {
  const show = `const lib = 'firebase-tools/lib/emulator/';
    const { emulatedFunctionsFromEndpoints } = require(lib + 'functionsEmulatorShared.js');
    const { RuntimeWorkerPool } = require(lib + 'functionsRuntimeWorker.js');
    const { FunctionsEmulator } = require(lib + 'functionsEmulator.js');
    const region = 'r';
    const declared = [{ id: 'api', concurrency: 80 }, { id: 'photo', concurrency: 1 }, { id: 'rotateTokens', concurrency: 1 }];
    const triggers = emulatedFunctionsFromEndpoints(declared.map((one) => ({ ...one, region, httpsTrigger: {} })));
    const pool = new RuntimeWorkerPool();
    let started = 0;
    const emulator = {
      getRuntimeEnvs: () => ({}),
      resolveSecretEnvs: async () => ({}),
      startNode: async () => ({ started: (started += 1) }),
      workerPools: { main: { addWorker: () => ({ waitForSocketReady: async () => {} }) } },
    };
    const start = (trigger) => FunctionsEmulator.prototype.startRuntime.call(emulator, { codebase: 'main' }, trigger);
    (async () => {
      for (const trigger of triggers) {
        started = 0;
        await Promise.all([start(trigger), start(trigger)]);
        const found = ['IDLE', 'BUSY', 'FINISHING'].map((state) => {
          pool.setTriggerWorkers(trigger.id, [{ state }]);
          return pool.getIdleWorker(trigger.id)?.state;
        });
        console.log(trigger.id, started, found.join());
      }
      process.exit();
    })();`;
  const patch = join(import.meta.dirname, 'patches', 'worker-concurrency.ts');
  const { stdout } = spawnSync(process.execPath, ['--import', patch, '-e', show], { encoding: 'utf8', cwd: ROOT });
  expect(stdout).toBe('r-api 1 IDLE,BUSY,\nr-photo 2 IDLE,,\nr-rotateTokens 1 IDLE,BUSY,\n');
});

test("compiles none of the Auth emulator's validators before a request needs it", () => {
  const show = `const parameters = [{ name: 'a', in: 'query', schema: { type: 'no such type' } }];
    const get = { 'x-exegesis-controller': 'a', operationId: 'a', parameters, responses: {} };
    const api = { openapi: '3.0.1', info: { title: 'a', version: '1' }, paths: { '/': { get } } };
    require('exegesis-express').middleware(api, { controllers: { a: { a() {} } } })
      .then(() => console.log('ready'), (error) => console.log(error.message));`;
  const patch = join(import.meta.dirname, 'patches', 'auth-validators.ts');
  const { stdout } = spawnSync(process.execPath, ['--import', patch, '-e', show], { encoding: 'utf8', cwd: ROOT });
  expect(stdout).toBe('ready\n');
});

test("uses Google's rules runtime if its jar and Java 21 are installed", () => {
  const cache = folder('jars');
  const java = (version: string): string => programs({ java: `echo 'openjdk version "${version}"' >&2` });
  const env = (path: string): NodeJS.ProcessEnv => ({ PATH: path, FIREBASE_EMULATORS_PATH: cache });
  expect(hasOfficialRules(env(java('21.0.2')))).toBe(false);
  writeFileSync(join(cache, 'cloud-storage-rules-runtime-v1.1.3.jar'), '');
  expect(hasOfficialRules(env(java('21.0.2')))).toBe(true);
  expect(hasOfficialRules(env(java('17.0.15')))).toBe(false);
  expect(environmentOf(project, env(java('21.0.2')))).not.toHaveProperty('STORAGE_EMULATOR_BINARY_PATH');
  expect(environmentOf(project, env(java('17.0.15')))['STORAGE_EMULATOR_BINARY_PATH']).toBe(project.rulesFile);
  expect(storageRulesOf(environmentOf(project, env(java('21.0.2'))))).toBe('official');
  expect(storageRulesOf(environmentOf(project, env(java('17.0.15'))))).toBe('replacement');
});

const launcher = join(import.meta.dirname, 'java-launcher');

function java(args: readonly string[], path: string): { status: number | null; stdout: string; stderr: string } {
  const env = {
    PATH: [launcher, path, '/usr/bin', '/bin'].filter((folder) => folder !== '').join(delimiter),
    MARU_NODE: join(programs({ node: 'echo "node $@"' }), 'node'),
    MARU_STORAGE_RULES_FILE: '/stage/rules.jar',
    MARU_STORAGE_RULES_SERVE: '/tools/serve.ts',
  };
  return spawnSync(join(launcher, 'java'), args, { encoding: 'utf8', env });
}

test('the java launcher starts the storage rules replacement', () => {
  const args = ['-Djava.security.manager=disallow', '-Duser.language=en', '-jar', '/stage/rules.jar', 'serve'];
  expect(java(args, '').stdout).toBe('node /tools/serve.ts\n');
});

test('the java launcher passes everything else to the next java on PATH', () => {
  const next = programs({ java: 'echo "next $@"; exit 3' });
  expect(java(['-version'], next)).toMatchObject({ stdout: 'next -version\n', status: 3 });
  expect(java(['-jar', '/another.jar', 'serve'], next).stdout).toBe('next -jar /another.jar serve\n');
});
