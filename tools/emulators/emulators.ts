import type { MaruConfig } from '@maru/model';
import type { EmulatorPorts } from './ports.ts';

/** How the emulators are started. */
export interface EmulatorOptions {
  /** Where data is kept, and the project folder of the run. One set of emulators per folder. */
  dataDir: string;
  /** `free`, or the ports to use. */
  ports?: 'free' | EmulatorPorts;
  /** Begin without what was saved. */
  fresh?: boolean;
  /** A folder with package.json and lib/index.js; true for the project's own, false for emulators without functions. */
  functions?: boolean | string;
  /** The folder of the built web app; true (the default) for the project's own, false for emulators without pages. */
  app?: boolean | string;
  /** By default `demo-maru`; the emulators want a name that begins with `demo-`. */
  projectId?: string;
  /** More variables for functions. */
  functionsEnv?: Record<string, string>;
}

/** Where each emulator answers. `storage` is the emulator itself, `storageProxy` what a browser may use. */
export interface EmulatorUrls {
  app: string;
  auth: string;
  firestore: string;
  functions: string;
  storage: string;
  storageProxy: string;
  hub: string;
  tasks: string;
}

/** What answers for the storage rules: Google's own runtime, or ours of tools/storage-rules. */
export type StorageRules = 'official' | 'stand-in';

/** Running emulators. */
export interface Emulators {
  projectId: string;
  ports: EmulatorPorts;
  /** The configuration of the browser, as served at /maru.json. */
  config: MaruConfig;
  buckets: { originals: string; renditions: string };
  urls: EmulatorUrls;
  dataDir: string;
  /** The folder of the Storage emulator's objects. */
  blobs: string;
  /** The file that all emulators and functions log to. */
  log: string;
  /** The id that all its processes carry in MARU_EMULATORS. */
  id: string;
  storageRules: StorageRules;
  /** Whether it began with data of an earlier run. */
  hasSavedData: boolean;
  /** Resolves with a sentence when the emulators end without having been stopped. */
  failed: Promise<string>;
  /** Stops everything within 15 s and leaves no process behind. Saves nothing. */
  stop: () => Promise<void>;
}
