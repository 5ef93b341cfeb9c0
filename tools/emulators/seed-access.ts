import { paths } from '@maru/model';
import { DEMO_ACCESS } from './people.ts';

/** Writes who may create a library, as a deployment does; keeps an existing list. */
export async function seedAccess(firestoreUrl: string, projectId: string): Promise<void> {
  const list = (values: readonly string[]): object => ({
    arrayValue: { values: values.map((value) => ({ stringValue: value })) },
  });
  const path = `v1/projects/${projectId}/databases/(default)/documents/${paths.access()}`;
  const response = await fetch(`${firestoreUrl}/${path}?currentDocument.exists=false`, {
    method: 'PATCH',
    headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
    body: JSON.stringify({ fields: { owners: list(DEMO_ACCESS.owners), allowed: list(DEMO_ACCESS.allowed) } }),
  });
  if (!response.ok && response.status !== 409) throw new Error(`Firestore refused ${path}: ${await response.text()}`);
}
