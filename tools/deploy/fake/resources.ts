import { alreadyExists, badRequest, notFound } from './google-error.ts';
import type { Json } from './validate.ts';
import type { Call, Handler, ProjectState } from './project-state.ts';

/** The parent of a list or a create, and the collection: `projects/p` and `topics` of `v1/{+project}/topics`. */
function target({ method, params }: Call): { parent: string; collection: string } {
  const [, key = '', collection = ''] = /\{\+?(\w+)\}\/(\w+)$/.exec(method.path) ?? [];
  return { parent: params[key] ?? '', collection };
}

/** The name of the one resource that a path names. */
const nameOf = ({ params }: Call): string => Object.values(params)[0] ?? '';

/** Sets what `mask` names, or everything that was sent; a named field that was not sent is removed. */
export function merge(stored: Json, sent: Json, mask: string | undefined): Json {
  if (!mask || mask === '*') return { ...stored, ...sent };
  const result = structuredClone(stored);
  for (const path of mask.split(',')) {
    const keys = path
      .trim()
      .replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
      .split('.');
    const last = keys.pop()!;
    let to = result;
    let from: Json | undefined = sent;
    for (const key of keys) {
      to = (to[key] ??= {}) as Json;
      from = from?.[key] as Json | undefined;
    }
    if (from?.[last] === undefined) Reflect.deleteProperty(to, last);
    else to[last] = from[last];
  }
  return result;
}

/** Throws if an update mask names a field that the resource does not have. */
function checkMask({ api, method, query }: Call): void {
  for (const path of query['updateMask']?.split(',') ?? []) {
    let schema = api.schemas[method.request!]!;
    for (const key of path.trim().split('.')) {
      const name = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
      const field = schema.properties?.[name] ?? schema.additionalProperties;
      if (path !== '*' && !field) throw badRequest(`Invalid update mask: ${path}`);
      if (!field) break;
      schema = field.$ref ? api.schemas[field.$ref]! : field;
    }
  }
}

export const create: Handler = (call, state) => {
  const { parent, collection } = target(call);
  const named = typeof call.body['name'] === 'string' && call.body['name'].startsWith(`${parent}/${collection}/`);
  const id = Object.entries(call.query).find(([key]) => key.endsWith('Id'))?.[1];
  // `PUT v1/{+name}` of Pub/Sub has no collection.
  const name = !collection
    ? nameOf(call)
    : named
      ? (call.body['name'] as string)
      : `${parent}/${collection}/${id ?? `${collection}-${state.next()}`}`;
  return store(call, state, name, call.body);
};

/** Stores a new resource with its output-only fields. */
export function store({ host }: Pick<Call, 'host'>, state: ProjectState, name: string, resource: Json): Json {
  if (state.has(host, name)) throw alreadyExists(name);
  return state.set(host, name, { ...resource, name });
}

const get: Handler = (call, state) => state.get(call.host, nameOf(call));

/** The one list in a response: `queues` of ListQueuesResponse. */
export const listed = ({ api, method }: Call, all: readonly Json[]): Json => {
  const fields = Object.entries(api.schemas[method.response!]?.properties ?? {});
  const [key] = fields.find(([, { type, items }]) => type === 'array' && items?.$ref)!;
  return all.length > 0 ? { [key]: all } : {};
};

const list: Handler = (call, state) => {
  const { parent, collection } = target(call);
  return listed(call, state.list(call.host, parent, collection));
};

export const patch: Handler = (call, state) => {
  checkMask(call);
  const name = nameOf(call);
  return state.set(call.host, name, merge(state.get(call.host, name), call.body, call.query['updateMask']));
};

const remove: Handler = (call, state) => {
  state.delete(call.host, nameOf(call));
  return {};
};

const getOperation: Handler = (call, state) => {
  const operation = state.operations.get(nameOf(call));
  if (!operation) throw notFound(nameOf(call));
  operation.pollsLeft -= 1;
  return state.report(operation);
};

/** The handlers by verb, the last part of a method's id. */
export const DEFAULTS: Record<string, Handler> = {
  create,
  insert: create,
  get,
  list,
  patch,
  update: patch,
  delete: remove,
};

export const operationGet = getOperation;
