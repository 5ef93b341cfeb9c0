import { ApiError, alreadyExists, badRequest, notFound } from '../google-error.ts';
import { merge, store } from '../resources.ts';
import type { Json } from '../validate.ts';
import type { Handler, ProjectState } from '../project-state.ts';

const FIRESTORE = 'firestore.googleapis.com';
const LOCATIONS =
  /^(nam[57]|eur3|africa-south1|asia-(east[12]|northeast[123]|south[12]|southeast[12])|australia-southeast[12]|europe-(central2|north1|southwest1|west([1-46]|8|9|10|12))|me-(central[12]|west1)|northamerica-northeast[12]|southamerica-(east1|west1)|us-(central1|east[145]|south1|west[1-4]))$/;

/** Creates a database, as the start of a test or a request does. */
export function createDatabase(state: ProjectState, name: string, body: Json): Json {
  const location = String(body['locationId']);
  if (!LOCATIONS.test(location)) throw badRequest(`Invalid location '${location}'.`);
  if (!body['type']) throw badRequest('type is required');
  return store({ host: FIRESTORE }, state, name, {
    databaseEdition: 'STANDARD',
    uid: '00000000-0000-4000-8000-000000000001',
    ...body,
    createTime: state.now(),
  });
}

/** Google appends `__name__` in the last field's order. */
function complete(fields: readonly Json[]): Json[] {
  const last = fields.at(-1);
  if (last?.['fieldPath'] === '__name__') return [...fields];
  const order = fields.filter((one) => one['order']).at(-1)?.['order'] ?? 'ASCENDING';
  return [...fields, { fieldPath: '__name__', order }];
}

const databaseOf = (name: string): string => name.split('/').slice(0, 4).join('/');

export const FIRESTORE_HANDLERS: Record<string, Handler> = {
  'firestore.projects.databases.create': (call, state) =>
    createDatabase(state, `${call.params['parent']!}/databases/${call.query['databaseId']!}`, call.body),
  'firestore.projects.databases.delete': ({ host, params }, state) => {
    const name = params['name']!;
    if (state.get(host, name)['deleteProtectionState'] === 'DELETE_PROTECTION_ENABLED')
      throw new ApiError(400, 'Delete protection is enabled.', 'FAILED_PRECONDITION');
    for (const key of state.resources.keys()) if (key.startsWith(`${host}/${name}`)) state.resources.delete(key);
    return {};
  },
  'firestore.projects.databases.collectionGroups.indexes.create': (call, state) => {
    const parent = call.params['parent']!;
    state.get(FIRESTORE, databaseOf(parent));
    const fields = complete(call.body['fields'] as Json[]);
    const isSame = (one: Json): boolean =>
      JSON.stringify([one['queryScope'], one['fields']]) === JSON.stringify([call.body['queryScope'], fields]);
    if (state.list(FIRESTORE, parent, 'indexes').some(isSame)) throw alreadyExists('index');
    const index = { apiScope: 'ANY_API', density: 'SPARSE_ALL', ...call.body, fields, state: 'READY' };
    return store(call, state, `${parent}/indexes/index-${state.next()}`, index);
  },
  'firestore.projects.databases.collectionGroups.fields.patch': (call, state) => {
    const name = call.params['name']!;
    state.get(FIRESTORE, databaseOf(name));
    const stored = state.has(FIRESTORE, name) ? state.get(FIRESTORE, name) : { name };
    const mask = call.query['updateMask'] ?? 'indexConfig,ttlConfig';
    const field = merge(
      stored,
      { ...call.body, ...(call.body['ttlConfig'] !== undefined && { ttlConfig: { state: 'ACTIVE' } }) },
      mask,
    );
    if (!field['indexConfig'] && !field['ttlConfig']) state.resources.delete(`${FIRESTORE}/${name}`);
    else state.set(FIRESTORE, name, { indexConfig: { indexes: [] }, ...field });
    return field;
  },
  'firestore.projects.databases.collectionGroups.fields.get': ({ params }, state) => {
    const name = params['name']!;
    return state.has(FIRESTORE, name)
      ? state.get(FIRESTORE, name)
      : { name, indexConfig: { usesAncestorConfig: true } };
  },

  'firestore.projects.databases.documents.listCollectionIds': ({ params }, state) => {
    const start = `${FIRESTORE}/${params['parent']!}/`;
    const names = [...state.resources.keys()].filter((key) => key.startsWith(start));
    return { collectionIds: [...new Set(names.map((key) => key.slice(start.length).split('/')[0]!))].sort() };
  },
  'firestore.projects.databases.documents.get': ({ params }, state) => state.get(FIRESTORE, params['name']!),
  'firestore.projects.databases.documents.createDocument': ({ params, query, body }, state) =>
    write(state, {
      update: {
        ...body,
        name: `${params['parent']!}/${params['collectionId']!}/${query['documentId'] ?? `auto-${state.next()}`}`,
      },
      currentDocument: { exists: false },
    }),
  'firestore.projects.databases.documents.patch': ({ params, query, body }, state) => {
    const exists = query['currentDocument.exists'];
    return write(state, {
      update: { ...body, name: params['name'] },
      ...(query['updateMask.fieldPaths'] && { updateMask: { fieldPaths: query['updateMask.fieldPaths'].split(',') } }),
      ...(exists && { currentDocument: { exists: exists === 'true' } }),
    });
  },
  'firestore.projects.databases.documents.delete': ({ params }, state) => {
    state.resources.delete(`${FIRESTORE}/${params['name']!}`);
    return {};
  },
  'firestore.projects.databases.documents.commit': ({ body }, state) => {
    const writes = (body['writes'] ?? []) as Json[];
    const results = writes.map((one) => ({ updateTime: write(state, one)['updateTime'] }));
    return { writeResults: results, commitTime: state.now() };
  },
};

/** Applies one write of a commit: an update or a delete with its precondition. */
function write(state: ProjectState, one: Json): Json {
  const update = one['update'] as Json | undefined;
  const name = String(update?.['name'] ?? one['delete']);
  if (!/^projects\/[^/]+\/databases\/[^/]+\/documents(\/[^/]+\/[^/]+)+$/.test(name))
    throw badRequest(`Document name "${name}" is invalid.`);
  state.get(FIRESTORE, databaseOf(name));
  const condition = one['currentDocument'] as { exists?: boolean; updateTime?: string } | undefined;
  const stored = state.has(FIRESTORE, name) ? state.get(FIRESTORE, name) : undefined;
  if (condition?.exists === false && stored) throw alreadyExists(name);
  if (condition?.exists === true && !stored) throw notFound(name);
  if (condition?.updateTime !== undefined && condition.updateTime !== stored?.['updateTime'])
    throw new ApiError(400, 'the stored version does not match the required base version', 'FAILED_PRECONDITION');
  if (!update) {
    state.resources.delete(`${FIRESTORE}/${name}`);
    return {};
  }
  const mask = (one['updateMask'] as { fieldPaths?: string[] } | undefined)?.fieldPaths;
  const before = (stored?.['fields'] ?? {}) as Json;
  const fields = mask ? merge(before, (update['fields'] ?? {}) as Json, mask.join(',')) : update['fields'];
  const now = state.now();
  return state.set(FIRESTORE, name, {
    name,
    fields: fields ?? {},
    createTime: stored?.['createTime'] ?? now,
    updateTime: now,
  });
}
