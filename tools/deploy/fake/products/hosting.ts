import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { ApiError, badRequest, notFound } from '../google-error.ts';
import { patch, store } from '../resources.ts';
import type { Json } from '../validate.ts';
import { type Call, type Handler, Reply, type ProjectState } from '../project-state.ts';

const HOSTING = 'firebasehosting.googleapis.com';
export const UPLOADS = 'upload-firebasehosting.googleapis.com';

interface Version extends Json {
  readonly name: string;
  readonly status: string;
  /** SHA-256 of the gzipped file, by path. */
  readonly files: Record<string, string>;
  readonly config?: {
    rewrites?: { run?: { serviceId: string; region?: string }; function?: string; functionRegion?: string }[];
  };
}

/** Resources are stored below their site; `sites/s` and `projects/p/sites/s` are the same. */
const siteName = (name: string): string => name.replace(/^projects\/[^/]+\//, '');

const getVersion = (state: ProjectState, name: string): Version => state.get(HOSTING, siteName(name)) as Version;

const withoutFiles = ({ files, ...version }: Version): Json => ({
  ...version,
  fileCount: String(Object.keys(files).length),
});

/** Throws if the version rewrites to a function that does not exist. */
function checkRewrites(state: ProjectState, { config }: Version): void {
  for (const { run, function: id } of config?.rewrites ?? []) {
    const service = run
      ? `projects/${state.project}/locations/${run.region ?? 'us-central1'}/services/${run.serviceId}`
      : undefined;
    if (service && !state.has('run.googleapis.com', service))
      throw badRequest(
        `Cloud Run service \`${run!.serviceId}\` does not exist in region \`${run!.region ?? 'us-central1'}\` in this project.`,
      );
    const isFunction = [...state.resources.keys()].some(
      (key) => key.startsWith('cloudfunctions') && key.endsWith(`/functions/${id ?? ''}`),
    );
    if (id !== undefined && !isFunction) throw badRequest(`Function ${id} does not exist.`);
  }
}

const releaseVersion: Handler = (call, state) => {
  const site = siteName(call.params['parent']!).split('/').slice(0, 2).join('/');
  const channel = /channels\/([^/]+)/.exec(call.params['parent']!)?.[1] ?? 'live';
  const name = `${site}/channels/${channel}/releases/release-${state.next()}`;
  // Takes the site off the net.
  if (call.body['type'] === 'SITE_DISABLE') return store(call, state, name, { ...call.body, releaseTime: state.now() });
  const version = getVersion(state, call.query['versionName'] ?? '');
  if (version.status !== 'FINALIZED') throw new ApiError(400, 'Version is not finalized.', 'FAILED_PRECONDITION');
  const type = call.body['type'] ?? 'DEPLOY';
  return store(call, state, name, { ...call.body, type, version: withoutFiles(version), releaseTime: state.now() });
};

/** The releases of the live channel, newest first. */
export const liveReleases = (state: ProjectState, site: string): Json[] =>
  state.list(HOSTING, `sites/${site}/channels/live`, 'releases').reverse();

/** Serves a site, its rewrites to `/api/health` included. */
export function serveSite(state: ProjectState, site: string, path: string): Reply {
  const live = liveReleases(state, site)[0];
  if (!live?.['version']) return new Reply(404, Buffer.from('Site Not Found'));
  if (path === '/api/health') {
    const api = [...state.resources.values()].find(({ name }) => /\/functions\/api$/.test(String(name)));
    const variables = ((api?.['serviceConfig'] as Json | undefined)?.['environmentVariables'] ?? {}) as Record<
      string,
      string
    >;
    if (!api) return new Reply(404, Buffer.from('Page Not Found'));
    return new Reply(200, { version: variables['MARU_VERSION'], ffmpeg: 'fake', region: variables['MARU_REGION'] });
  }
  const { files } = getVersion(state, String((live['version'] as Json)['name']));
  const hash = files[path === '/' ? '/index.html' : path] ?? files['/200.html'];
  return hash ? new Reply(200, gunzipSync(state.files.get(hash)!)) : new Reply(404, Buffer.from('Page Not Found'));
}

/** Takes one gzipped file, named by its hash. */
export function uploadFile(state: ProjectState, path: string, bytes: Buffer): Reply {
  const hash = path.split('/').pop()!;
  if (createHash('sha256').update(bytes).digest('hex') !== hash) throw badRequest('File hash does not match.');
  state.files.set(hash, bytes);
  return new Reply(200, {});
}

const versions: Record<string, Handler> = {
  create: (call, state) => {
    const site = siteName(call.params['parent']!);
    if (!state.has(HOSTING, site)) throw notFound(site);
    const name = `${site}/versions/version-${state.next()}`;
    return withoutFiles(
      store(call, state, name, { ...call.body, status: 'CREATED', files: {}, createTime: state.now() }) as Version,
    );
  },
  get: ({ params }, state) => withoutFiles(getVersion(state, params['name']!)),
  list: ({ params }, state) => ({
    versions: state.list(HOSTING, siteName(params['parent']!), 'versions').map((one) => withoutFiles(one as Version)),
  }),
  populateFiles: (call, state) => {
    const version = getVersion(state, call.params['parent']!);
    if (version.status !== 'CREATED') throw new ApiError(400, 'Version is not CREATED.', 'FAILED_PRECONDITION');
    Object.assign(version.files, call.body['files']);
    const missing = Object.values(version.files).filter((hash) => !state.files.has(hash));
    const uploadUrl = `http://${UPLOADS}:${call.headers['host']!.split(':')[1]!}/upload/${version.name}/files`;
    return { uploadUrl, ...(missing.length > 0 && { uploadRequiredHashes: [...new Set(missing)] }) };
  },
  patch: (call, state) => {
    const name = siteName(call.params['name']!);
    const version = getVersion(state, name);
    if (call.body['status'] === 'FINALIZED') {
      if (Object.values(version.files).some((hash) => !state.files.has(hash)))
        throw new ApiError(400, 'Some files were not uploaded.', 'FAILED_PRECONDITION');
      checkRewrites(state, { ...version, ...call.body });
    }
    return withoutFiles(patch({ ...call, params: { name } }, state) as Version);
  },
};

const sites: Record<string, Handler> = {
  create: (call, state) => {
    const site = call.query['siteId']!;
    const isDefault = state.list(HOSTING, '', 'sites').length === 0;
    store(call, state, `sites/${site}`, {
      ...call.body,
      defaultUrl: `https://${site}.web.app`,
      type: isDefault ? 'DEFAULT_SITE' : 'USER_SITE',
    });
    const firebase = state.get('firebase.googleapis.com', `projects/${state.project}`);
    if (isDefault) firebase['resources'] = { hostingSite: site };
    return projectSite(state, `sites/${site}`);
  },
  get: ({ params }, state) => projectSite(state, siteName(params['name']!)),
  list: (_, state) => ({ sites: state.list(HOSTING, '', 'sites').map(({ name }) => projectSite(state, String(name))) }),
};

const projectSite = (state: ProjectState, name: string): Json => ({
  ...state.get(HOSTING, name),
  name: `projects/${state.project}/${name}`,
});

const releases: Record<string, Handler> = {
  create: releaseVersion,
  list: (call: Call, state) => ({ releases: liveReleases(state, siteName(call.params['parent']!).split('/')[1]!) }),
};

const channels: Record<string, Handler> = {
  get: ({ params }, state) => {
    const [, site] = siteName(params['name']!).split('/');
    const release = liveReleases(state, site!)[0];
    return { name: params['name'], url: `https://${site!}.web.app`, ...(release && { release }) };
  },
};

const below = (prefix: string, all: Record<string, Handler>): Record<string, Handler> =>
  Object.fromEntries(
    ['firebasehosting.projects.sites', 'firebasehosting.sites'].flatMap((parent) =>
      Object.entries(all).map(([verb, handler]) => [`${parent}${prefix}.${verb}`, handler]),
    ),
  );

export const HOSTING_HANDLERS: Record<string, Handler> = {
  ...below('', sites),
  ...below('.versions', versions),
  ...below('.releases', releases),
  ...below('.channels', channels),
  ...below('.channels.releases', releases),
};
