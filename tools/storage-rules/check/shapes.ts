import type { Expression } from '../syntax/ast.ts';

/**
 * The fields of `request` and `resource` in rules of Cloud Storage
 * (docs/reference/security/storage, "Request" and "Resource").
 */
export const REQUEST_FIELDS = ['auth', 'params', 'path', 'resource', 'time'] as const;

/** The fields of `request.auth`; a token may have any fields. */
export const AUTH_FIELDS = ['uid', 'token'] as const;

/** The fields of `resource`. */
export const RESOURCE_FIELDS = [
  'name',
  'bucket',
  'generation',
  'metageneration',
  'size',
  'timeCreated',
  'updated',
  'md5Hash',
  'crc32c',
  'etag',
  'contentDisposition',
  'contentEncoding',
  'contentLanguage',
  'contentType',
  'metadata',
] as const;

/** Fields that only a stored file has, not the file in a request. */
const STORED_ONLY: readonly string[] = ['generation', 'metageneration', 'etag', 'timeCreated', 'updated'];

/** Returns a reason if `request` or `resource` cannot have the field in `object.field`. */
export function shapeProblem(
  object: Expression,
  field: string,
  isGlobal: (name: string) => boolean,
): string | undefined {
  const path = dotted(object, isGlobal);
  const known: Record<string, readonly string[]> = {
    request: REQUEST_FIELDS,
    'request.auth': AUTH_FIELDS,
    resource: RESOURCE_FIELDS,
    'request.resource': RESOURCE_FIELDS.filter((name) => !STORED_ONLY.includes(name)),
  };
  const fields = path === undefined ? undefined : known[path];
  if (!fields || fields.includes(field)) return undefined;
  return `${path} has no field ${field} in rules of Cloud Storage, only ${fields.join(', ')}`;
}

function dotted(object: Expression, isGlobal: (name: string) => boolean): string | undefined {
  if (object.kind === 'name') return isGlobal(object.name) ? object.name : undefined;
  if (object.kind !== 'field') return undefined;
  const outer = dotted(object.object, isGlobal);
  return outer === undefined ? undefined : `${outer}.${object.field}`;
}
