import { DEFAULT_REGION, type MaruConfig } from '@maru/model';
import { DEMO_PEOPLE } from './people.ts';
import { HOST, type EmulatorPorts } from './ports.ts';

/** The names of a project's two buckets. */
export function bucketsOf(projectId: string): { originals: string; renditions: string } {
  return { originals: `${projectId}-originals`, renditions: `${projectId}-renditions` };
}

/** The web app's configuration for the emulators. Its storage port is that of the CORS proxy, not of the emulator. */
export function localMaruConfig(projectId: string, ports: EmulatorPorts): MaruConfig {
  return {
    firebase: {
      apiKey: 'demo',
      authDomain: `${projectId}.firebaseapp.com`,
      projectId,
      appId: '1:1:web:1',
    },
    buckets: bucketsOf(projectId),
    region: DEFAULT_REGION,
    storageHost: `http://${HOST}:${String(ports.storageProxy)}`,
    emulators: {
      auth: ports.auth,
      firestore: ports.firestore,
      storage: ports.storageProxy,
      people: DEMO_PEOPLE,
    },
  };
}
