import type { Fault } from '../fault.ts';

/** Faults in tools, emulators and conventions. */
export const TOOLS_FAULTS: readonly Fault[] = [
  {
    suite: 'tools',
    tests: 'storage-rules/cases',
    file: 'tools/storage-rules/evaluate/covering.ts',
    from: 'version === 1 ? 1 : 0',
    to: '0',
    effect: 'the storage rules emulator lets {x=**} match nothing where the service does not',
  },
  {
    suite: 'tools',
    tests: 'storage-rules/cases',
    file: 'tools/storage-rules/syntax/parser.ts',
    from: "create: ['create']",
    to: "create: ['create', 'update']",
    effect: 'the storage rules emulator allows overwriting where the service does not',
  },
  {
    suite: 'tools',
    tests: 'report',
    file: 'tools/import/report.ts',
    from: "state: 'failed', code: state.failure",
    to: "state: 'ready', code: state.failure",
    effect: 'the importer reports success after a failure',
  },
  {
    suite: 'tools',
    tests: 'cors',
    file: 'tools/emulators/cors.ts',
    from: 'one.method.includes(method)',
    to: 'one.method.length > 0',
    effect: 'the emulators allow a request that the real bucket refuses',
  },
  {
    suite: 'tools',
    tests: 'bootstrap/messages',
    file: 'tools/bootstrap/messages.js',
    from: '/^ko/i',
    to: '/^xx/i',
    effect: 'a Korean terminal gets English messages',
  },
  {
    suite: 'conventions',
    tests: 'imports',
    file: '.dependency-cruiser.js',
    from: "area('model', MODEL, {\n    packages: ['valibot'],",
    to: "area('model', MODEL, {\n    packages: ['valibot', 'firebase'],",
    effect: 'the model imports an SDK',
  },
  {
    suite: 'emulators',
    tests: 'start',
    file: 'tools/emulators/supervisor.ts',
    from: "process.stdin.once('end', () => {",
    to: "process.stdin.once('never', () => {",
    effect: 'a killed npm start leaves its emulators running',
  },
];
