import { ApiError, badRequest } from '../google-error.ts';
import { APIS } from '../methods.ts';
import type { Json } from '../validate.ts';
import type { Call, Handler, ProjectState } from '../project-state.ts';

const KNOWN = new Set([
  ...APIS.map(({ host }) => host),
  'runtimeconfig.googleapis.com',
  'cloudbuild.googleapis.com',
  'monitoring.googleapis.com',
  'securetoken.googleapis.com',
  'sts.googleapis.com',
]);

/** APIs that need a billing account. */
const BILLED =
  /^(artifactregistry|cloudbuild|cloudscheduler|cloudtasks|compute|run|secretmanager|cloudfunctions)\.googleapis\.com$/;

/** APIs that need not be on in the person's project: requests without a quota project are charged to the client's. */
const ACCOUNT_WIDE = /^(serviceusage|cloudresourcemanager|cloudbilling|firebase)\.googleapis\.com$/;

/** Throws 403 if the API is off in the project. */
export function checkEnabled(state: ProjectState, host: string, charged: string | undefined): void {
  if (state.services.has(host) || host === 'www.googleapis.com' || host.startsWith('upload-')) return;
  if (ACCOUNT_WIDE.test(host) && charged === undefined) return;
  const message = `${host} has not been used in project ${state.number} before or it is disabled. Enable it, then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`;
  throw new ApiError(403, message, 'SERVICE_DISABLED', { service: host, consumer: `projects/${state.number}` });
}

const describe = (state: ProjectState, service: string): Json => ({
  name: `projects/${state.number}/services/${service}`,
  config: { name: service },
  state: state.services.has(service) ? 'ENABLED' : 'DISABLED',
  parent: `projects/${state.number}`,
});

/** The service agents that enabling an API creates. */
function agentsOf(service: string, number: string): string[] {
  const agents: Record<string, string> = {
    'cloudfunctions.googleapis.com': `${number}-compute@developer.gserviceaccount.com`,
    'compute.googleapis.com': `${number}-compute@developer.gserviceaccount.com`,
    'eventarc.googleapis.com': `service-${number}@gcp-sa-eventarc.iam.gserviceaccount.com`,
    'pubsub.googleapis.com': `service-${number}@gcp-sa-pubsub.iam.gserviceaccount.com`,
    'storage.googleapis.com': `service-${number}@gs-project-accounts.iam.gserviceaccount.com`,
  };
  return agents[service] ? [agents[service]] : [];
}

/** Enables APIs, as the start of a test or a request does. */
export function enable(state: ProjectState, services: readonly string[]): Json[] {
  for (const service of services) {
    if (!KNOWN.has(service))
      throw new ApiError(403, `Not found or permission denied for service(s): ${service}.`, 'SU_MISSING_NAMES');
    if (BILLED.test(service) && !state.billingEnabled)
      throw new ApiError(
        400,
        `Billing account for project '${state.number}' is not found. Billing must be enabled for activation of service(s) '${service}' to proceed.`,
        'UREQ_PROJECT_BILLING_NOT_FOUND',
      );
  }
  for (const service of services) {
    state.services.add(service);
    for (const agent of agentsOf(service, state.number)) state.agents.add(agent);
  }
  return services.map((service) => describe(state, service));
}

const serviceOf = ({ params }: Call): string => Object.values(params)[0]!.split('/')[3]!;

export const SERVICES: Record<string, Handler> = {
  'serviceusage.services.get': (call, state) => describe(state, serviceOf(call)),
  'serviceusage.services.list': ({ query }, state) => {
    const wanted = /^state:(ENABLED|DISABLED)$/.exec(query['filter'] ?? 'state:ENABLED')?.[1];
    if (!wanted) throw badRequest(`Invalid filter: ${query['filter']}`);
    return { services: [...KNOWN].map((one) => describe(state, one)).filter(({ state }) => state === wanted) };
  },
  'serviceusage.services.batchGet': ({ query }, state) => {
    const names = (query['names'] ?? '').split(',');
    if (names.length > 30) throw badRequest('A single request can get at most 30 services.');
    return { services: names.map((name) => describe(state, name.split('/')[3]!)) };
  },
  'serviceusage.services.enable': (call, state) => ({ service: enable(state, [serviceOf(call)])[0] }),
  'serviceusage.services.batchEnable': ({ body }, state) => {
    const services = body['serviceIds'] as string[];
    if (services.length > 20) throw badRequest('A single request can enable at most 20 services.');
    return { services: enable(state, services) };
  },
  'serviceusage.services.disable': (call, state) => {
    state.services.delete(serviceOf(call));
    return { service: describe(state, serviceOf(call)) };
  },
  'serviceusage.services.generateServiceIdentity': (call, state) => {
    const service = serviceOf(call);
    const email =
      agentsOf(service, state.number)[0] ??
      `service-${state.number}@gcp-sa-${service.split('.')[0]}.iam.gserviceaccount.com`;
    state.agents.add(email);
    return { email };
  },
};
