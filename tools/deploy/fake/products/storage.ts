import { createHash } from 'node:crypto';
import { ApiError, alreadyExists, badRequest, notFound } from '../google-error.ts';
import { textOf, type Json } from '../validate.ts';
import { type Call, type Handler, Reply, type StoredObject, type ProjectState } from '../project-state.ts';
import { setPolicy } from './iam.ts';

const STORAGE = 'storage.googleapis.com';
const LINKED = 'firebasestorage.googleapis.com';
const LOCATIONS =
  /^(ASIA|EU|US|NAM4|ASIA1|ASIA-(EAST[12]|NORTHEAST[123]|SOUTH[12]|SOUTHEAST[123])|(US-(CENTRAL1|EAST[145]|SOUTH1|WEST[1-4]))|EUROPE-(CENTRAL2|NORTH[12]|SOUTHWEST1|WEST([1-46]|8|9|10|12))|AUSTRALIA-SOUTHEAST[12])$/;

const bucketName = ({ params }: Call): string => `b/${params['bucket']!}`;

/** JSON Merge Patch: null removes, objects merge, everything else replaces. */
function mergePatch(stored: Json, sent: Json): Json {
  const result = { ...stored };
  for (const [key, value] of Object.entries(sent)) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (value === null) Reflect.deleteProperty(result, key);
    else result[key] = isObject ? mergePatch((stored[key] ?? {}) as Json, value as Json) : value;
  }
  return result;
}

/** Creates a bucket, as the start of a test or a request does. */
export function insertBucket(state: ProjectState, body: Json): Json {
  const name = String(body['name']);
  if (!/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/.test(name)) throw badRequest(`Invalid bucket name: '${name}'`);
  const location = textOf(body['location'], 'US').toUpperCase();
  if (!LOCATIONS.test(location)) throw badRequest(`The specified location constraint is not valid: ${location}`);
  if (state.has(STORAGE, `b/${name}`)) throw alreadyExists(name);
  const defaults: Json = {
    kind: 'storage#bucket',
    storageClass: 'STANDARD',
    iamConfiguration: { uniformBucketLevelAccess: { enabled: false }, publicAccessPrevention: 'inherited' },
    softDeletePolicy: { retentionDurationSeconds: '604800' },
  };
  const fixed = { id: name, name, location, locationType: location.includes('-') ? 'region' : 'multi-region' };
  return state.set(STORAGE, `b/${name}`, {
    ...mergePatch(defaults, body),
    ...fixed,
    projectNumber: state.number,
    metageneration: '1',
    timeCreated: state.now(),
  });
}

const objectKey = ({ params }: Call): string => `${params['bucket']!}/${params['object']!}`;

/** Throws 412 if the stored generation is not the wanted one; 0 means that there is none. */
function checkGeneration({ query }: Call, stored: Json | undefined): void {
  const wanted = query['ifGenerationMatch'];
  if (wanted !== undefined && wanted !== textOf(stored?.['generation'], '0'))
    throw new ApiError(412, 'At least one of the pre-conditions you specified did not hold.', 'conditionNotMet');
}

function putObject(call: Call, state: ProjectState, metadata: Json, bytes: Buffer): Json {
  const bucket = call.params['bucket']!;
  state.get(STORAGE, `b/${bucket}`);
  const name = textOf(metadata['name'], call.query['name']);
  if (!name) throw badRequest('Required');
  checkGeneration(call, state.objects.get(`${bucket}/${name}`)?.metadata);
  const stored = {
    ...metadata,
    kind: 'storage#object',
    name,
    bucket,
    generation: String(state.next()),
    metageneration: '1',
    size: String(bytes.length),
    md5Hash: createHash('md5').update(bytes).digest('base64'),
    updated: state.now(),
  };
  state.objects.set(`${bucket}/${name}`, { bytes, metadata: stored });
  return stored;
}

/** The two parts of a multipart/related body. */
function splitMultipart({ bytes, headers }: Call): { metadata: Json; media: Buffer } {
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')?.[1];
  if (!boundary) throw badRequest('Missing boundary');
  const parts = bytes.toString('latin1').split(`--${boundary}`).slice(1, 3);
  const [metadata = '', media = ''] = parts.map((part) => part.slice(part.indexOf('\r\n\r\n') + 4, -2));
  return {
    metadata: JSON.parse(Buffer.from(metadata, 'latin1').toString()) as Json,
    media: Buffer.from(media, 'latin1'),
  };
}

