import type { GoogleClient } from './client.ts';
import { GoogleError, isStale } from './google-error.ts';

/** A role for one member, such as `serviceAccount:a@b`. */
export interface Grant {
  readonly role: string;
  readonly member: string;
}

interface Binding {
  role: string;
  members: string[];
  condition?: unknown;
}
interface Policy {
  version?: number;
  etag?: string;
  bindings?: Binding[];
}

/** Something with an IAM policy. */
export interface IamResource {
  read(): Promise<Policy>;
  write(policy: Policy): Promise<unknown>;
}

/** With version 3, conditional bindings are read and written back as they are. */
const VERSION = 3;

/** The policy of the project. */
export function projectPolicy(google: GoogleClient): IamResource {
  const path = `v1/projects/${google.project}`;
  return {
    read: () =>
      google.post('cloudresourcemanager', `${path}:getIamPolicy`, {
        body: { options: { requestedPolicyVersion: VERSION } },
      }),
    write: (policy) => google.post('cloudresourcemanager', `${path}:setIamPolicy`, { body: { policy } }),
  };
}

/** The policy of a bucket. */
export function bucketPolicy(google: GoogleClient, bucket: string): IamResource {
  const path = `storage/v1/b/${bucket}/iam`;
  return {
    read: () => google.get('storage', path, { query: { optionsRequestedPolicyVersion: VERSION } }),
    write: (policy) => google.put('storage', path, { body: policy }),
  };
}

/** The policy that says who may use a service account. */
export function serviceAccountPolicy(google: GoogleClient, email: string): IamResource {
  const path = `v1/projects/${google.project}/serviceAccounts/${email}`;
  return {
    read: () => google.post('iam', `${path}:getIamPolicy`, { query: { 'options.requestedPolicyVersion': VERSION } }),
    write: (policy) => google.post('iam', `${path}:setIamPolicy`, { body: { policy } }),
  };
}

/** The grants that a policy lacks. */
export function missingGrants({ bindings = [] }: Policy, grants: readonly Grant[]): Grant[] {
  const has = ({ role, member }: Grant): boolean =>
    bindings.some((one) => one.role === role && one.condition === undefined && one.members.includes(member));
  return grants.filter((grant) => !has(grant));
}

function withGrants(policy: Policy, grants: readonly Grant[]): Policy {
  const bindings = (policy.bindings ?? []).map((one) => ({ ...one, members: [...one.members] }));
  for (const { role, member } of grants) {
    const binding = bindings.find((one) => one.role === role && one.condition === undefined);
    if (binding === undefined) bindings.push({ role, members: [member] });
    else binding.members.push(member);
  }
  return { ...policy, version: VERSION, bindings };
}

function withoutMember(policy: Policy, member: string): Policy {
  const bindings = (policy.bindings ?? [])
    .map((one) => ({ ...one, members: one.members.filter((name) => name !== member && !isDeleted(name, member)) }))
    .filter(({ members }) => members.length > 0);
  return { ...policy, version: VERSION, bindings };
}

/** A deleted account stays in policies as `deleted:serviceAccount:a@b?uid=1`. */
const isDeleted = (name: string, member: string): boolean => name.startsWith(`deleted:${member}?`);

const ATTEMPTS = 12;
const RETRY_MS = 10_000;

/** Whether an account that was just created is not known everywhere yet. */
const isUnknownAccount = (error: unknown): boolean =>
  error instanceof GoogleError && error.status === 400 && /does not exist|not found/i.test(error.message);

/** Reads, changes and writes a policy; again if somebody else changed it meanwhile, for up to two minutes if an account is new. */
async function changePolicy(
  google: GoogleClient,
  resource: IamResource,
  change: (policy: Policy) => Policy | undefined,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const changed = change(await resource.read());
    if (changed === undefined) return;
    try {
      await resource.write(changed);
      return;
    } catch (error) {
      const isNew = isUnknownAccount(error);
      if (attempt === ATTEMPTS || !(isNew || isStale(error))) throw error;
      await google.wait(isNew ? RETRY_MS : 200 * attempt);
    }
  }
}

/** Adds grants to a policy and leaves everything else in it. */
export function addGrants(google: GoogleClient, resource: IamResource, grants: readonly Grant[]): Promise<void> {
  return changePolicy(google, resource, (policy) => {
    const missing = missingGrants(policy, grants);
    return missing.length === 0 ? undefined : withGrants(policy, missing);
  });
}

/** Removes a member from all roles of a policy. */
export function removeMember(google: GoogleClient, resource: IamResource, member: string): Promise<void> {
  return changePolicy(google, resource, (policy) => {
    const isMember = (name: string): boolean => name === member || isDeleted(name, member);
    const isListed = (policy.bindings ?? []).some(({ members }) => members.some(isMember));
    return isListed ? withoutMember(policy, member) : undefined;
  });
}
