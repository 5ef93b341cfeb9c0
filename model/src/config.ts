import * as v from 'valibot';
import { number, parse, type DocumentOf } from './schema.ts';

/** Where functions run: Seoul, close to the family. */
export const REGION = 'asia-northeast3';

const personSchema = v.object({
  name: v.string(),
  address: v.string(),
  /** What they are for, in a word: `owner`, `editor`, `viewer`, `stranger`. */
  part: v.string(),
});

/** Somebody who can sign in on the emulators with one tap. */
export type DemoPerson = DocumentOf<typeof personSchema>;

/** Ports of the emulators, all on the page's own loopback host. */
const ports = {
  auth: number,
  firestore: number,
  /** The CORS proxy before the Storage emulator. */
  storage: number,
};

const configSchema = v.object({
  /** The options of the Firebase SDK's `initializeApp`. */
  firebase: v.object({ apiKey: v.string(), authDomain: v.string(), projectId: v.string(), appId: v.string() }),
  buckets: v.object({ originals: v.string(), renditions: v.string() }),
  region: v.string(),
  /** Where objects are read by token: `https://firebasestorage.googleapis.com`, or the emulators' proxy. */
  storageHost: v.string(),
  /** There only on the emulators; a build that finds it refuses to run elsewhere than on loopback. */
  emulators: v.exactOptional(v.object({ ...ports, people: v.array(personSchema) })),
});

/** `/maru.json`: what a build must know of the project that serves it. Written by `npm start` and by deploy. */
export type MaruConfig = DocumentOf<typeof configSchema>;

/** The configuration from `/maru.json`; throws BadDocument. */
export const readConfig = (value: unknown): MaruConfig => parse('maru.json', configSchema, value);
