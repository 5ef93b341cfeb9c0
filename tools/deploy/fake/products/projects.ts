import { ApiError, alreadyExists, badRequest, notFound } from '../google-error.ts';
import { listed, patch, store } from '../resources.ts';
import type { Json } from '../validate.ts';
import type { Handler, World } from '../world.ts';

const FIREBASE = 'firebase.googleapis.com';

const cloudProject = (world: World): Json => ({
  projectNumber: world.number,
  projectId: world.project,
  lifecycleState: 'ACTIVE',
  name: world.project,
});

const getProject: Handler = (_, world) => cloudProject(world);

/** Adds Firebase to the project, as the start of a test or a request does. */
export const addFirebase = (world: World): Json => {
  if (!world.billingEnabled && world.has(FIREBASE, `projects/${world.project}`)) throw alreadyExists(world.project);
  return store({ host: FIREBASE }, world, `projects/${world.project}`, {
    projectId: world.project,
    projectNumber: world.number,
    displayName: world.project,
    state: 'ACTIVE',
    resources: {},
  });
};

/** The caller's billing account, named like Google's. */
export const BILLING_ACCOUNT = 'billingAccounts/012345-6789AB-CDEF01';

const billingInfo = (world: World): Json => ({
  name: `projects/${world.project}/billingInfo`,
  projectId: world.project,
  billingAccountName: world.billingEnabled ? BILLING_ACCOUNT : '',
  billingEnabled: world.billingEnabled,
});

export const PROJECTS: Record<string, Handler> = {
  'cloudresourcemanager.projects.get': getProject,
  'cloudresourcemanager.projects.list': (_, world) => ({ projects: [cloudProject(world)] }),
  'cloudresourcemanager.projects.delete': (_, world) => {
    world.resources.clear();
    world.services.clear();
    return {};
  },
  'compute.projects.get': (_, world) => ({
    name: world.project,
    defaultServiceAccount: `${world.number}-compute@developer.gserviceaccount.com`,
  }),
  'cloudbilling.projects.getBillingInfo': (_, world) => billingInfo(world),
  'cloudbilling.projects.updateBillingInfo': ({ body }, world) => {
    world.billingEnabled = body['billingAccountName'] === BILLING_ACCOUNT;
    return billingInfo(world);
  },
  'cloudbilling.billingAccounts.get': ({ params }) => {
    if (params['name'] !== BILLING_ACCOUNT) throw new ApiError(403, 'The caller does not have permission');
    return { name: BILLING_ACCOUNT, open: true, displayName: 'My billing account', currencyCode: 'KRW' };
  },
  'cloudbilling.billingAccounts.list': (call) =>
    listed(call, [{ name: BILLING_ACCOUNT, open: true, displayName: 'My billing account' }]),
  'billingbudgets.billingAccounts.budgets.create': (call, world) => {
    if (call.params['parent'] !== BILLING_ACCOUNT) throw new ApiError(403, 'The caller does not have permission');
    return store(call, world, `${BILLING_ACCOUNT}/budgets/budget-${world.next()}`, call.body);
  },

  'firebase.projects.addFirebase': (_, world) => addFirebase(world),
  'firebase.projects.getAdminSdkConfig': (_, world) => {
    world.get(FIREBASE, `projects/${world.project}`);
    return { projectId: world.project };
  },
  'firebase.projects.searchApps': (call, world) => {
    const apps = world.list(FIREBASE, call.params['parent']!, 'webApps');
    const shown = apps.map(({ name, displayName, appId, state }) => ({
      name,
      displayName,
      appId,
      state,
      platform: 'WEB',
    }));
    return listed(call, shown);
  },
  'firebase.projects.webApps.create': (call, world) => {
    world.get(FIREBASE, `projects/${world.project}`);
    const count = world.list(FIREBASE, `projects/${world.project}`, 'webApps').length + 1;
    const appId = `1:${world.number}:web:${String(count).padStart(22, '0')}`;
    const name = `projects/${world.project}/webApps/${appId}`;
    return store(call, world, name, {
      ...call.body,
      appId,
      projectId: world.project,
      state: 'ACTIVE',
      apiKeyId: `key-${appId}`,
    });
  },
  'firebase.projects.webApps.getConfig': ({ params }, world) => {
    const app = world.get(FIREBASE, params['name']!.replace(/\/config$/, ''));
    return {
      projectId: world.project,
      appId: app['appId'],
      apiKey: `AIza-fake-key-of-${world.project}`,
      authDomain: `${world.project}.firebaseapp.com`,
      messagingSenderId: world.number,
    };
  },
  'firebase.projects.webApps.remove': ({ params }, world) => {
    world.delete(FIREBASE, params['name']!);
    return {};
  },
  /** firebase-tools turns on Google sign-in this way: Google creates the OAuth client. */
  'firebase.provisionFirebaseApp': ({ body }, world) => {
    const name = `projects/${world.project}/webApps/${String(body['appNamespace'])}`;
    if (!world.has(FIREBASE, name)) throw notFound(name);
    const input = (body['firebaseAuthInput'] ?? {}) as Json;
    const config = (input['googleSigninProviderConfig'] ?? {}) as Json;
    if (input['googleSigninProviderMode'] === 'PROVIDER_ENABLED') {
      if (!config['customerSupportEmail']) throw badRequest('customerSupportEmail is required');
      const idp = `projects/${world.project}/defaultSupportedIdpConfigs/google.com`;
      const client = { clientId: `${world.number}-fake.apps.googleusercontent.com`, clientSecret: 'secret' };
      world.set('identitytoolkit.googleapis.com', idp, { name: idp, enabled: true, ...client });
      initializeAuth(world);
    }
    return { appResource: name };
  },
};

const AUTH = 'identitytoolkit.googleapis.com';

/** Creates the configuration of sign-in, which a new project does not have. */
function initializeAuth(world: World): void {
  const name = `projects/${world.project}/config`;
  if (world.has(AUTH, name)) return;
  world.set(AUTH, name, {
    name,
    signIn: { email: { enabled: false }, anonymous: { enabled: false } },
    authorizedDomains: ['localhost', `${world.project}.firebaseapp.com`, `${world.project}.web.app`],
    client: { permissions: {} },
  });
}

function getConfig(world: World): Json {
  if (!world.has(AUTH, `projects/${world.project}/config`)) throw new ApiError(404, 'CONFIGURATION_NOT_FOUND');
  return world.get(AUTH, `projects/${world.project}/config`);
}

export const AUTH_HANDLERS: Record<string, Handler> = {
  'identitytoolkit.projects.getConfig': (_, world) => getConfig(world),
  'identitytoolkit.projects.updateConfig': (call, world) => {
    getConfig(world);
    return patch(call, world);
  },
  'identitytoolkit.projects.identityPlatform.initializeAuth': (_, world) => {
    if (world.has(AUTH, `projects/${world.project}/config`))
      throw badRequest('INVALID_PROJECT_ID : Identity Platform has already been enabled for this project.');
    initializeAuth(world);
    return {};
  },
};
