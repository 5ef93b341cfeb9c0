/** Placeholder for the server timestamp. */
export const SERVER_TIME = Symbol('server time');

/** An integral number stored as a double; Firestore distinguishes 3 from 3.0. */
export class Double {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** Returns a value in the format of Firestore's REST API. */
export function valueOf(value: unknown): object {
  if (value === null) return { nullValue: null };
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { booleanValue: value };
  if (typeof value === 'number')
    return Number.isInteger(value) ? { integerValue: String(value) } : { doubleValue: value };
  if (value instanceof Double) return { doubleValue: value.value };
  if (value instanceof Date) return { timestampValue: value.toISOString() };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(valueOf) } };
  if (typeof value === 'object') return { mapValue: { fields: fieldsOf(value as Record<string, unknown>) } };
  throw new TypeError(`not a Firestore value: ${typeof value}`);
}

/** Returns a document's fields in the format of Firestore's REST API, without those that are SERVER_TIME or undefined. */
export const fieldsOf = (data: Record<string, unknown>): Record<string, object> =>
  Object.fromEntries(
    Object.entries(data)
      .filter(([, value]) => value !== SERVER_TIME && value !== undefined)
      .map(([field, value]) => [field, valueOf(value)]),
  );
