import { ApiError, alreadyExists, badRequest, notFound } from '../google-error.ts';
import { listed, patch, store } from '../resources.ts';
import type { Json } from '../validate.ts';
import type { Handler, ProjectState } from '../project-state.ts';

const FIREBASE = 'firebase.googleapis.com';

const cloudProject = (state: ProjectState): Json => ({
  projectNumber: state.number,
  projectId: state.project,
  lifecycleState: 'ACTIVE',
  name: state.project,
});

const getProject: Handler = (_, state) => cloudProject(state);

/** Adds Firebase to the project, as the start of a test or a request does. */
export const addFirebase = (state: ProjectState): Json => {
  if (!state.billingEnabled && state.has(FIREBASE, `projects/${state.project}`)) throw alreadyExists(state.project);
  return store({ host: FIREBASE }, state, `projects/${state.project}`, {
    projectId: state.project,
    projectNumber: state.number,
    displayName: state.project,
    state: 'ACTIVE',
    resources: {},
  });
};

/** The caller's billing account, named like Google's. */
export const BILLING_ACCOUNT = 'billingAccounts/012345-6789AB-CDEF01';

const billingInfo = (state: ProjectState): Json => ({
  name: `projects/${state.project}/billingInfo`,
  projectId: state.project,
  billingAccountName: state.billingEnabled ? BILLING_ACCOUNT : '',
  billingEnabled: state.billingEnabled,
});

export const PROJECTS: Record<string, Handler> = {
  'cloudresourcemanager.projects.get': getProject,
  'cloudresourcemanager.projects.list': (_, state) => ({ projects: [cloudProject(state)] }),
  'cloudresourcemanager.projects.delete': (_, state) => {
    state.resources.clear();
    state.services.clear();
    return {};
  },
  'compute.projects.get': (_, state) => ({
    name: state.project,
    defaultServiceAccount: `${state.number}-compute@developer.gserviceaccount.com`,
  }),
  'cloudbilling.projects.getBillingInfo': (_, state) => billingInfo(state),
  'cloudbilling.projects.updateBillingInfo': ({ body }, state) => {
    state.billingEnabled = body['billingAccountName'] === BILLING_ACCOUNT;
    return billingInfo(state);
  },
  'cloudbilling.billingAccounts.get': ({ params }) => {
    if (params['name'] !== BILLING_ACCOUNT) throw new ApiError(403, 'The caller does not have permission');
    return { name: BILLING_ACCOUNT, open: true, displayName: 'My billing account', currencyCode: 'KRW' };
  },
  'cloudbilling.billingAccounts.list': (call) =>
    listed(call, [{ name: BILLING_ACCOUNT, open: true, displayName: 'My billing account' }]),
  'billingbudgets.billingAccounts.budgets.create': (call, state) => {
    if (call.params['parent'] !== BILLING_ACCOUNT) throw new ApiError(403, 'The caller does not have permission');
    return store(call, state, `${BILLING_ACCOUNT}/budgets/budget-${state.next()}`, call.body);
  },

  'firebase.projects.addFirebase': (_, state) => addFirebase(state),
  'firebase.projects.getAdminSdkConfig': (_, state) => {
    state.get(FIREBASE, `projects/${state.project}`);
    return { projectId: state.project };
  },
  'firebase.projects.searchApps': (call, state) => {
    const apps = state.list(FIREBASE, call.params['parent']!, 'webApps');
    const shown = apps.map(({ name, displayName, appId, state }) => ({
      name,
      displayName,
      appId,
      state,
      platform: 'WEB',
    }));
    return listed(call, shown);
  },
  'firebase.projects.webApps.create': (call, state) => {
    state.get(FIREBASE, `projects/${state.project}`);
    const count = state.list(FIREBASE, `projects/${state.project}`, 'webApps').length + 1;
    const appId = `1:${state.number}:web:${String(count).padStart(22, '0')}`;
    const name = `projects/${state.project}/webApps/${appId}`;
    return store(call, state, name, {
      ...call.body,
      appId,
      projectId: state.project,
      state: 'ACTIVE',
      apiKeyId: `key-${appId}`,
    });
  },
  'firebase.projects.webApps.getConfig': ({ params }, state) => {
    const app = state.get(FIREBASE, params['name']!.replace(/\/config$/, ''));
    return {
      projectId: state.project,
      appId: app['appId'],
      apiKey: `AIza-fake-key-of-${state.project}`,
      authDomain: `${state.project}.firebaseapp.com`,
      messagingSenderId: state.number,
    };
  },
  'firebase.projects.webApps.remove': ({ params }, state) => {
    state.delete(FIREBASE, params['name']!);
    return {};
  },
  /** firebase-tools turns on Google sign-in this way: Google creates the OAuth client. */
  'firebase.provisionFirebaseApp': ({ body }, state) => {
    const name = `projects/${state.project}/webApps/${String(body['appNamespace'])}`;
    if (!state.has(FIREBASE, name)) throw notFound(name);
    const input = (body['firebaseAuthInput'] ?? {}) as Json;
    const config = (input['googleSigninProviderConfig'] ?? {}) as Json;
    if (input['googleSigninProviderMode'] === 'PROVIDER_ENABLED') {
      if (!config['customerSupportEmail']) throw badRequest('customerSupportEmail is required');
      const idp = `projects/${state.project}/defaultSupportedIdpConfigs/google.com`;
      const client = { clientId: `${state.number}-fake.apps.googleusercontent.com`, clientSecret: 'secret' };
      state.set('identitytoolkit.googleapis.com', idp, { name: idp, enabled: true, ...client });
      initializeAuth(state);
    }
    return { appResource: name };
  },
};

const AUTH = 'identitytoolkit.googleapis.com';

/** Creates the configuration of sign-in, which a new project does not have. */
function initializeAuth(state: ProjectState): void {
  const name = `projects/${state.project}/config`;
  if (state.has(AUTH, name)) return;
  state.set(AUTH, name, {
    name,
    signIn: { email: { enabled: false }, anonymous: { enabled: false } },
    authorizedDomains: ['localhost', `${state.project}.firebaseapp.com`, `${state.project}.web.app`],
    client: { permissions: {} },
  });
}

function getConfig(state: ProjectState): Json {
  if (!state.has(AUTH, `projects/${state.project}/config`)) throw new ApiError(404, 'CONFIGURATION_NOT_FOUND');
  return state.get(AUTH, `projects/${state.project}/config`);
}

export const AUTH_HANDLERS: Record<string, Handler> = {
  'identitytoolkit.projects.getConfig': (_, state) => getConfig(state),
  'identitytoolkit.projects.updateConfig': (call, state) => {
    getConfig(state);
    return patch(call, state);
  },
  'identitytoolkit.projects.identityPlatform.initializeAuth': (_, state) => {
    if (state.has(AUTH, `projects/${state.project}/config`))
      throw badRequest('INVALID_PROJECT_ID : Identity Platform has already been enabled for this project.');
    initializeAuth(state);
    return {};
  },
};
