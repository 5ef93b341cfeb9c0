/** The result of a case. `error`: the condition has no value, which denies. `refused`: the file does not load. */
export type Outcome = 'allow' | 'deny' | 'error' | 'refused';

/** The request of a case. By default a signed-out person gets `/b/bucket/o/file.txt`, which does not exist. */
export interface CaseRequest {
  method?: string;
  path?: string;
  /** `request` and `resource` as JSON; a Date is a timestamp, a string list under `path` a path. */
  request?: Record<string, unknown>;
  resource?: Record<string, unknown> | null;
  /** Firestore documents by path below `/databases/(default)/documents`. */
  documents?: Record<string, Record<string, unknown>>;
}

/** A case as written: a condition of one `allow get`, or a whole file. */
export interface Written extends CaseRequest {
  condition?: string;
  rules?: string;
  /** Why the result differs in hidane, which was measured against Firestore's official runtime. */
  differs?: string;
  /** The source of the expected value, if it is not the section of the entry. */
  section?: string;
}

/** One case of one entry of the reference. */
export interface Case extends Written {
  id: number;
  entry: string;
  group: string;
  section: string;
  expect: Outcome;
  /** Whether Firestore's rules have the same expression, so that hidane must give the same result. */
  shared: boolean;
}

/** One type, operator, function or statement of the reference with its cases. */
export interface Entry {
  group: string;
  name: string;
  section: string;
  shared: boolean;
  cases: { expect: Outcome; written: Written }[];
}

type Cases = Partial<Record<Outcome, (string | Written)[]>>;

/** A section of firebase.google.com by its path, as cases cite it. */
export const SECTION = {
  storage: (anchor: string) => `docs/reference/security/storage#${anchor}`,
  type: (name: string, anchor = '') => `docs/reference/rules/rules.${name}${anchor && `#${anchor}`}`,
  language: (anchor: string) => `docs/rules/rules-language#${anchor}`,
  syntax: (anchor: string) => `docs/storage/security/core-syntax#${anchor}`,
  conditions: (anchor: string) => `docs/storage/security/rules-conditions#${anchor}`,
  fields: 'docs/firestore/security/rules-fields#field_types',
  /** Undocumented; hidane 0.6.0 measured it on the official Firestore emulator. */
  measured: 'official runtime, as measured by hidane 0.6.0',
} as const;

/** An entry with cases that also apply to Firestore's rules. */
export function shared(group: string, name: string, section: string, cases: Cases): Entry {
  return { group, name, section, shared: true, cases: list(cases) };
}

/** An entry that only rules of Cloud Storage have. */
export function local(group: string, name: string, section: string, cases: Cases): Entry {
  return { group, name, section, shared: false, cases: list(cases) };
}

function list(cases: Cases): Entry['cases'] {
  return (['allow', 'deny', 'error', 'refused'] as const).flatMap((expect) =>
    (cases[expect] ?? []).map((item) => ({ expect, written: typeof item === 'string' ? { condition: item } : item })),
  );
}
