import * as v from 'valibot';

/** A document does not match its schema. Names the document and the field, never the content. */
export class BadDocument extends Error {
  readonly document: string;
  /** The dotted path of the field: `takenAt.source`. */
  readonly field: string;
  constructor(document: string, field: string) {
    super(`${document}: ${field} is invalid`);
    this.name = 'BadDocument';
    this.document = document;
    this.field = field;
  }
}

/** `T` with every property and array read-only; branded ids stay as they are. */
export type DeepReadonly<T> = T extends string | number | boolean | undefined | null
  ? T
  : { readonly [K in keyof T]: DeepReadonly<T[K]> };

/** The type of a document, inferred from its schema. */
export type DocumentOf<S extends v.GenericSchema> = DeepReadonly<v.InferOutput<S>>;

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Treats fields that are null or undefined as absent. */
const withoutNulls = (value: Record<string, unknown>): Record<string, unknown> => {
  for (const field in value) if (value[field] === null || value[field] === undefined) return compact(value, null);
  return value;
};

/** Validates `value` and drops fields that are not in the schema; throws BadDocument. `document` names it in the error. */
export function parse<S extends v.GenericSchema>(document: string, schema: S, value: unknown): v.InferOutput<S> {
  if (!isMap(value)) throw new BadDocument(document, 'the document');
  const result = v.safeParse(schema, withoutNulls(value), { abortEarly: true });
  if (result.success) return result.output;
  throw new BadDocument(document, v.getDotPath(result.issues[0]) ?? 'the document');
}

function millisOf(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (isMap(value) && typeof value['toMillis'] === 'function') return (value as { toMillis: () => unknown }).toMillis();
  return value;
}

/** A finite number. */
export const number = v.pipe(v.number(), v.finite());

/** Milliseconds since 1970, from a number, a Date or an SDK's Timestamp (anything with `toMillis`). */
export const instant = v.pipe(v.unknown(), v.transform(millisOf), number);

/** A schema from a type guard. */
export const guarded = <T>(guard: (value: unknown) => value is T): v.CustomSchema<T, undefined> => v.custom<T>(guard);

/** A map whose keys pass a type guard. Unlike `v.record`, it rejects keys such as `__proto__` instead of skipping them. */
export const mapOf = <K extends string, S extends v.GenericSchema>(
  isKey: (value: unknown) => value is K,
  schema: S,
): v.GenericSchema<unknown, Record<K, v.InferOutput<S>>> =>
  v.pipe(
    v.custom<Record<string, unknown>>(isMap),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const out = {} as Record<K, v.InferOutput<S>>;
      for (const [key, value] of Object.entries(dataset.value)) {
        const result = v.safeParse(schema, value, { abortEarly: true });
        if (!isKey(key) || !result.success) {
          const inner = result.success ? [] : (result.issues[0].path ?? []);
          const step = { type: 'object' as const, origin: 'value' as const, input: dataset.value, key, value };
          addIssue({ path: [step, ...inner] });
          return NEVER;
        }
        out[key] = result.output;
      }
      return out;
    }),
  );

/** Returns `value` without the fields that are undefined or, if passed, `none`. */
export function compact<T extends object>(value: T, none?: null): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(value).filter(([, field]) => field !== undefined && (none === undefined || field !== none)),
  ) as { [K in keyof T]: Exclude<T[K], undefined> };
}
