import type { EnginePorts } from './ports.ts';
import { HOST } from './ports.ts';

/** What the web app reads at `/maru.json`; only the local engine writes `engine`. */
export interface MaruJson {
  projectId: string;
  firebase: { apiKey: string; authDomain: string; projectId: string; appId: string; storageBucket: string };
  buckets: { originals: string; renditions: string };
  region: string;
  engine?: { host: string; authPort: number; firestorePort: number; storageProxyPort: number };
}

/** Where functions run, on the service and on the local engine. */
export const REGION = 'asia-northeast3';

/** The names of a project's two buckets. */
export function bucketsOf(projectId: string): { originals: string; renditions: string } {
  return { originals: `${projectId}-originals`, renditions: `${projectId}-renditions` };
}

/** The configuration that the local engine serves; its storage port is the CORS proxy's, never the emulator's. */
export function localMaruJson(projectId: string, ports: EnginePorts): MaruJson {
  const buckets = bucketsOf(projectId);
  return {
    projectId,
    firebase: {
      apiKey: 'demo',
      authDomain: `${projectId}.firebaseapp.com`,
      projectId,
      appId: '1:1:web:1',
      storageBucket: buckets.originals,
    },
    buckets,
    region: REGION,
    engine: {
      host: HOST,
      authPort: ports.auth,
      firestorePort: ports.firestore,
      storageProxyPort: ports.storageProxy,
    },
  };
}
