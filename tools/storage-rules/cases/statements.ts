import { local, SECTION, type CaseRequest, type Entry, type Written } from './case.ts';

const STATEMENTS = 'Statements';
const file = (body: string, version = "rules_version = '2';\n") => `${version}service firebase.storage {\n${body}\n}\n`;
/** A file whose body stands in `match /b/{bucket}/o`. */
const inBucket = (body: string, version?: string) => file(`match /b/{bucket}/o {\n${body}\n}`, version);
const V1 = "rules_version = '1';\n";
const at = (path: string, rules: string, asked: CaseRequest & { section?: string } = {}): Written => ({
  path: `/b/bucket/o/${path}`,
  rules,
  ...asked,
});
const ERROR = '1 / 0 == 1';

const method = (name: string, section: string, covered: string[], others: string[]): Entry =>
  local(STATEMENTS, `allow ${name}`, section, {
    allow: covered.map((one) => at('a', inBucket(`match /a { allow ${name}; }`), { method: one })),
    deny: others.map((one) => at('a', inBucket(`match /a { allow ${name}; }`), { method: one })),
    error: covered.map((one) => at('a', inBucket(`match /a { allow ${name}: if ${ERROR}; }`), { method: one })),
  });

const GRANULAR = SECTION.syntax('granular_operations');
const READS = ['get', 'list'];
const WRITES = ['create', 'update', 'delete'];
const but = (...methods: string[]) => [...READS, ...WRITES].filter((one) => !methods.includes(one));
const functions = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `function f${i}() { return ${i === count - 1 ? 'true' : `f${i + 1}()`}; }`,
  ).join('\n');
const lets = (count: number) => Array.from({ length: count }, (_, i) => `let v${i} = true;`).join(' ');

