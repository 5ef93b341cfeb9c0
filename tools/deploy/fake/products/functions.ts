import { ApiError, badRequest, notFound, OperationError } from '../google-error.ts';
import { create, listed, merge } from '../resources.ts';
import type { Json } from '../validate.ts';
import type { Handler, ProjectState } from '../project-state.ts';

const RUN = 'run.googleapis.com';
const STORAGE = 'storage.googleapis.com';
const RUNTIMES = /^nodejs(22|24)$/;

interface FunctionResource extends Json {
  readonly buildConfig?: {
    runtime?: string;
    entryPoint?: string;
    serviceAccount?: string;
    source?: { storageSource?: { bucket?: string; object?: string } };
  };
  readonly serviceConfig?: { serviceAccountEmail?: string };
  readonly eventTrigger?: {
    eventType?: string;
    serviceAccountEmail?: string;
    triggerRegion?: string;
    eventFilters?: { attribute: string; value: string }[];
  };
}

const computeAccount = (state: ProjectState): string => `${state.number}-compute@developer.gserviceaccount.com`;

function checkAccount(state: ProjectState, email: string): void {
  const isOurs = state.has('iam.googleapis.com', `projects/${state.project}/serviceAccounts/${email}`);
  if (!isOurs && !state.agents.has(email))
    throw new ApiError(404, `Service account ${email} was not found or it may not exist.`);
}

/** Checks that a function can be built and triggered; throws Google's errors. */
function check(state: ProjectState, { buildConfig, serviceConfig, eventTrigger }: FunctionResource): void {
  if (!RUNTIMES.test(buildConfig?.runtime ?? ''))
    throw badRequest(`Runtime ${buildConfig?.runtime ?? ''} is not supported.`);
  const { bucket, object } = buildConfig?.source?.storageSource ?? {};
  if (!state.objects.has(`${bucket ?? ''}/${object ?? ''}`)) throw badRequest('Source code was not uploaded.');
  const account = serviceConfig?.serviceAccountEmail ?? computeAccount(state);
  checkAccount(state, account);
  const builder = `serviceAccount:${computeAccount(state)}`;
  if (!state.grants(builder, 'roles/cloudbuild.builds.builder', 'roles/editor'))
    throw new OperationError(
      400,
      `Build failed: could not access the source: missing permission on the build service account ${computeAccount(state)}.`,
    );
  if (!eventTrigger) return;
  if (eventTrigger.eventType?.startsWith('google.cloud.storage.object')) {
    const name = eventTrigger.eventFilters?.find(({ attribute }) => attribute === 'bucket')?.value ?? '';
    if (!state.has(STORAGE, `b/${name}`)) throw new OperationError(404, `Bucket ${name} does not exist.`);
    const region = String(state.get(STORAGE, `b/${name}`)['location']).toLowerCase();
    if (region !== eventTrigger.triggerRegion)
      throw new OperationError(
        400,
        `Bucket ${name} is in ${region}, the trigger in ${eventTrigger.triggerRegion ?? ''}.`,
      );
    const agent = `serviceAccount:service-${state.number}@gs-project-accounts.iam.gserviceaccount.com`;
    if (!state.grants(agent, 'roles/pubsub.publisher'))
      throw new OperationError(
        400,
        'The Cloud Storage service account for your bucket is unable to publish to Cloud Pub/Sub topics in the specified project.',
      );
  }
  const receiver = `serviceAccount:${eventTrigger.serviceAccountEmail ?? account}`;
  if (!state.grants(receiver, 'roles/eventarc.eventReceiver', 'roles/editor'))
    throw new OperationError(403, `Permission "eventarc.events.receiveEvent" denied on ${receiver}.`);
}

/** What Google adds to a function: its address and the Cloud Run service behind it. */
function complete(state: ProjectState, name: string, resource: Json): Json {
  const [, project, , region, , id] = name.split('/') as [string, string, string, string, string, string];
  const service = `projects/${project}/locations/${region}/services/${id.toLowerCase()}`;
  const uri = `https://${id.toLowerCase()}-${state.number}.${region}.run.app`;
  if (!state.has(RUN, service)) state.set(RUN, service, { name: service, uri });
  const repository = `projects/${project}/locations/${region}/repositories/gcf-artifacts`;
  if (!state.has('artifactregistry.googleapis.com', repository))
    state.set('artifactregistry.googleapis.com', repository, { name: repository, format: 'DOCKER' });
  const serviceConfig = { ...(resource['serviceConfig'] as object), service, uri };
  return { ...resource, name, serviceConfig, state: 'ACTIVE', environment: 'GEN_2', url: uri, updateTime: state.now() };
}

export const FUNCTIONS_HANDLERS: Record<string, Handler> = {
  'cloudfunctions.projects.locations.functions.list': (call, state) => {
    // Version 1 lists functions of the first generation only.
    const all = call.api.name === 'cloudfunctions.v1' ? [] : state.list(call.host, call.params['parent']!, 'functions');
    return listed(call, all);
  },
  'cloudfunctions.projects.locations.functions.generateUploadUrl': ({ params, headers }, state) => {
    const region = params['parent']!.split('/').pop()!;
    const bucket = `gcf-v2-uploads-${state.number}.${region}.cloudfunctions.appspot.com`;
    const object = `source-${state.next()}.zip`;
    const port = headers['host']!.split(':')[1]!;
    return {
      uploadUrl: `http://${STORAGE}:${port}/${bucket}/${object}?GoogleAccessId=fake&Signature=fake`,
      storageSource: { bucket, object },
    };
  },
  'cloudfunctions.projects.locations.functions.create': (call, state) => {
    check(state, call.body);
    const created = create(call, state) as Json;
    return state.set(call.host, String(created['name']), complete(state, String(created['name']), created));
  },
  'cloudfunctions.projects.locations.functions.patch': (call, state) => {
    const name = call.params['name']!;
    if (!state.has(call.host, name)) throw notFound(name);
    const changed = merge(state.get(call.host, name), call.body, call.query['updateMask']);
    check(state, changed);
    return state.set(call.host, name, complete(state, name, changed));
  },
  'cloudfunctions.projects.locations.functions.delete': ({ host, params }, state) => {
    const name = params['name']!;
    state.delete(host, name);
    const [, project, , region, , id] = name.split('/') as [string, string, string, string, string, string];
    state.delete(RUN, `projects/${project}/locations/${region}/services/${id.toLowerCase()}`);
    return {};
  },
};
