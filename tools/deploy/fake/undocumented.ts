import type { Api } from './discovery/document.ts';

const string = { type: 'string' } as const;
const strings = { type: 'array', items: string } as const;

/**
 * What firebase-tools 15.34 calls and no public discovery document describes: turning on Google sign-in, which creates its OAuth client
 * (lib/management/provisioning/provision.js), and listing extensions before functions are deployed (lib/extensions/extensionsApi.js).
 */
export const UNDOCUMENTED: readonly Api[] = [
  {
    name: 'firebase.v1alpha',
    host: 'firebase.googleapis.com',
    methods: [
      {
        id: 'firebase.provisionFirebaseApp',
        httpMethod: 'POST',
        path: 'v1alpha/firebase:provisionFirebaseApp',
        parameters: {},
        request: 'ProvisionRequest',
        response: 'Operation',
      },
      {
        id: 'firebase.operations.get',
        httpMethod: 'GET',
        path: 'v1alpha/{+name}',
        parameters: { name: { in: 'path', type: 'string', pattern: '^operations/.*$' } },
        response: 'Operation',
      },
    ],
    schemas: {
      ProvisionRequest: {
        type: 'object',
        properties: {
          appNamespace: { ...string, required: true },
          displayName: string,
          parent: string,
          location: string,
          requestId: string,
          webInput: { type: 'object', properties: {} },
          firebaseAuthInput: {
            type: 'object',
            properties: {
              anonymousAuthProviderMode: string,
              emailAuthProviderMode: string,
              googleSigninProviderMode: string,
              googleSigninProviderConfig: {
                type: 'object',
                properties: { publicDisplayName: string, customerSupportEmail: string, oauthRedirectUris: strings },
              },
            },
          },
        },
      },
      Operation: { type: 'object', additionalProperties: { type: 'any' } },
    },
  },
  {
    name: 'firebaseextensions.v1beta',
    host: 'firebaseextensions.googleapis.com',
    methods: [
      {
        id: 'firebaseextensions.projects.instances.list',
        httpMethod: 'GET',
        path: 'v1beta/{+parent}/instances',
        parameters: {
          parent: { in: 'path', type: 'string', pattern: '^projects/[^/]+$' },
          pageSize: { in: 'query', type: 'integer' },
          pageToken: { in: 'query', type: 'string' },
        },
        response: 'Instances',
      },
    ],
    schemas: {
      Instance: { type: 'object', properties: { name: string } },
      Instances: { type: 'object', properties: { instances: { type: 'array', items: { $ref: 'Instance' } } } },
    },
  },
];

/** Older paths of the same methods. */
export const documentedPath = (path: string): string =>
  path
    .replace(/^\/admin\/v2\//, '/v2/')
    .replace(/^\/v1alpha\/(projects\/[^/]+\/defaultBucket)$/, '/v1beta/$1')
    .replace(/^\/(download\/)(storage\/v1\/)/, '/$2');

/** Fields that a document calls required and that firebase-tools leaves out, so that Google's service takes them as optional. */
export const OPTIONAL: ReadonlySet<string> = new Set(['TestRulesetRequest.testSuite']);
