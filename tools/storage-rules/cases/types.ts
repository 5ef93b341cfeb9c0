import { SECTION, shared, type Entry } from './case.ts';

const TYPES = 'Types';

const IS_NULL = 'The reference of Cloud Storage has "a is null"; the compiler of Firestore knows no type null.';
const IS_SET = 'Firestore\'s guide has "is set"; the official runtime says false for every set.';

/** Every data type, with `is` and a literal or the way to make one. */
export const TYPE_CASES: Entry[] = [
  shared(TYPES, 'null', SECTION.storage('null'), {
    allow: ['null == null', { condition: 'null is null', differs: IS_NULL }],
    deny: ['null != null', 'null == false', { condition: '0 is null', differs: IS_NULL }],
    error: ['null.size() == 0', 'null[0] == 1', '1 in null'],
  }),
  shared(TYPES, 'bool', SECTION.storage('bool'), {
    allow: ['true', 'true is bool', 'true != false'],
    deny: ['false', 'true == false', "'true' is bool"],
    error: ['true < false', 'true + true == 2', '!1'],
  }),
  shared(TYPES, 'int', SECTION.storage('int-and-float'), {
    allow: ['-2 is int', '1 == 1.0', '9223372036854775807 > 0', '-9223372036854775808 < 0'],
    deny: ['1.0 is int', '1 == 2'],
    error: ['9223372036854775807 + 1 > 0', "1 < '2'"],
    refused: ['9223372036854775808 > 0', { condition: '0x10 == 16' }, { condition: '1e3 == 1000' }],
  }),
  shared(TYPES, 'float', SECTION.storage('int-and-float'), {
    allow: ['3.33 is float', '2.5 > 2', '1.0 / 0.0 > 1.0'],
    deny: ['1 is float', '0.1 + 0.2 == 0.3'],
    error: ["1.5 + '1' == '2.5'", '(1.5).size() == 1'],
    refused: [{ condition: '1.5e3 == 1500.0' }],
  }),
  shared(TYPES, 'number', SECTION.language('operators_and_operator_precedence'), {
    allow: ['1 is number', '1.5 is number'],
    deny: ["'1' is number", 'null is number'],
    error: ['(1 / 0) is number'],
  }),
  shared(TYPES, 'string', SECTION.storage('string'), {
    allow: ["'a' is string", "\"it's\" == 'it\\'s'", "'\\u0041\\x42\\103' == 'ABC'", "'가' == '\\uac00'"],
    deny: ['1 is string', "'a' == 'A'"],
    error: ["'a' - 'a' == ''", "'a'.year() == 1"],
    refused: [{ condition: "'a\\qb' == 'a'" }, { condition: "'open" }],
  }),
  shared(TYPES, 'bytes', SECTION.type('Bytes'), {
    allow: ["b'*' == b'\\x2A'", "b'*' == b'\\052'", "b'€' == b'\\342\\202\\254'", "b'a' is bytes"],
    deny: ["b'a' == 'a'", "'a' is bytes"],
    error: ["b'a' + b'b' == b'ab'", "b'a'.lower() == b'a'"],
    refused: [{ condition: "b'\\0'.size() == 1" }, { condition: "b'\\xF'.size() == 1" }],
  }),
  shared(TYPES, 'list', SECTION.storage('list'), {
    allow: ['[] is list', "[1, 'a', null, [2]] == [1, 'a', null, [2]]", "['a'] != ['b']"],
    deny: ['{} is list', '[1, 2] == [2, 1]', { condition: '[1] == [1.0]', section: SECTION.measured }],
    error: ['[1] < [2]', '[1, 1 / 0] == []', '[1].upper() == []'],
    refused: [{ condition: '[1, 2,] == [1, 2]' }],
  }),
  shared(TYPES, 'map', SECTION.storage('map'), {
    allow: ['{} is map', "{'a': 1, 'b': 2} == {'b': 2, 'a': 1}", "{'a': 1} != {'a': 2}"],
    deny: ['[] is map', "{'a': 1} == {'a': 1, 'b': 2}"],
    error: ["{1: 'a'} == {}", "{'a': 1 / 0} == {}", "{'a': 1}.upper() == {}"],
  }),
  shared(TYPES, 'set', SECTION.type('Set'), {
    allow: [
      "['a', 'b'].toSet() == ['b', 'a', 'a'].toSet()",
      { condition: "['a'].toSet() is set", section: SECTION.fields, differs: IS_SET },
    ],
    deny: ["['a'].toSet() == ['a']", "['a'] is set", "['a'].toSet() is list"],
    error: ["['a'].toSet()[0] == 'a'", "['a'].toSet() < ['b'].toSet()"],
  }),
  shared(TYPES, 'map_diff', SECTION.type('MapDiff'), {
    allow: ["{'a': 1}.diff({}) is map_diff"],
    deny: ['{} is map_diff', "{'a': 1}.diff({}) is map"],
    error: ["{'a': 1}.diff({}).size() == 1", "{'a': 1}.diff({}).a == 1"],
  }),
  shared(TYPES, 'path', SECTION.type('Path'), {
    allow: ['/a/b is path', "/a/b == path('/a/b')", "/a/$('b') == /a/b", '/databases/(default)/documents/a/b is path'],
    deny: ["'/a/b' is path", '/a/b == /a/c', "/a/b == '/a/b'"],
    error: ['/a/b < /a/c', '/a/$([1]) == /a/b', "/a/b + 'c' == /a/bc"],
    refused: [{ condition: '/a/%2F == /a/b' }],
  }),
  shared(TYPES, 'timestamp', SECTION.storage('timestamp'), {
    allow: ['timestamp.date(2020, 1, 1) is timestamp', 'timestamp.value(0) == timestamp.date(1970, 1, 1)'],
    deny: ['0 is timestamp', 'timestamp.value(0) == 0'],
    error: ['timestamp.value(0) + 1 > timestamp.value(0)', 'timestamp.value(253402300800000) is timestamp'],
  }),
  shared(TYPES, 'duration', SECTION.storage('duration'), {
    allow: ["duration.value(1, 'h') is duration", "duration.value(1, 'h') == duration.value(60, 'm')"],
    deny: ['3600 is duration', "duration.value(1, 'h') == 3600"],
    error: ["duration.value(1, 'h') + 1 == 1", "duration.value(1, 'h') * 2 == duration.value(2, 'h')"],
  }),
  shared(TYPES, 'latlng', SECTION.type('LatLng_'), {
    allow: ['latlng.value(37.5, 127.0) is latlng', 'latlng.value(1.0, 2.0) == latlng.value(1, 2)'],
    deny: ['[37.5, 127.0] is latlng', 'latlng.value(1.0, 2.0) == latlng.value(2.0, 1.0)'],
    error: ['latlng.value(1.0, 2.0) < latlng.value(2.0, 1.0)', 'latlng.value(1.0, 2.0).altitude == 1.0'],
  }),
];