const insertObject: Handler = (call, state) => {
  const session = state.uploads.get(call.query['upload_id'] ?? '');
  if (session) {
    session.bytes = Buffer.concat([session.bytes, call.bytes]);
    const isLast = !/\/\*$/.test(call.headers['content-range'] ?? '');
    if (isLast) return putObject(session.call, state, session.call.body, session.bytes);
    return new Reply(308, undefined, { range: `bytes=0-${session.bytes.length - 1}` });
  }
  const metadata = { contentType: call.headers['content-type'], ...call.body };
  switch (call.query['uploadType']) {
    case 'media':
      return putObject(call, state, metadata, call.bytes);
    case 'multipart': {
      const { metadata: sent, media } = splitMultipart(call);
      return putObject(call, state, sent, media);
    }
    case 'resumable': {
      const id = `upload-${state.next()}`;
      state.uploads.set(id, { call, bytes: Buffer.alloc(0) });
      const at = `http://${call.headers['host']}/upload/storage/v1/b/${call.params['bucket']!}/o?uploadType=resumable&upload_id=${id}`;
      return new Reply(200, undefined, { location: at });
    }
    default:
      throw badRequest('Upload type is missing');
  }
};

function findObject(call: Call, state: ProjectState): StoredObject {
  const object = state.objects.get(objectKey(call));
  if (!object) throw notFound(objectKey(call));
  checkGeneration(call, object.metadata);
  return object;
}

const getObject: Handler = (call, state) => {
  const object = findObject(call, state);
  if (call.query['alt'] !== 'media') return object.metadata;
  return new Reply(200, object.bytes, {
    'content-type': textOf(object.metadata['contentType'], 'application/octet-stream'),
  });
};

export const STORAGE_HANDLERS: Record<string, Handler> = {
  'storage.buckets.insert': ({ body, query }, state) => {
    if (query['project'] !== state.project && query['project'] !== state.number) throw badRequest('Unknown project id');
    return insertBucket(state, body);
  },
  'storage.buckets.get': (call, state) => state.get(STORAGE, bucketName(call)),
  'storage.buckets.list': (_, state) => ({ kind: 'storage#buckets', items: state.list(STORAGE, '', 'b') }),
  'storage.buckets.patch': (call, state) => {
    const stored = state.get(STORAGE, bucketName(call));
    const metageneration = String(Number(stored['metageneration']) + 1);
    return state.set(STORAGE, bucketName(call), { ...mergePatch(stored, call.body), metageneration });
  },
  'storage.buckets.delete': (call, state) => {
    const isFull = [...state.objects.keys()].some((key) => key.startsWith(`${call.params['bucket']!}/`));
    if (isFull) throw new ApiError(409, 'The bucket you tried to delete is not empty.', 'conflict');
    state.delete(STORAGE, bucketName(call));
    return new Reply(204);
  },
  'storage.buckets.getIamPolicy': (call, state) => {
    state.get(STORAGE, bucketName(call));
    return { kind: 'storage#policy', ...state.policy(STORAGE, bucketName(call)) };
  },
  'storage.buckets.setIamPolicy': (call, state) => {
    state.get(STORAGE, bucketName(call));
    return { kind: 'storage#policy', ...setPolicy(state, STORAGE, bucketName(call), call.body) };
  },
  'storage.objects.insert': insertObject,
  'storage.objects.get': getObject,
  'storage.objects.list': ({ params, query }, state) => {
    state.get(STORAGE, `b/${params['bucket']!}`);
    const start = `${params['bucket']!}/${query['prefix'] ?? ''}`;
    const found = [...state.objects].filter(([key]) => key.startsWith(start)).map(([, { metadata }]) => metadata);
    return { kind: 'storage#objects', ...(found.length > 0 && { items: found }) };
  },
  'storage.objects.patch': (call, state) => {
    const object = findObject(call, state);
    const metageneration = String(Number(object.metadata['metageneration']) + 1);
    const metadata = { ...mergePatch(object.metadata, call.body), metageneration };
    state.objects.set(objectKey(call), { ...object, metadata });
    return metadata;
  },
  'storage.objects.delete': (call, state) => {
    const { metadata } = findObject(call, state);
    if (metadata['temporaryHold'] || metadata['eventBasedHold'])
      throw new ApiError(403, `Object '${objectKey(call)}' is under active hold.`, 'objectUnderActiveHold');
    state.objects.delete(objectKey(call));
    return new Reply(204);
  },
  'storage.projects.serviceAccount.get': (_, state) => {
    const email = `service-${state.number}@gs-project-accounts.iam.gserviceaccount.com`;
    state.agents.add(email);
    return { kind: 'storage#serviceAccount', email_address: email };
  },

  'firebasestorage.projects.buckets.addFirebase': ({ params }, state) => {
    const name = params['bucket']!;
    state.get(STORAGE, `b/${name.split('/').pop()!}`);
    state.agents.add(`service-${state.number}@gcp-sa-firebasestorage.iam.gserviceaccount.com`);
    return state.set(LINKED, name, { name });
  },
  'firebasestorage.projects.buckets.removeFirebase': ({ params }, state) => {
    state.delete(LINKED, params['bucket']!);
    return {};
  },
};
