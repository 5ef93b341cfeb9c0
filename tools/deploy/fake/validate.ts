import type { Api, Method, Parameter, Schema } from './discovery/document.ts';
import { badRequest } from './google-error.ts';
import { OPTIONAL } from './undocumented.ts';

export type Json = Record<string, unknown>;

/** A text or number of a checked message, or `fallback`. */
export const textOf = (value: unknown, fallback = ''): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : fallback;

/** Parameters that every method takes. */
const COMMON = new Set(['alt', 'fields', 'key', 'prettyPrint', 'quotaUser', 'uploadType', 'upload_id', '$alt']);

const FORMATS: Record<string, RegExp> = {
  int32: /^-?\d+$/,
  uint32: /^\d+$/,
  int64: /^-?\d+$/,
  uint64: /^\d+$/,
  byte: /^[\w+/=-]*$/,
  'google-duration': /^-?\d+(\.\d{1,9})?s$/,
  'google-datetime': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
};

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Returns the query with the names of the document; throws if a parameter is unknown, missing or of the wrong type. */
export function checkQuery(method: Method, query: URLSearchParams): Record<string, string> {
  const known: Record<string, string> = {};
  for (const [given, value] of query) {
    const name = method.parameters[given] ? given : camel(given);
    if (COMMON.has(given)) known[given] = value;
    else if (method.parameters[name]?.in !== 'query')
      throw badRequest(`Invalid JSON payload received. Unknown name "${given}": Cannot bind query parameter.`);
    else {
      checkText(value, method.parameters[name], name);
      known[name] = known[name] === undefined ? value : `${known[name]},${value}`;
    }
  }
  for (const [name, { in: where, required }] of Object.entries(method.parameters))
    if (where === 'query' && required && known[name] === undefined) throw badRequest(`Required parameter: ${name}`);
  return known;
}

/** Checks a value that is written as text, as a query has it. */
function checkText(value: string, { type = 'string', format, enum: values }: Parameter | Schema, at: string): void {
  const isValid =
    (type !== 'boolean' || /^(true|false)$/.test(value)) &&
    (!/^(integer|number)$/.test(type) || (value !== '' && Number.isFinite(Number(value)))) &&
    (format === undefined || (FORMATS[format]?.test(value) ?? true)) &&
    (!values || values.includes(value));
  if (!isValid) throw badRequest(`Invalid value at '${at}' (${values ? 'enum' : (format ?? type)}), "${value}"`);
}

/** Returns a request body without output-only fields and nulls; throws if it breaks the schema. */
export function checkRequest(api: Api, method: Method, body: unknown): Json {
  const isWhole = method.httpMethod !== 'PATCH';
  const check = new Check(api, (required) => required.includes(method.id), isWhole, true);
  return check.object(body ?? {}, { $ref: method.request! }, '') as Json;
}

/** Throws if the fake's own response breaks the schema. */
export function checkResponse(api: Api, method: Method, body: unknown): void {
  if (!method.response) return;
  try {
    new Check(api, () => false, false, false).object(body, { $ref: method.response }, '');
  } catch (error) {
    throw new Error(`response of ${method.id}: ${(error as Error).message}`, { cause: error });
  }
}

class Check {
  readonly #api: Api;
  readonly #isNamed: (required: readonly string[]) => boolean;
  /** Whether fields described as required have to be there. */
  readonly #isWhole: boolean;
  readonly #isRequest: boolean;

  constructor(api: Api, isNamed: (required: readonly string[]) => boolean, isWhole: boolean, isRequest: boolean) {
    this.#api = api;
    this.#isNamed = isNamed;
    this.#isWhole = isWhole;
    this.#isRequest = isRequest;
  }

  object(value: unknown, given: Schema, at: string): unknown {
    const schema = given.$ref ? this.#api.schemas[given.$ref]! : given;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw badRequest(`Invalid value at '${at}' (${given.$ref ?? 'object'}), ${JSON.stringify(value)}`);
    const result: Json = {};
    for (const [key, one] of Object.entries(value)) {
      const name = schema.properties?.[key] ? key : camel(key);
      const field = schema.properties?.[name] ?? schema.additionalProperties;
      const path = at ? `${at}.${key}` : key;
      if (!field) {
        const where = at ? ` at '${at}'` : '';
        throw badRequest(`Invalid JSON payload received. Unknown name "${key}"${where}: Cannot find field.`);
      }
      // Null removes a field in Cloud Storage's merge patches; elsewhere it is the same as nothing.
      if (one === null && this.#api.name === 'storage.v1') result[name] = null;
      if (one === null || one === undefined || (field.readOnly && this.#isRequest)) continue;
      result[schema.properties?.[name] ? name : key] = this.value(one, field, path);
    }
    for (const [name, { required, readOnly }] of Object.entries(schema.properties ?? {})) {
      const isNeeded = required === true ? this.#isWhole && !readOnly : required && this.#isNamed(required);
      const isMissing = result[name] === undefined || result[name] === '';
      if (isNeeded && isMissing && !OPTIONAL.has(`${given.$ref ?? ''}.${name}`))
        throw badRequest(`${at ? `${at}.` : ''}${name} is required`);
    }
    return result;
  }

  value(value: unknown, schema: Schema, at: string): unknown {
    if (schema.$ref || schema.type === 'object') return this.object(value, schema, at);
    if (schema.type === 'any') return value;
    if (schema.type === 'array') {
      if (!Array.isArray(value)) throw badRequest(`Invalid value at '${at}' (list), ${JSON.stringify(value)}`);
      return value.map((one, index) => this.value(one, schema.items!, `${at}[${index}]`));
    }
    const isText = typeof value === 'string' && (schema.type === 'string' || /^(integer|number)$/.test(schema.type!));
    const isNumber = typeof value === 'number' && (schema.type !== 'string' || /^u?int64$/.test(schema.format ?? ''));
    const isBoolean = typeof value === 'boolean' && schema.type === 'boolean';
    if (!isText && !isNumber && !isBoolean)
      throw badRequest(`Invalid value at '${at}' (TYPE_${schema.type!.toUpperCase()}), ${JSON.stringify(value)}`);
    checkText(String(value), schema, at);
    return value;
  }
}
