/** A document that is not what its path promises. Carries where, never the content. */
export class BadDocument extends Error {
  readonly document: string;
  readonly field: string;
  constructor(document: string, field: string) {
    super(`${document}: ${field} is not what it should be`);
    this.name = 'BadDocument';
    this.document = document;
    this.field = field;
  }
}

function millisOf(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'object' && value !== null && 'toMillis' in value && typeof value.toMillis === 'function') {
    return (value as { toMillis: () => unknown }).toMillis();
  }
  return value;
}

/** Reads the fields of an unknown value: each method gives the field in its type or throws BadDocument. */
export class Reader {
  private readonly value: Record<string, unknown>;
  private readonly name: string;
  constructor(name: string, value: unknown) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new BadDocument(name, 'the document');
    this.name = name;
    this.value = value as Record<string, unknown>;
  }

  /** Refuses the document for this field. */
  bad(field: string): never {
    throw new BadDocument(this.name, field);
  }

  has(field: string): boolean {
    return this.value[field] !== undefined && this.value[field] !== null;
  }

  readonly text = (field: string): string => {
    const value = this.value[field];
    return typeof value === 'string' ? value : this.bad(field);
  };

  readonly number = (field: string): number => {
    const value = this.value[field];
    return typeof value === 'number' && Number.isFinite(value) ? value : this.bad(field);
  };

  /** Milliseconds since 1970 from a number, a Date, or an SDK's Timestamp (anything with `toMillis`). */
  readonly instant = (field: string): number => {
    const ms = millisOf(this.value[field]);
    return typeof ms === 'number' && Number.isFinite(ms) ? ms : this.bad(field);
  };

  oneOf<const T extends string>(field: string, allowed: readonly T[]): T {
    const value = this.value[field];
    return allowed.find((one) => one === value) ?? this.bad(field);
  }

  is<T>(field: string, test: (value: unknown) => value is T): T {
    const value = this.value[field];
    return test(value) ? value : this.bad(field);
  }

  list<T>(field: string, test: (value: unknown) => value is T): T[] {
    const value = this.value[field];
    return Array.isArray(value) && value.every(test) ? value : this.bad(field);
  }

  /** The field through `read` where it is there, else undefined. */
  maybe<T>(field: string, read: (field: string) => T): T | undefined {
    return this.has(field) ? read(field) : undefined;
  }

  within(field: string): Reader {
    return new Reader(`${this.name}.${field}`, this.value[field]);
  }

  keys(): string[] {
    return Object.keys(this.value);
  }
}

/** `value` without the fields that are undefined: what a document wants, under exactOptionalPropertyTypes. */
export function compact<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
