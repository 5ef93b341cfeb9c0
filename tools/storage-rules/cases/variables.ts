import { local, SECTION, shared, type CaseRequest, type Entry } from './case.ts';

const TIME = new Date('2020-02-29T13:14:15.016Z');
const SIGNED_IN = { request: { auth: { uid: 'mum', token: { email: 'mum@example.com', role: 'owner' } } } };

/** A stored file as firebase-tools describes it. */
const STORED = {
  name: 'path/to/object',
  bucket: 'bucket',
  generation: 1700000000000,
  metageneration: 2,
  size: 1234,
  timeCreated: TIME,
  updated: TIME,
  md5Hash: 'kAFQmDzST7DWlj99KOF/cg==',
  crc32c: 'NkNLtw==',
  etag: 'tag',
  contentDisposition: 'inlined',
  contentEncoding: 'gzip',
  contentLanguage: 'ja',
  contentType: 'image/png',
  metadata: { customProperty: 'customValue' },
};

const given = (asked: CaseRequest, ...conditions: string[]) => conditions.map((condition) => ({ ...asked, condition }));

function property(name: string, right: string, wrong: string): Entry {
  return local('resource', `resource.${name}`, SECTION.storage(name.toLowerCase()), {
    allow: given({ resource: STORED }, `resource.${name} == ${right}`),
    deny: given({ resource: STORED }, `resource.${name} == ${wrong}`),
    error: given({ resource: null }, `resource.${name} == ${right}`),
  });
}

const created = `timestamp.value(${TIME.getTime()})`;
const UPLOAD: CaseRequest = { method: 'create', request: { resource: { ...STORED, size: 10 } }, resource: null };
const EMPTY: CaseRequest = { method: 'create', request: { resource: null } };

/** `request`, `resource` and paths that wildcards capture. */
export const VARIABLE_CASES: Entry[] = [
  local('request', 'request.auth', SECTION.storage('auth'), {
    allow: [...given(SIGNED_IN, 'request.auth != null', "request.auth.uid == 'mum'"), 'request.auth == null'],
    deny: ['request.auth != null', ...given(SIGNED_IN, "request.auth.uid == 'dad'")],
    error: ["request.auth.uid == 'mum'"],
    refused: ["request.auth.id == 'mum'", "request.user == 'mum'", "request.method == 'get'"],
  }),
  local('request', 'request.auth.token', SECTION.storage('auth'), {
    allow: given(
      SIGNED_IN,
      "request.auth.token.role == 'owner'",
      "request.auth.token['email'].matches('.*@example[.]com')",
    ),
    deny: given(SIGNED_IN, "request.auth.token.role == 'viewer'"),
    error: given(SIGNED_IN, 'request.auth.token.email_verified == true'),
  }),
  local('request', 'request.path', SECTION.storage('path'), {
    allow: ["request.path == /b/bucket/o/$('file.txt')", "request.path[3] == 'file.txt'", 'request.path is path'],
    deny: ["request.path[0] == 'images'"],
    error: ["request.path[4] == 'x'", 'request.path.file == 1'],
  }),
  local('request', 'request.resource', SECTION.storage('resource'), {
    allow: given(
      UPLOAD,
      'request.resource.size < 5 * 1024 * 1024',
      'resource == null',
      "request.resource.contentType.matches('image/.*')",
    ),
    deny: given(UPLOAD, 'request.resource.size > 10'),
    error: given(EMPTY, 'request.resource.size < 10'),
    refused: given(UPLOAD, "request.resource.etag == 'tag'", "request.resource.type == 'image/png'"),
  }),
  local('request', 'request.time', SECTION.storage('time'), {
    allow: given(
      { request: { time: TIME }, resource: STORED },
      "request.time < resource.timeCreated + duration.value(1, 'h')",
    ),
    deny: given({ request: { time: TIME } }, 'request.time.year() < 2017'),
    error: given(
      { request: { time: TIME }, resource: STORED },
      "request.time < resource.timeCreated + duration.value(1, 'y')",
      'request.time < 5',
    ),
  }),
  local('request', 'request.params', SECTION.conditions('request_evaluation'), {
    allow: given({ request: { params: { a: '1' } } }, "request.params.a == '1'"),
    deny: given({ request: { params: {} } }, "'a' in request.params"),
    error: ["request.params.a == '1'"],
  }),
  property('name', "'path/to/object'", "'path/to'"),
  property('bucket', "'bucket'", "'other'"),
  property('generation', '1700000000000', '1'),
  property('metageneration', '2', '1'),
  property('size', '1234', '4321'),
  property('timeCreated', created, 'timestamp.value(0)'),
  property('updated', created, 'timestamp.value(0)'),
  property('md5Hash', "'kAFQmDzST7DWlj99KOF/cg=='", "''"),
  property('crc32c', "'NkNLtw=='", "''"),
  property('etag', "'tag'", "'gat'"),
  property('contentDisposition', "'inlined'", "'attachment'"),
  property('contentEncoding', "'gzip'", "'identity'"),
  property('contentLanguage', "'ja'", "'ko'"),
  property('contentType', "'image/png'", "'image/jpeg'"),
  local('resource', 'resource.metadata', SECTION.storage('metadata'), {
    allow: given(
      { resource: STORED },
      "resource.metadata.customProperty == 'customValue'",
      "'customProperty' in resource.metadata",
    ),
    deny: given({ resource: STORED }, "resource.metadata['customProperty'] == 'other'"),
    error: given({ resource: STORED }, "resource.metadata.nonExistentKey == 'value'"),
    refused: ["resource.data.owner == 'mum'", "resource.contentTyp == 'image/png'"],
  }),
  shared('Path', 'bind(map)', SECTION.type('Path', 'bind'), {
    allow: [
      {
        condition: "(/path/$(foo)/$(bar)).bind({'foo': 'something', 'bar': 'another'}) == /path/something/another",
        differs: 'The official runtime of Firestore binds nothing; the reference has this example.',
      },
      {
        condition: "(/path/$(foo)).bind({'foo': 'something'}).foo == 'something'",
        differs: 'The official runtime of Firestore binds nothing; the reference has x.f.',
      },
      {
        condition: "(/path/$(foo)).bind({'foo': 'something'})['foo'] == 'something'",
        differs: 'The official runtime of Firestore binds nothing; the reference has x[f].',
      },
    ],
    deny: [
      {
        condition: "(/path/$(foo)).bind({'foo': 'a'}) == /path/b",
        differs: 'The official runtime of Firestore binds nothing; the reference has this example.',
      },
    ],
    error: [
      "(/path/a).bind({'foo': 'b'}) == /path/a",
      "(/path/a).bind('b') == /path/a",
      "(/path/$(foo)).bind({})[1] == ''",
    ],
    refused: [{ condition: '/path/$(foo) == /path/a' }],
  }),
];
