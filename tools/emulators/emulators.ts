import type { MaruConfig } from '@maru/model';
import type { EmulatorPorts } from './ports.ts';

/** Options for starting the emulators. */
export interface EmulatorOptions {
  /** The folder for saved data and the project folder. One set of emulators per folder. */
  dataDir: string;
  /** The ports to use, or `free` (the default) to choose any. */
  ports?: 'free' | EmulatorPorts;
  /** Start without saved data. */
  fresh?: boolean;
  /** A folder with package.json and lib/index.js. True (the default) is the project's own, false starts no functions. */
  functions?: boolean | string;
  /** The folder of a built web app. True (the default) is the project's own, false serves no pages. */
  app?: boolean | string;
  /** `demo-maru` by default. The emulators require a name that starts with `demo-`. */
  projectId?: string;
  /** Additional environment variables for functions. */
  functionsEnv?: Record<string, string>;
}

/** The URL of each emulator. `storage` is the emulator itself; browsers use `storageProxy`. */
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

/** What evaluates storage rules: Google's own runtime, or the replacement in tools/storage-rules. */
export type StorageRules = 'official' | 'replacement';

/** Running emulators. */
export interface Emulators {
  projectId: string;
  ports: EmulatorPorts;
  /** The web app's configuration, as served at /maru.json. */
  config: MaruConfig;
  buckets: { originals: string; renditions: string };
  urls: EmulatorUrls;
  dataDir: string;
  /** The folder of the Storage emulator's objects. */
  blobs: string;
  /** The file that all emulators and functions log to. */
  log: string;
  /** All processes of these emulators have this id in the environment variable MARU_EMULATORS. */
  id: string;
  storageRules: StorageRules;
  /** Whether data of an earlier run was loaded. */
  hasSavedData: boolean;
  /** Resolves with a message if the emulators exit without `stop`. */
  failed: Promise<string>;
  /** Stops all processes within 15 s. Does not save. */
  stop: () => Promise<void>;
}
