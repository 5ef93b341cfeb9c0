/** Stands for the server's own time where a field is written. */
export const SERVER_TIME = Symbol('the time of the request');

/** A whole number that is written as a double: Firestore tells 3 from 3.0. */
export class Double {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** A value as Firestore's REST writes it. */
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
  throw new TypeError(`no Firestore value is a ${typeof value}`);
}

/** A document's fields as Firestore's REST writes them; those that are SERVER_TIME or undefined are left out. */
export const fieldsOf = (data: Record<string, unknown>): Record<string, object> =>
  Object.fromEntries(
    Object.entries(data)
      .filter(([, value]) => value !== SERVER_TIME && value !== undefined)
      .map(([field, value]) => [field, valueOf(value)]),
  );
