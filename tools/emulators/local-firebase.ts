import { allowSources } from './content-security-policy.ts';
import type { EmulatorPorts } from './ports.ts';
import { HOST } from './ports.ts';

interface HeaderRule {
  headers: { key: string; value: string }[];
  [match: string]: unknown;
}

interface Rewrite {
  function?: { functionId: string; region: string };
  [more: string]: unknown;
}

/** The parts of firebase.json that are read here; everything else is copied unchanged. */
export interface FirebaseJson {
  hosting: { headers: HeaderRule[]; rewrites: Rewrite[]; [more: string]: unknown };
  functions: { source: string; [more: string]: unknown }[];
  [more: string]: unknown;
}

/** Extends a Content-Security-Policy so that pages can connect to the emulators. */
export function allowEmulators(policy: string, ports: EmulatorPorts): string {
  const origins = [ports.auth, ports.firestore, ports.storageProxy].flatMap((port) =>
    [HOST, 'localhost'].map((host) => `http://${host}:${String(port)}`),
  );
  return allowSources(policy, { 'connect-src': origins, 'img-src': origins, 'media-src': origins });
}

/** The firebase.json for emulators: the project's own with local ports, folders and CSP, and without HSTS. */
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

/** The .firebaserc for emulators: maps storage targets to buckets. */
export function localFirebaseRc(projectId: string, buckets: { originals: string; renditions: string }): object {
  return {
    projects: { default: projectId },
    targets: {
      [projectId]: { storage: { originals: [buckets.originals], renditions: [buckets.renditions] } },
    },
  };
}
