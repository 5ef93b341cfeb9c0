import { decide, type AccessCheck } from '../evaluate/decide.ts';
import { DocumentNeeded } from '../failure.ts';
import { loadRules } from '../load.ts';
import type { Method } from '../syntax/ast.ts';
import { pathOf, type MapValue, type Value } from '../values/value.ts';
import { fromDocument } from '../wire/values.ts';
import type { Case, Outcome } from './case.ts';

const ROOT = '/databases/(default)/documents';

/** The complete rules file of a case. */
function rulesOf({ rules, condition }: Case): string {
  return (
    rules ??
    `rules_version = '2';
service firebase.storage {
  match /b/{bucket}/o {
    match /{file=**} {
      allow read, write: if ${condition};
    }
  }
}
`
  );
}

/** Runs a case with this interpreter. */
export function outcomeOf(one: Case): { outcome: Outcome; why: string[] } {
  const loaded = loadRules('storage.rules', rulesOf(one));
  if (!loaded.rules) return { outcome: 'refused', why: loaded.errors };
  const documents = new Map<string, MapValue | null>();
  const check = { ...checkOf(one), documents };
  for (;;) {
    try {
      const { permit, errors } = decide(loaded.rules, check);
      return { outcome: permit ? 'allow' : errors.length > 0 ? 'error' : 'deny', why: errors };
    } catch (error) {
      if (!(error instanceof DocumentNeeded)) throw error;
      documents.set(error.path, documentOf(one, error.path));
    }
  }
}

function checkOf({ method = 'get', path = '/b/bucket/o/file.txt', request = {}, resource = null }: Case): AccessCheck {
  return {
    method: method as Method,
    path,
    request: new Map<string, Value>([
      ['path', pathOf(path.split('/').slice(1))],
      ['auth', null],
      ['time', valueOf(new Date(0))],
      ['resource', null],
      ...Object.entries(request).map(([key, value]): [string, Value] => [key, valueOf(value)]),
    ]),
    resource: valueOf(resource),
    documents: new Map(),
  };
}

function documentOf({ documents = {} }: Case, path: string): MapValue | null {
  const fields = documents[path.slice(ROOT.length)];
  return fields ? fromDocument({ name: `projects/p${path}`, fields }) : null;
}

function valueOf(json: unknown): Value {
  if (json === null || typeof json === 'boolean' || typeof json === 'string') return json;
  if (typeof json === 'number') return Number.isInteger(json) ? BigInt(json) : json;
  if (json instanceof Date) return { kind: 'timestamp', nanos: BigInt(json.getTime()) * 1_000_000n };
  if (Array.isArray(json)) return json.map(valueOf);
  return new Map(Object.entries(json as Record<string, unknown>).map(([key, value]) => [key, valueOf(value)]));
}
