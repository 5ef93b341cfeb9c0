import * as v from 'valibot';
import { number, parse, type DocumentOf } from './schema.ts';

/** The region of functions and buckets unless another one was chosen at the first deployment: Seoul. */
export const DEFAULT_REGION = 'asia-northeast3';

const personSchema = v.object({
  name: v.string(),
  address: v.string(),
  /** `owner`, `editor`, `viewer` or `stranger`. */
  role: v.string(),
});

/** A person who can sign in with one tap on the emulators. */
export type DemoPerson = DocumentOf<typeof personSchema>;

/** Ports of the emulators. */
const ports = {
  auth: number,
  firestore: number,
  /** The CORS proxy of the Storage emulator. */
  storage: number,
};

const configSchema = v.object({
  /** The options of the Firebase SDK's `initializeApp`. */
  firebase: v.object({ apiKey: v.string(), authDomain: v.string(), projectId: v.string(), appId: v.string() }),
  buckets: v.object({ originals: v.string(), renditions: v.string() }),
  region: v.string(),
  /** The origin of object URLs: `https://firebasestorage.googleapis.com`, or the emulators' proxy. */
  storageHost: v.string(),
  /** Present if the project has App Check: the site key of reCAPTCHA Enterprise. */
  appCheck: v.exactOptional(v.object({ siteKey: v.string() })),
  /** Present on the emulators only, which are on the host of `storageHost`; a build that finds it refuses to run anywhere but on loopback. */
  emulators: v.exactOptional(v.object({ ...ports, people: v.array(personSchema) })),
});

/** `/maru.json`: the Firebase project of a build. Written by `npm start` and by the deployment. */
export type MaruConfig = DocumentOf<typeof configSchema>;

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Whether the host name of a URL is the computer itself: only there may a configuration name emulators. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.includes(hostname);

/** Validates the content of `/maru.json`; throws BadDocument. */
export const readConfig = (value: unknown): MaruConfig => parse('maru.json', configSchema, value);
