import { liveReleases } from './products/hosting.ts';
import { textOf, type Json } from './validate.ts';
import type { Policy, ProjectState } from './project-state.ts';

/** The resources of a project that are in use, without times and generated ids, so that the results of two deployments can be compared. */
export interface Snapshot {
  readonly services: readonly string[];
  /** Members by role by resource, such as `cloudresourcemanager.googleapis.com/projects/p`. */
  readonly iam: Record<string, Record<string, readonly string[]>>;
  /** The source of rules by release, such as `firebase.storage/BUCKET`. */
  readonly rules: Record<string, string>;
  /** The hash of each file and the configuration of each site's live release. */
  readonly hosting: Record<string, { readonly files: Record<string, string>; readonly config: Json }>;
  /** Sizes by `BUCKET/NAME`. */
  readonly objects: Record<string, number>;
  /** All other resources by collection and name. */
  readonly resources: Record<string, Record<string, Json>>;
}

/** Different on every run. The version is that of the repository, which may change meanwhile. */
const VOLATILE = new Set(
  'createTime updateTime timeCreated updated etag uid uniqueId MARU_VERSION generation metageneration hash source apiKeyId appId releaseTime'.split(
    ' ',
  ),
);
/** Generated names. */
const NUMBERED = /-\d+$/;

function steady(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(steady);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !VOLATILE.has(key) && key !== 'firebase-functions-hash');
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, steady(one)]));
}

const sorted = <T>(all: Iterable<readonly [string, T]>): Record<string, T> =>
  Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)));

const rolesOf = ({ bindings }: Policy): Record<string, readonly string[]> =>
  sorted(bindings.map(({ role, members }) => [role, [...members].sort()] as const));

function rulesOf(state: ProjectState, { rulesetName }: Json): string {
  const { source } = state.get('firebaserules.googleapis.com', String(rulesetName));
  return (source as { files: { content: string }[] }).files.map(({ content }) => content).join('');
}

function siteOf(state: ProjectState, site: string): Snapshot['hosting'][string] {
  const version = liveReleases(state, site)[0]?.['version'] as Json | undefined;
  const { files = {}, config = {} } = version
    ? state.get('firebasehosting.googleapis.com', String(version['name']))
    : {};
  return { files: files as Record<string, string>, config: config as Json };
}

/** The state of a project, in a fixed order. */
export function snapshotOf(state: ProjectState): Snapshot {
  const snapshot = { rules: {}, hosting: {}, resources: {} } as Pick<Snapshot, 'rules' | 'hosting' | 'resources'>;
  for (const [key, resource] of Object.entries(sorted(state.resources))) {
    const release = /^firebaserules.*\/releases\/(.+)$/.exec(key)?.[1];
    const site = /^firebasehosting[^/]+\/sites\/([^/]+)$/.exec(key)?.[1];
    if (release) snapshot.rules[release] = rulesOf(state, resource);
    else if (site) snapshot.hosting[site] = siteOf(state, site);
    else if (!/\/(rulesets|versions|releases)\//.test(key)) {
      const parts = key.split('/');
      // A resource that exists once, such as `projects/p/config`, has no collection.
      const isSingle = parts.length % 2 === 0 && !key.includes('/documents/');
      const kind = parts.at(isSingle ? -1 : -2)!;
      const { name: _, ...rest } = resource;
      const content = steady(rest) as Json;
      const isNumbered = NUMBERED.test(key) || kind === 'webApps';
      const label = textOf(content['displayName'], JSON.stringify(content));
      const name = [...parts.slice(1, -1), isNumbered ? label : parts.at(-1)].join('/');
      const all = (snapshot.resources[kind] ??= {});
      all[all[name] ? `${name} (again)` : name] = content;
    }
  }
  return {
    ...snapshot,
    services: [...state.services].sort(),
    iam: sorted([...state.policies].map(([name, policy]) => [name, rolesOf(policy)] as const)),
    objects: sorted([...state.objects].map(([name, { bytes }]) => [name, bytes.length] as const)),
  };
}
