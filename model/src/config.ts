import { Reader } from './read.ts';

/** Ports of the emulators, all on the page's own loopback host. */
export interface EmulatorPorts {
  readonly auth: number;
  readonly firestore: number;
  /** The CORS proxy before the Storage emulator. */
  readonly storage: number;
}

/** `/maru.json`: what a build must know of the project that serves it. Written by `npm start` and by deploy. */
export interface MaruConfig {
  /** The options of the Firebase SDK's `initializeApp`. */
  readonly firebase: {
    readonly apiKey: string;
    readonly authDomain: string;
    readonly projectId: string;
    readonly appId: string;
  };
  readonly buckets: { readonly originals: string; readonly renditions: string };
  readonly region: string;
  /** Where objects are read by token: `https://firebasestorage.googleapis.com`, or the emulators' proxy. */
  readonly storageHost: string;
  /** There only on the emulators; a build that finds it refuses to run elsewhere than on loopback. */
  readonly emulators?: EmulatorPorts & { readonly people: readonly DemoPerson[] };
}

/** Somebody who can sign in on the emulators with one tap. */
export interface DemoPerson {
  readonly name: string;
  readonly address: string;
  /** What they are for, in a word: `owner`, `editor`, `viewer`, `stranger`. */
  readonly part: string;
}

function readPerson(value: unknown): DemoPerson {
  const r = new Reader('maru.json emulators.people', value);
  return { name: r.text('name'), address: r.text('address'), part: r.text('part') };
}

/** The configuration from `/maru.json`; throws BadDocument. */
export function readConfig(value: unknown): MaruConfig {
  const r = new Reader('maru.json', value);
  const firebase = r.within('firebase');
  const buckets = r.within('buckets');
  const emulators = r.has('emulators') ? r.within('emulators') : undefined;
  return {
    firebase: {
      apiKey: firebase.text('apiKey'),
      authDomain: firebase.text('authDomain'),
      projectId: firebase.text('projectId'),
      appId: firebase.text('appId'),
    },
    buckets: { originals: buckets.text('originals'), renditions: buckets.text('renditions') },
    region: r.text('region'),
    storageHost: r.text('storageHost'),
    ...(emulators && {
      emulators: {
        auth: emulators.number('auth'),
        firestore: emulators.number('firestore'),
        storage: emulators.number('storage'),
        people: emulators.list('people', (value): value is unknown => value !== undefined).map(readPerson),
      },
    }),
  };
}
