// node update-discovery.ts FOLDER: writes the trimmed documents beside this file. FOLDER: README.md.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Api, Method, Schema } from './document.ts';

/** The methods that a deploy, a rollback, a destroy or a verify may call, by document. */
const METHODS: Record<string, RegExp> = {
  'apikeys.v2': /^(operations|projects\.locations\.keys)\./,
  'artifactregistry.v1':
    /^projects\.locations\.(operations\.get|repositories\.(get|list|create|patch|delete)|repositories\.packages\.(list|delete))$/,
  'billingbudgets.v1': /./,
  'cloudbilling.v1': /^(billingAccounts\.(get|list|testIamPermissions)|projects\.\w+BillingInfo)$/,
  'cloudfunctions.v1': /^projects\.locations\.functions\.list$/,
  'cloudfunctions.v2':
    /^projects\.locations\.(list|operations\.get|functions\.(create|delete|generateUploadUrl|get|getIamPolicy|list|patch|setIamPolicy))$/,
  'cloudresourcemanager.v1':
    /^(operations\.get|projects\.(create|delete|get|getIamPolicy|list|setIamPolicy|testIamPermissions))$/,
  'cloudresourcemanager.v3':
    /^(operations\.get|projects\.(create|delete|get|getIamPolicy|search|setIamPolicy|testIamPermissions))$/,
  'cloudscheduler.v1': /^projects\.locations\.jobs\./,
  'cloudtasks.v2': /^projects\.locations\.queues\.\w+$/,
  'compute.v1': /^projects\.get$/,
  'eventarc.v1': /^projects\.locations\.triggers\.(get|list)$/,
  'firebase.v1beta1':
    /^(operations|projects)\.(get|addFirebase|getAdminSdkConfig|list|searchApps|patch|webApps\.\w+|availableLocations\.list)$/,
  'firebaseappcheck.v1':
    /^projects\.(services\.(get|list|patch|batchUpdate)|apps\.(debugTokens|recaptchaEnterpriseConfig)\.\w+)$/,
  'firebasehosting.v1beta1':
    /^(projects\.operations\.get|(projects\.)?sites\.(create|delete|get|list|patch|getConfig|updateConfig|(channels|versions|releases)\.\w+|channels\.releases\.\w+|versions\.files\.list|domains\.\w+|customDomains\.(get|list)))$/,
  'firebaserules.v1': /^projects\.(test|rulesets\.\w+|releases\.(create|delete|get|list|patch))$/,
  'firebasestorage.v1beta': /./,
  'firestore.v1':
    /^projects\.databases\.(create|delete|get|list|patch|operations\.(get|list)|collectionGroups\.\w+\.\w+|documents\.(batchGet|commit|createDocument|delete|get|list|listCollectionIds|patch))$/,
  'iam.v1': /^projects\.serviceAccounts\.\w*([cC]reate|[dD]elete|get|list|IamPolicy|IamPermissions)$/,
  'iamcredentials.v1': /^projects\.serviceAccounts\.(signBlob|generateAccessToken)$/,
  'identitytoolkit.v1': /^projects\.accounts\.(query|lookup)$/,
  'identitytoolkit.v2':
    /^projects\.(getConfig|updateConfig|identityPlatform\.initializeAuth|defaultSupportedIdpConfigs\.\w+)$/,
  'logging.v2': /^entries\.list$/,
  'pubsub.v1': /^projects\.topics\.(create|delete|get|list)$/,
  'recaptchaenterprise.v1': /^projects\.keys\.(create|delete|get|list|patch)$/,
  'run.v1': /^projects\.locations\.services\.(get|list|replaceService|getIamPolicy|setIamPolicy)$/,
  'run.v2': /^projects\.locations\.services\.(get|list|getIamPolicy|setIamPolicy)$/,
  'secretmanager.v1': /^projects\.secrets\.(create|delete|get|list|addVersion|versions\.(access|get|list))$/,
  'serviceusage.v1': /^(operations\.get|services\.)/,
  'serviceusage.v1beta1': /^(operations\.get|services\.generateServiceIdentity)$/,
  'storage.v1':
    /^(buckets\.(delete|get|getIamPolicy|insert|list|patch|setIamPolicy|testIamPermissions)|objects\.(delete|get|insert|list|patch|rewrite)|projects\.serviceAccount\.get)$/,
};

