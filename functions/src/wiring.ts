import { DEFAULT_REGION, TOKEN_OVERLAP_S } from '@maru/model';
import { info } from 'firebase-functions/logger';
import { defineString } from 'firebase-functions/params';
import { emulatorAdapters } from './adapters/emulator/firebase.ts';
import { firebaseAdapters, type FirebaseAdapters } from './adapters/firebase/firebase.ts';
import { lazyEmbeddedMedia, lazyImages, lazyTestFfmpeg, lazyVideos } from './adapters/lazy.ts';
import { rangeServer } from './adapters/range-server.ts';
import { systemClock, systemIds, systemTempFolders } from './adapters/system/system.ts';
import type { ProcessPorts } from './processing/process-item.ts';
import type { Accounts, BulkDelete } from './ports/deletion.ts';
import type { Identity } from './ports/identity.ts';
import type { Sessions } from './ports/sessions.ts';

export { lowerPriority } from './adapters/system/process-priority.ts';

/** The names of the two buckets, set by deploy and by the emulators. */
export const ORIGINALS = defineString('MARU_ORIGINALS_BUCKET', { description: 'The bucket of the originals' });
const RENDITIONS = defineString('MARU_RENDITIONS_BUCKET', { description: 'The bucket of the renditions' });

const { MARU_REGION: chosenRegion } = process.env;
const region = chosenRegion === undefined || chosenRegion === '' ? DEFAULT_REGION : chosenRegion;

function deploymentAs(account = ''): { readonly region: string; readonly serviceAccount?: string } {
  return { region, ...(account !== '' && { serviceAccount: account }) };
}

/** Options of every function: its region and service account. Set by deploy; on the emulators the default region and no account. */
export const DEPLOYMENT = deploymentAs(process.env['MARU_SERVICE_ACCOUNT']);

/** As `DEPLOYMENT`, for functions that decode media: hostile bytes must not reach an account that can sign people in. */
export const MEDIA_DEPLOYMENT = deploymentAs(process.env['MARU_MEDIA_SERVICE_ACCOUNT']);

/** What was deployed where: the version as `git describe` names it. */
export const RELEASE = { version: process.env['MARU_VERSION'] ?? 'local', region } as const;

let testedFfmpeg: ReturnType<typeof lazyTestFfmpeg> | undefined;

/** The versions of ffmpeg and ffprobe, tested once per instance. Rejects with the reason if they do not work; the next call tests again. */
export const ffmpegVersions = (): ReturnType<typeof lazyTestFfmpeg> =>
  (testedFfmpeg ??= lazyTestFfmpeg().catch((error: unknown) => {
    testedFfmpeg = undefined;
    throw error;
  }));

/** The id of the web app whose App Check tokens the API requires; undefined where App Check is off, and on the emulators. */
const appCheckApp = (): string | undefined => {
  const { MARU_APP_CHECK: app = 'off' } = process.env;
  return app === 'off' ? undefined : app;
};

/** Whether the API requires an App Check token. */
export const isAppChecked = (): boolean => appCheckApp() !== undefined;

/** Firebase, or the emulators where tools/emulators names them in the environment. */
function firebaseOf(env: NodeJS.ProcessEnv): FirebaseAdapters {
  const host = env['FIREBASE_STORAGE_EMULATOR_HOST'];
  if (host === undefined) return firebaseAdapters(region);
  return emulatorAdapters(region, env['GCLOUD_PROJECT'] ?? '', {
    host,
    url: env['MARU_LOCAL_STORAGE'] ?? `http://${host}`,
  });
}

/** Every port. */
export interface Ports extends ProcessPorts {
  readonly accounts: Accounts;
  readonly removal: BulkDelete;
  readonly sessions: Sessions;
  readonly tokenOverlapMs: number;
}

/** Every port with its adapter. Created for each call. */
export function ports(): Ports {
  const firebase = firebaseOf(process.env);
  const [originals, renditions] = [firebase.originals(ORIGINALS.value()), firebase.renditions(RENDITIONS.value())];
  return {
    store: firebase.store(),
    originals,
    renditions,
    sources: rangeServer(originals, renditions),
    images: lazyImages,
    videos: lazyVideos,
    embeddedMedia: lazyEmbeddedMedia,
    queue: firebase.queue(),
    accounts: firebase.accounts(),
    removal: firebase.removal(ORIGINALS.value(), RENDITIONS.value()),
    sessions: firebase.sessions(appCheckApp()),
    clock: systemClock,
    ids: systemIds,
    tempFolders: systemTempFolders,
    // The functions' tests set a shorter one.
    tokenOverlapMs: Number(process.env['MARU_TOKEN_OVERLAP_S'] ?? TOKEN_OVERLAP_S) * 1000,
    log: (what, details) => info(what, details),
  };
}

/** Verifies the credentials of API calls. */
export const identity = (): Identity => firebaseOf(process.env).identity(appCheckApp());
