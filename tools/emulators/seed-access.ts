import { paths } from '@maru/model';
import { DEMO_ACCESS } from './people.ts';

/** Names who may make a library, as deploy does on a real project; keeps what an earlier run has named. */
export async function seedAccess(firestoreUrl: string, projectId: string): Promise<void> {
  const list = (values: readonly string[]): object => ({
    arrayValue: { values: values.map((value) => ({ stringValue: value })) },
  });
  const path = `v1/projects/${projectId}/databases/(default)/documents/${paths.access()}`;
  const answer = await fetch(`${firestoreUrl}/${path}?currentDocument.exists=false`, {
    method: 'PATCH',
    headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
    body: JSON.stringify({ fields: { owners: list(DEMO_ACCESS.owners), allowed: list(DEMO_ACCESS.allowed) } }),
  });
  if (!answer.ok && answer.status !== 409) throw new Error(`Firestore refused ${path}: ${await answer.text()}`);
}