/** What Google's documents hold, as far as it is read here. */
interface Source extends Omit<Schema, 'required'> {
  readonly id?: string;
  readonly description?: string;
  readonly annotations?: { readonly required: readonly string[] };
  readonly location?: string;
  readonly required?: boolean;
  readonly repeated?: boolean;
}
interface SourceMethod {
  readonly id: string;
  readonly httpMethod: string;
  readonly path: string;
  readonly parameters?: Record<string, Source>;
  readonly request?: { readonly $ref: string };
  readonly response?: { readonly $ref: string };
  readonly mediaUpload?: object;
}
interface SourceResource {
  readonly methods?: Record<string, SourceMethod>;
  readonly resources?: Record<string, SourceResource>;
}
interface SourceDocument extends SourceResource {
  readonly name: string;
  readonly rootUrl: string;
  readonly servicePath: string;
  readonly schemas: Record<string, Source>;
}

const methodsOf = (resource: SourceResource): SourceMethod[] => [
  ...Object.values(resource.methods ?? {}),
  ...Object.values(resource.resources ?? {}).flatMap(methodsOf),
];

const mapValues = <A, B>(all: Record<string, A>, change: (one: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(all).map(([key, one]) => [key, change(one)]));

const defined = <T extends object>(all: T): T =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as T;

/** A schema without its descriptions. */
const trim = (source: Source): Schema =>
  defined({
    type: source.type,
    $ref: source.$ref,
    format: source.format,
    enum: source.enum,
    readOnly: source.readOnly,
    required: source.annotations?.required ?? (source.description?.startsWith('Required.') || undefined),
    properties: source.properties && mapValues(source.properties as Record<string, Source>, trim),
    additionalProperties: source.additionalProperties && trim(source.additionalProperties as Source),
    items: source.items && trim(source.items as Source),
  }) as Schema;

const trimMethod = (method: SourceMethod, servicePath: string): Method =>
  defined({
    id: method.id,
    httpMethod: method.httpMethod,
    path: servicePath + method.path,
    parameters: mapValues(method.parameters ?? {}, (one) =>
      defined({
        in: one.location,
        type: one.type,
        format: one.format,
        enum: one.enum,
        pattern: (one as { pattern?: string }).pattern,
        required: one.required,
        repeated: one.repeated,
      }),
    ),
    request: method.request?.$ref,
    response: method.response?.$ref,
    upload: method.mediaUpload && true,
  }) as Method;

/** The schemas that `names` reach. */
function reach(names: readonly string[], all: Record<string, Source>): Record<string, Schema> {
  const found: Record<string, Schema> = {};
  const visit = (name: string): void => {
    if (found[name]) return;
    const schema = (found[name] = trim(all[name]!));
    for (const [, ref] of JSON.stringify(schema).matchAll(/"\$ref":"(\w+)"/g)) visit(ref!);
  };
  names.forEach(visit);
  return found;
}

const folder = process.argv[2];
if (!folder) throw new Error('usage: node update-discovery.ts FOLDER');
for (const [name, wanted] of Object.entries(METHODS)) {
  const document = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as SourceDocument;
  const methods = methodsOf(document)
    .filter(({ id }) => wanted.test(id.slice(document.name.length + 1)))
    .map((method) => trimMethod(method, document.servicePath));
  if (methods.length === 0) throw new Error(`no method of ${name}`);
  const schemas = reach(
    methods.flatMap(({ request, response }) => [request, response].filter((ref) => ref !== undefined)),
    document.schemas,
  );
  const api: Api = { name, host: new URL(document.rootUrl).host, methods, schemas };
  await writeFile(join(import.meta.dirname, `${name}.json`), `${JSON.stringify(api)}\n`);
}
