import type { EmulatorPorts } from './ports.ts';
import { HOST } from './ports.ts';

interface HeaderRule {
  headers: { key: string; value: string }[];
  [match: string]: unknown;
}

/** What of the project's firebase.json this tool reads; the rest is passed on as it is. */
export interface FirebaseJson {
  hosting: { headers: HeaderRule[]; [more: string]: unknown };
  functions: { source: string; [more: string]: unknown }[];
  [more: string]: unknown;
}

const OPENED = ['connect-src', 'img-src', 'media-src'];

/** A Content-Security-Policy that also lets the page talk to the emulators' own ports. */
export function allowEmulators(policy: string, ports: EmulatorPorts): string {
  const origins = [ports.auth, ports.firestore, ports.storageProxy].flatMap((port) =>
    [HOST, 'localhost'].map((host) => `http://${host}:${String(port)}`),
  );
  return policy
    .split(';')
    .map((directive) => directive.trim())
    .map((directive) => {
      const isOpened = OPENED.includes(directive.split(' ', 1)[0] ?? '');
      return isOpened ? [directive, ...origins].join(' ') : directive;
    })
    .join('; ');
}

/** The firebase.json of one set of emulators: the project's own, with its ports, its public folder and its addresses in the CSP. */
export function localFirebaseJson(project: FirebaseJson, ports: EmulatorPorts): FirebaseJson {
  const headers = project.hosting.headers.map((rule) => ({
    ...rule,
    headers: rule.headers
      .filter(({ key }) => key !== 'Strict-Transport-Security')
      .map(({ key, value }) => ({
        key,
        value: key === 'Content-Security-Policy' ? allowEmulators(value, ports) : value,
      })),
  }));
  const at = (port: number): { host: string; port: number } => ({ host: HOST, port });
  return {
    ...project,
    hosting: { ...project.hosting, public: 'public', headers },
    functions: project.functions.map((codebase) => ({ ...codebase, source: 'functions' })),
    emulators: {
      auth: at(ports.auth),
      eventarc: at(ports.eventarc),
      firestore: { ...at(ports.firestore), websocketPort: ports.firestoreWebsocket },
      functions: at(ports.functions),
      hosting: at(ports.hosting),
      hub: at(ports.hub),
      logging: at(ports.logging),
      storage: at(ports.storage),
      tasks: at(ports.tasks),
      ui: { enabled: false },
      singleProjectMode: true,
    },
  };
}

/** The .firebaserc of one set of emulators: which bucket each storage target means. */
export function localFirebaseRc(projectId: string, buckets: { originals: string; renditions: string }): object {
  return {
    projects: { default: projectId },
    targets: {
      [projectId]: { storage: { originals: [buckets.originals], renditions: [buckets.renditions] } },
    },
  };
}
