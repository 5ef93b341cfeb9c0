import { paths } from '@maru/model';
import { localize } from '../../bootstrap/messages.js';
import { deployError } from '../errors.ts';
import type { GoogleClient } from '../google/client.ts';
import { isStale, isConflict } from '../google/google-error.ts';
import type { Context, Step } from '../step.ts';

interface Values {
  readonly arrayValue?: { readonly values?: readonly { readonly stringValue?: string }[] };
}
interface AccessDocument {
  readonly updateTime?: string;
  readonly fields?: { readonly owners?: Values; readonly allowed?: Values };
}

const listOf = (values: readonly string[]): object => ({
  arrayValue: { values: values.map((stringValue) => ({ stringValue })) },
});

const pathOf = (google: GoogleClient): string =>
  `v1/projects/${google.project}/databases/(default)/documents/${paths.access()}`;

async function readOwners(google: GoogleClient): Promise<{ owners: string[]; document: AccessDocument | undefined }> {
  const document = await google.optional<AccessDocument>('firestore', pathOf(google));
  const values = document?.fields?.owners?.arrayValue?.values ?? [];
  return { owners: values.flatMap(({ stringValue }) => stringValue ?? []), document };
}

const ATTEMPTS = 5;

/** Lets the first owner create a library. Others in the list stay. */
export const firstOwner: Step = {
  id: 'first-owner',
  title: { ko: '첫 주인', en: 'First owner' },
  async plan({ args, google }) {
    const { owners } = await readOwners(google);
    if (args.owner === undefined && owners.length === 0)
      throw deployError(
        '누가 보관함을 만들지 알려 주세요: --owner 뒤에 그 사람의 Google 이메일을 적으면 돼요.',
        'Say who creates the library: add their Google address after --owner.',
      );
    if (args.owner === undefined || owners.includes(args.owner)) return 'done';
    return { change: localize(`${args.owner} 님이 보관함을 만들 수 있어요`, `${args.owner} may create a library`) };
  },
  async apply(context) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await addOwner(context);
        return;
      } catch (error) {
        // Somebody else changed the list meanwhile.
        if (attempt === ATTEMPTS || !(isStale(error) || isConflict(error))) throw error;
      }
    }
  },
};

async function addOwner({ args, google }: Context): Promise<void> {
  const { owners, document } = await readOwners(google);
  if (args.owner === undefined || owners.includes(args.owner)) return;
  const isNew = document === undefined;
  const fields = { owners: listOf([...owners, args.owner]), ...(isNew && { allowed: listOf([]) }) };
  await google.patch('firestore', pathOf(google), {
    query: isNew
      ? { 'currentDocument.exists': false }
      : { 'currentDocument.updateTime': document.updateTime, 'updateMask.fieldPaths': 'owners' },
    body: { fields },
  });
}
