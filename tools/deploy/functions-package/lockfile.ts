/** A package in a lockfile of version 3, by its folder; `` is the project itself. */
export interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly [more: string]: unknown;
}

/** A package-lock.json. */
export interface Lockfile {
  readonly name: string;
  readonly version: string;
  readonly lockfileVersion: number;
  readonly requires: true;
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** The package.json of a workspace. */
export type OwnManifest = LockedPackage & { readonly name: string; readonly version: string };

/** The folder that Node finds for a dependency of the package in `from`, or undefined. */
function resolve(packages: Lockfile['packages'], from: string, name: string): string | undefined {
  for (let folder = from; ;) {
    const candidate = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[candidate] !== undefined) return candidate;
    if (folder === '') return undefined;
    const end = folder.lastIndexOf('/node_modules/');
    folder = end === -1 ? '' : folder.slice(0, end);
  }
}

/** What a package needs to be installed; its optional peers are not among it. */
function needsOf({ dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta }: LockedPackage): {
  readonly required: readonly string[];
  readonly optional: readonly string[];
} {
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => peerDependenciesMeta?.[name]?.optional !== true);
  return {
    required: [...Object.keys(dependencies ?? {}), ...peers],
    optional: Object.keys(optionalDependencies ?? {}),
  };
}

/**
 * The lockfile of a workspace's own package, cut out of the repository's: it installs the versions that the tests ran with. Throws if a
 * dependency is not locked, or if the workspace has versions of its own, which would have to be merged.
 */
export function cutLockfile(lock: Lockfile, workspace: string, manifest: OwnManifest): Lockfile {
  const { packages } = lock;
  const own = Object.keys(packages).find((folder) => folder.startsWith(`${workspace}/node_modules/`));
  if (own !== undefined) throw new Error(`${own} is not at the top level of package-lock.json`);
  const found = new Set<string>();
  const open: (readonly [from: string, LockedPackage])[] = [[workspace, manifest]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [from, locked] = next;
    const { required, optional } = needsOf(locked);
    for (const name of [...required, ...optional]) {
      const folder = resolve(packages, from, name);
      if (folder === undefined && required.includes(name)) throw new Error(`${name} of ${from} is not locked`);
      const target = folder === undefined ? undefined : packages[folder];
      if (folder === undefined || target === undefined || found.has(folder)) continue;
      found.add(folder);
      open.push([folder, target]);
    }
  }
  return {
    name: manifest.name,
    version: manifest.version,
    lockfileVersion: lock.lockfileVersion,
    requires: true,
    packages: {
      '': manifest,
      ...Object.fromEntries([...found].sort().map((folder) => [folder, packages[folder] as LockedPackage])),
    },
  };
}
