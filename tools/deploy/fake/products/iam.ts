import { ApiError, badRequest, notFound } from '../google-error.ts';
import { store } from '../resources.ts';
import type { Call, Handler, Policy, ProjectState } from '../project-state.ts';

const IAM = 'iam.googleapis.com';

/** The roles that Maru and firebase-tools grant. Google refuses unknown roles. */
const ROLES = new Set(
  [
    'owner editor viewer artifactregistry.reader cloudbuild.builds.builder cloudtasks.enqueuer datastore.user eventarc.eventReceiver',
    'firebase.sdkAdminServiceAgent firebaseappcheck.tokenVerifier firebaseauth.admin firebaserules.firestoreServiceAgent iam.serviceAccountTokenCreator',
    'iam.serviceAccountUser iam.workloadIdentityUser logging.logWriter pubsub.publisher run.invoker secretmanager.secretAccessor',
    'storage.admin storage.legacyBucketOwner storage.legacyBucketReader storage.objectAdmin storage.objectUser storage.objectViewer',
  ].flatMap((line) => line.split(' ').map((role) => `roles/${role}`)),
);

/** Throws if a policy names a service account that does not exist. */
function checkMember(member: string, state: ProjectState): void {
  if (
    /^(allUsers|allAuthenticatedUsers|(user|group|domain|principal|principalSet|projectOwner|projectEditor|projectViewer):.+)$/.test(
      member,
    )
  )
    return;
  const [, email] = /^serviceAccount:(.+@.+\.gserviceaccount\.com)$/.exec(member) ?? [];
  if (email === undefined) throw badRequest(`Invalid member: ${member}`);
  const isOurs = email.endsWith(`@${state.project}.iam.gserviceaccount.com`);
  const exists = isOurs
    ? state.has(IAM, `projects/${state.project}/serviceAccounts/${email}`)
    : state.agents.has(email);
  if (!exists) throw badRequest(`Service account ${email} does not exist.`);
}

/** Replaces the policy of a resource. Throws 409 where it changed since it was read. */
export function setPolicy(state: ProjectState, host: string, name: string, given: Partial<Policy>): Policy {
  const stored = state.policy(host, name);
  if (given.etag && given.etag !== stored.etag)
    throw new ApiError(
      409,
      'There were concurrent policy changes. Please retry the whole read-modify-write.',
      'aborted',
    );
  const isOwned = (bindings: Policy['bindings']): boolean => bindings.some(({ role }) => role === 'roles/owner');
  if (isOwned(stored.bindings) && !isOwned(given.bindings ?? []))
    throw badRequest('The project must have at least one owner.');
  const bindings = (given.bindings ?? []).filter(({ members }) => members.length > 0);
  for (const { role, members } of bindings) {
    if (!ROLES.has(role)) throw badRequest(`Role ${role} is not supported for this resource.`);
    for (const member of members) checkMember(member, state);
  }
  const policy = { version: 1, etag: `etag-${state.next()}`, bindings };
  state.policies.set(`${host}/${name}`, policy);
  return policy;
}

const resourceOf = ({ params }: { params: Record<string, string> }): string => {
  const name = params['resource'] ?? '';
  return name.includes('/') ? name : `projects/${name}`;
};

/** Throws 404 if the resource does not exist; the project does. */
function checkResource({ host, params }: Call, state: ProjectState): void {
  if (resourceOf({ params }) !== `projects/${state.project}`) state.get(host, resourceOf({ params }));
}

export const getIamPolicy: Handler = (call, state) => {
  checkResource(call, state);
  return { ...state.policy(call.host, resourceOf(call)) };
};

export const setIamPolicy: Handler = (call, state) => {
  checkResource(call, state);
  return { ...setPolicy(state, call.host, resourceOf(call), call.body['policy'] as Partial<Policy>) };
};

/** The caller is the project's owner. */
export const testIamPermissions: Handler = ({ body }) => ({ permissions: body['permissions'] });

export const IAM_HANDLERS: Record<string, Handler> = {
  'iam.projects.serviceAccounts.create': (call, state) => {
    const id = String(call.body['accountId']);
    if (!/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(id)) throw badRequest(`Invalid service account id: ${id}`);
    const email = `${id}@${state.project}.iam.gserviceaccount.com`;
    const account = { ...(call.body['serviceAccount'] as object), email, projectId: state.project };
    return store(call, state, `projects/${state.project}/serviceAccounts/${email}`, account);
  },
  'iamcredentials.projects.serviceAccounts.generateAccessToken': ({ params }, state) => {
    const name = (params['name'] ?? '').replace('/-/', `/${state.project}/`);
    if (!state.has(IAM, name)) throw notFound(name);
    return { accessToken: 'owner', expireTime: state.now() };
  },
};
