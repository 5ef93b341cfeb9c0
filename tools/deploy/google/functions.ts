import type { GoogleClient } from './client.ts';

/** A function as Cloud Functions lists it (v2, Function). */
export interface CloudFunction {
  /** Without project and region. */
  readonly shortName: string;
  readonly region: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly serviceConfig?: {
    readonly timeoutSeconds?: number;
    readonly maxInstanceCount?: number;
    readonly maxInstanceRequestConcurrency?: number;
    readonly availableMemory?: string;
    readonly serviceAccountEmail?: string;
  };
}

/** The functions of a region, or of all regions with `-`. */
export async function listFunctions(google: GoogleClient, region: string): Promise<CloudFunction[]> {
  const path = `v2/projects/${google.project}/locations/${region}/functions`;
  const all = await google.list<Omit<CloudFunction, 'shortName' | 'region'> & { readonly name: string }>(
    'cloudfunctions',
    path,
    'functions',
  );
  return all.map(({ name, ...more }) => {
    const [, , , location = '', , shortName = ''] = name.split('/');
    return { ...more, shortName, region: location };
  });
}

/** The codebase in which firebase-tools deployed a function, or undefined. */
export const codebaseOf = ({ labels }: CloudFunction): string | undefined => labels?.['firebase-functions-codebase'];
