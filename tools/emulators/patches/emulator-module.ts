import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../root.ts';

/** A module of the emulators of firebase-tools, by its path below `lib/emulator`. */
export const emulatorModule = (name: string): unknown =>
  createRequire(import.meta.url)(join(ROOT, 'node_modules', 'firebase-tools', 'lib', 'emulator', name));