/** What a file is made of. */
export const STATEMENT_CASES: Entry[] = [
  local(STATEMENTS, 'service', SECTION.storage('service'), {
    allow: [at('a', inBucket('match /a { allow get; }'))],
    deny: [at('a', inBucket('match /b { allow get; }'))],
    error: [at('a', inBucket(`match /a { allow get: if ${ERROR}; }`))],
    refused: [
      at('a', inBucket('match /a { allow get; }').replace('firebase.storage', 'cloud.firestore')),
      at('a', `${inBucket('match /a { allow get; }')}service firebase.storage { match /b/{x}/o { allow get; } }`),
      at('a', "rules_version = '2';"),
      at('a', `import "x";\n${inBucket('match /a { allow get; }')}`),
      at('a', `${inBucket('match /a { allow get; }')}}`),
    ],
  }),
  local(STATEMENTS, "rules_version = '1'", SECTION.syntax('version_1'), {
    allow: [
      at('images/profilePics/profile.png', inBucket('match /images/{a}/{b=**} { allow get; }', V1)),
      at('images/x.png', inBucket('match /images/{b=**} { allow get; }', '')),
    ],
    deny: [
      at('images/badge.png', inBucket('match /images/{a}/{b=**} { allow get; }', V1)),
      at('images/badge.png', inBucket('match /images/{a}/{b=**} { allow get; }', '')),
      at('images', inBucket('match /{b=**} { allow list; }', V1), { method: 'list' }),
    ],
    error: [at('a', inBucket(`match /a { allow get: if ${ERROR}; }`, V1))],
    refused: [
      at('a', inBucket('match /{b=**}/a { allow get; }', V1)),
      at('a', inBucket('function f() { let x = true; return x; }\nmatch /a { allow get: if f(); }', V1)),
      at('a', inBucket('match /a { allow get; }', "rules_version = '3';\n")),
      at('a', inBucket('match /a { allow get; }', 'rules_version = 2;\n')),
    ],
  }),
  local(STATEMENTS, "rules_version = '2'", SECTION.syntax('version_2'), {
    allow: [
      at('images/badge.png', inBucket('match /images/{a}/{b=**} { allow get; }')),
      at(
        'x/y/songs/one.mp3',
        inBucket("match /{prefix=**}/songs/{name} { allow get: if name == 'one.mp3' && prefix == /x/y; }"),
      ),
      at('songs/one.mp3', inBucket('match /{prefix=**}/songs/{name} { allow get; }')),
    ],
    deny: [at('songs/x/one.mp3', inBucket('match /{prefix=**}/songs/{name} { allow get; }'))],
    error: [at('x/songs/one.mp3', inBucket("match /{prefix=**}/songs/{name} { allow get: if prefix[1] == 'x'; }"))],
    refused: [
      at('a', inBucket('match /{a=**}/x/{b=**} { allow get; }')),
      at('a', inBucket('match /{a=**} { match /{b=**} { allow get; } }')),
    ],
  }),
  local(STATEMENTS, 'match /segment', SECTION.storage('single_segment'), {
    allow: [
      at('path/to/object', inBucket('match /path { match /to { match /object { allow get; } } }')),
      at('images/profilePhoto.png', inBucket('match /images/profilePhoto.png { allow get; }')),
    ],
    deny: [
      at('path/to', inBucket('match /path { match /to { match /object { allow get; } } }')),
      at('path/to/object', inBucket('match /path { allow get; match /to { allow get; } }')),
    ],
    error: [
      at('path/to/object', inBucket(`match /path/to { match /object { allow get: if ${ERROR}; } }`)),
      // "Firebase Storage does not support objects whose paths … contain two consecutive "/"s."
      at('path//object', inBucket('match /{all=**} { allow get; }'), { section: 'docs/reference/js/storage#list' }),
    ],
    refused: [
      at('a', inBucket('match a { allow get; }')),
      at('a', inBucket('match /a { }')),
      at('a', inBucket('match /a%20b { allow get; }')),
      at('a', file('allow get;')),
      at('a', inBucket('match /a { allow get;')),
    ],
  }),
  local(STATEMENTS, 'match /{single}', SECTION.storage('single_segment_wildcard'), {
    allow: [
      at(
        'path/to/newPath/newObject',
        inBucket(
          "match /path/{first} { match /newPath/{second} { allow get: if first == 'to' && second == 'newObject'; } }",
        ),
      ),
      at('a', inBucket("match /{x} { allow get: if x is string && bucket == 'bucket'; }")),
    ],
    deny: [at('path/to/object', inBucket('match /{single} { allow get; }'))],
    error: [at('a', inBucket('match /{x} { allow get: if x > 1; }'))],
    refused: [
      at('a', inBucket('match /{x}/{x} { allow get; }')),
      at('a', inBucket('match /a{x} { allow get; }')),
      at('a', inBucket('match /{x=*} { allow get; }')),
      at('a', inBucket('match /a { allow get: if x == 1; } match /{x} { allow get; }')),
    ],
  }),
  local(STATEMENTS, 'match /{many=**}', SECTION.storage('multi_segment_wildcard'), {
    allow: [
      at(
        'example/hello/nested/path',
        inBucket('match /example/{multi=**} { allow get: if multi == /hello/nested/path; }'),
      ),
      at('path/to/file', inBucket("match /{all=**} { allow get: if all == path('/path/to/file'); }")),
      at('a', inBucket('match /{all=**} { allow get: if all is path; }')),
    ],
    deny: [at('other/hello', inBucket('match /example/{multi=**} { allow get; }'))],
    error: [at('example/a', inBucket("match /example/{multi=**} { allow get: if multi.matches('a'); }"))],
  }),
  local(STATEMENTS, 'several matches', SECTION.syntax('overlapping_match_statements'), {
    allow: [
      at(
        'images/a',
        inBucket('match /images/{id} { allow get: if false; }\nmatch /images/{id=**} { allow get: if true; }'),
      ),
      at('a', inBucket(`match /a { allow get: if ${ERROR}; allow get: if true; }`)),
      at('a', inBucket(`match /a { allow get: if ${ERROR}; }\nmatch /{x} { allow get: if x == 'a'; }`)),
    ],
    deny: [at('a', inBucket('match /a { allow get: if false; }\nmatch /{x} { allow get: if false; }'))],
    error: [at('a', inBucket(`match /a { allow get: if false; }\nmatch /{x} { allow get: if ${ERROR}; }`))],
  }),
  local(STATEMENTS, 'allow: if', SECTION.storage('allow'), {
    allow: [at('a', inBucket('match /a { allow get, delete: if true; }')), at('a', inBucket('match /a { allow get }'))],
    deny: [at('a', inBucket('match /a { allow delete, create: if true; }'))],
    error: [
      at('a', inBucket("match /a { allow get: if 'true'; }")),
      at('a', inBucket('match /a { allow get: if null; }')),
      at('a', inBucket('match /a { allow get: if 1000000 / 0; }')),
    ],
    refused: [
      at('a', inBucket('match /a { allow get: true; }')),
      at('a', inBucket('match /a { allow: if true; }')),
      at('a', inBucket('match /a { allow fetch; }')),
      at('a', inBucket('match /a { deny get; }')),
      at('a', inBucket('match /a { allow get: if true }; }')),
    ],
  }),
  method('read', SECTION.storage('read'), READS, WRITES),
  method('write', SECTION.storage('write'), WRITES, READS),
  method('get', GRANULAR, ['get'], but('get')),
  method('list', GRANULAR, ['list'], but('list')),
  method('create', GRANULAR, ['create'], but('create')),
  method('update', GRANULAR, ['update'], but('update')),
  method('delete', GRANULAR, ['delete'], but('delete')),
  local(STATEMENTS, 'function', SECTION.language('function'), {
    allow: [
      at('a', inBucket("function isMine(x) { return x == bucket; }\nmatch /a { allow get: if isMine('bucket'); }")),
      at(
        'a',
        `rules_version = '2';\nfunction outer() { return true }\n${inBucket('match /a { allow get: if outer(); }', '')}`,
      ),
      at(
        'a',
        inBucket('function f(x) { return x; }\nmatch /a { function f(x) { return !x; } allow get: if f(false); }'),
      ),
      at('a', inBucket(`function first(x, y) { return x; }\nmatch /a { allow get: if first(true, ${ERROR}); }`)),
      at('a', inBucket(`${functions(10)}\nmatch /a { allow get: if f0(); }`)),
    ],
    deny: [at('a', inBucket('function no() { return false; }\nmatch /a { allow get: if no(); }'))],
    error: [at('a', inBucket(`function bad() { return ${ERROR}; }\nmatch /a { allow get: if bad(); }`))],
    refused: [
      at('a', inBucket('function f() { return f(); }\nmatch /a { allow get: if f(); }')),
      at('a', inBucket('function f() { return g(); } function g() { return f(); }\nmatch /a { allow get: if f(); }')),
      at('a', inBucket(`${functions(11)}\nmatch /a { allow get: if f0(); }`)),
      at('a', inBucket('function f(a, b, c, d, e, f, g, h) { return a; }\nmatch /a { allow get: if true; }')),
      at('a', inBucket('function f(a) { return a; }\nmatch /a { allow get: if f(); }')),
      at('a', inBucket('function f(a, a) { return a; }\nmatch /a { allow get: if f(1, 2) == 1; }')),
      at('a', inBucket('function f() { return 1; } function f() { return 2; }\nmatch /a { allow get: if f() == 1; }')),
      at('a', inBucket('function f() { if (true) { return 1; } }\nmatch /a { allow get: if f() == 1; }')),
      at('a', inBucket('function f() { return x; }\nmatch /{x} { allow get: if f(); }')),
      at(
        'a',
        inBucket('match /a { function f() { return true; } allow get: if true; }\nmatch /b { allow get: if f(); }'),
      ),
      at('a', inBucket('function debug(x) { return x; }\nmatch /a { allow get: if debug(true); }')),
    ],
  }),
  local(STATEMENTS, 'let', SECTION.language('function'), {
    allow: [
      at(
        'a',
        inBucket('function f(x) { let y = x + 1; let z = y * 2; return z == 4; }\nmatch /a { allow get: if f(1); }'),
      ),
      at('a', inBucket(`function f() { let bad = ${ERROR}; return true || bad; }\nmatch /a { allow get: if f(); }`)),
      at('a', inBucket(`function f() { ${lets(10)} return v9; }\nmatch /a { allow get: if f(); }`)),
    ],
    deny: [at('a', inBucket('function f() { let y = false; return y; }\nmatch /a { allow get: if f(); }'))],
    error: [at('a', inBucket(`function f() { let y = ${ERROR}; return y; }\nmatch /a { allow get: if f(); }`))],
    refused: [
      at('a', inBucket(`function f() { ${lets(11)} return v9; }\nmatch /a { allow get: if f(); }`)),
      at('a', inBucket('function f() { let y = true return y; }\nmatch /a { allow get: if f(); }')),
      at('a', inBucket('function f() { let y = z; let z = true; return y; }\nmatch /a { allow get: if f(); }')),
      at('a', inBucket('function f(y) { let y = true; return y; }\nmatch /a { allow get: if f(1); }')),
      at('a', inBucket('function f() { let y = true; }\nmatch /a { allow get: if f(); }')),
    ],
  }),
  local(STATEMENTS, 'comments', SECTION.language('match'), {
    allow: [at('a', inBucket('// a line\nmatch /a { /* more\nlines */ allow get; // the end\n}'))],
    deny: [at('a', inBucket('match /a { // allow get;\nallow list; }'))],
    error: [at('a', inBucket(`match /a { allow get: if /* why */ ${ERROR}; }`))],
    refused: [at('a', inBucket('match /a { allow get; # no comment\n}'))],
  }),
];
