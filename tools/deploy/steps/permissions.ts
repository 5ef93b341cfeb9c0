import { localize } from '../../bootstrap/messages.js';
import { waitForOperation, type Operation } from '../google/operations.ts';
import {
  addGrants,
  bucketPolicy,
  missingGrants,
  projectPolicy,
  serviceAccountPolicy,
  type Grant,
  type IamResource,
} from '../google/iam.ts';
import { isNotFound } from '../google/google-error.ts';
import { serviceOf } from '../google/origins.ts';
import { agentOf, allBucketsOf, computeAccountOf, serviceAccountsOf } from '../names.ts';
import type { Context, Step } from '../step.ts';

const grantsOf = (email: string, roles: readonly string[]): Grant[] =>
  roles.map((role) => ({ role: `roles/${role}`, member: `serviceAccount:${email}` }));

/** Project-wide roles of all functions. */
const FUNCTION_ROLES = ['datastore.user', 'cloudtasks.enqueuer', 'run.invoker', 'logging.logWriter'];

/** Project-wide roles. docs/decisions/0035 says what each is for. */
function projectGrants(project: string, number: string, appCheck: boolean): Grant[] {
  const accounts = serviceAccountsOf(project);
  return [
    ...grantsOf(accounts.functions, [
      ...FUNCTION_ROLES,
      'firebaseauth.admin',
      'eventarc.eventReceiver',
      ...(appCheck ? ['firebaseappcheck.tokenVerifier'] : []),
    ]),
    ...grantsOf(accounts.media, FUNCTION_ROLES),
    // New organizations give the default account nothing, and builds fail. The other two are those that firebase-tools would add.
    ...grantsOf(computeAccountOf(number), ['cloudbuild.builds.builder', 'run.invoker', 'eventarc.eventReceiver']),
    ...grantsOf(agentOf.storage(number), ['pubsub.publisher']),
    ...grantsOf(agentOf.pubsub(number), ['iam.serviceAccountTokenCreator']),
    // Storage rules read Firestore. firebase-tools forgets it with --non-interactive, and the rules then refuse everything (#5519).
    ...grantsOf(agentOf.firebaseStorage(number), ['firebaserules.firestoreServiceAgent']),
  ];
}

/** Every policy that Maru needs, with its grants. */
function allGrants({ google, facts }: Context): { resource: IamResource; grants: Grant[] }[] {
  const { originals, renditions } = allBucketsOf(google.project);
  const { functions, media } = serviceAccountsOf(google.project);
  const objects = [functions, media].flatMap((email) => grantsOf(email, ['storage.objectAdmin']));
  return [
    { resource: projectPolicy(google), grants: projectGrants(google.project, facts.number, facts.appCheck) },
    { resource: bucketPolicy(google, originals), grants: objects },
    { resource: bucketPolicy(google, renditions), grants: objects },
    {
      // Signs URLs of originals and custom tokens, and starts tasks as itself.
      resource: serviceAccountPolicy(google, functions),
      grants: grantsOf(functions, ['iam.serviceAccountTokenCreator', 'iam.serviceAccountUser']),
    },
    // Starts tasks as itself. Signs nothing: with a custom token it could be anybody.
    { resource: serviceAccountPolicy(google, media), grants: grantsOf(media, ['iam.serviceAccountUser']) },
  ];
}

async function findMissing(context: Context): Promise<Grant[]> {
  const missing: Grant[] = [];
  for (const { resource, grants } of allGrants(context)) {
    try {
      missing.push(...missingGrants(await resource.read(), grants));
    } catch (error) {
      if (!isNotFound(error)) throw error;
      missing.push(...grants);
    }
  }
  return missing;
}

/** Agents exist only once they are asked for; a policy cannot name them before. */
async function createAgents({ google }: Context): Promise<void> {
  for (const product of ['pubsub.googleapis.com', 'eventarc.googleapis.com', serviceOf('firebasestorage')]) {
    const path = `v1beta1/projects/${google.project}/services/${product}:generateServiceIdentity`;
    const operation = await google.post<Operation>('serviceusage', path);
    await waitForOperation(google, 'serviceusage', 'v1beta1', operation);
  }
  await google.get('storage', `storage/v1/projects/${google.project}/serviceAccount`);
}

const shortRole = ({ role }: Grant): string => role.replace('roles/', '');
const shortMember = ({ member }: Grant): string => member.replace('serviceAccount:', '');

function describe(grants: readonly Grant[]): string {
  const members = [...new Set(grants.map(shortMember))];
  return members
    .map((member) => {
      const roles = new Set(grants.filter((grant) => shortMember(grant) === member).map(shortRole));
      return `${member} (${[...roles].join(', ')})`;
    })
    .join('; ');
}

/** Whether the plan can read the policies: while an API is off, no account exists. */
const isReadable = ({ google }: Context): boolean =>
  (['iam', 'storage', 'cloudresourcemanager'] as const).every(
    (product) => google.disabled?.has(serviceOf(product)) !== true,
  );

/** Gives the service accounts and Google's agents the roles that they need, and no others. */
export const permissions: Step = {
  id: 'permissions',
  title: { ko: '권한', en: 'Permissions' },
  async plan(context) {
    const all = allGrants(context).flatMap(({ grants }) => grants);
    const missing = isReadable(context) ? await findMissing(context) : all;
    if (missing.length === 0) return 'done';
    return { change: localize(`역할을 줘요: ${describe(missing)}`, `grant roles: ${describe(missing)}`) };
  },
  async apply(context) {
    await createAgents(context);
    for (const { resource, grants } of allGrants(context)) await addGrants(context.google, resource, grants);
  },
};
