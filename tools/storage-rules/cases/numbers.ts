import { SECTION, shared, type Entry } from './case.ts';

const INTEGER = 'The reference says Integer; the official runtime of Firestore gives a float.';
const INFINITE = 'The reference has math.isInfinite; the official runtime of Firestore does not.';
const math = (name: string, cases: Parameters<typeof shared>[3]) =>
  shared('math', `math.${name}`, SECTION.type('math', name.replace(/\(.*/, '')), cases);
const hashing = (name: string, of: string, hex: string) =>
  shared('hashing', `hashing.${name}(bytes or string)`, SECTION.type('hashing', name), {
    allow: [
      `hashing.${name}('${of}').toHexString() == '${hex}'`,
      `hashing.${name}(b'${of}') == hashing.${name}('${of}')`,
    ],
    deny: [`hashing.${name}('${of}') == hashing.${name}('other')`],
    error: [`hashing.${name}(1) == b''`, `hashing.${name}(null) == b''`],
    refused: [{ condition: `hashing.${name}() == b''` }],
  });

/** Mathematics, conversions, hashes and points. */
export const NUMBER_CASES: Entry[] = [
  math('abs(num)', {
    allow: ['math.abs(-1) == 1', 'math.abs(1) == 1', 'math.abs(-1.5) == 1.5'],
    deny: ['math.abs(-1) == -1'],
    error: ["math.abs('-1') == 1", 'math.abs(null) == 0'],
  }),
  math('ceil(num)', {
    allow: [
      'math.ceil(2.0) == 2',
      'math.ceil(2.1) == 3',
      'math.ceil(2.7) == 3',
      { condition: 'math.ceil(2.1) is int', differs: INTEGER },
    ],
    deny: ['math.ceil(2.1) == 2'],
    error: ["math.ceil('2.1') == 3", 'math.ceil(null) == 0'],
  }),
  math('floor(num)', {
    allow: [
      'math.floor(1.9) == 1',
      'math.floor(2.0) == 2',
      'math.floor(2.7) == 2',
      'math.floor(-1.5) == -2',
      { condition: 'math.floor(1.9) is int', differs: INTEGER },
    ],
    deny: ['math.floor(1.9) == 2'],
    error: ["math.floor('1.9') == 1"],
  }),
  math('isInfinite(num)', {
    allow: [
      { condition: 'math.isInfinite(1.0 / 0.0)', differs: INFINITE },
      { condition: 'math.isInfinite(-1.0 / 0.0)', differs: INFINITE },
    ],
    deny: [
      { condition: 'math.isInfinite(100)', differs: INFINITE },
      { condition: 'math.isInfinite(0.0 / 0.0)', differs: INFINITE },
    ],
    error: ["math.isInfinite('100')"],
  }),
  math('isNaN(num)', {
    allow: ['math.isNaN(0.0 / 0.0)'],
    deny: ['math.isNaN(100)', 'math.isNaN(1.0 / 0.0)'],
    error: ["math.isNaN('NaN')"],
  }),
  math('pow(base, exponent)', {
    allow: ['math.pow(2, 2) == 4', 'math.pow(1.5, 2) == 2.25', 'math.pow(4, 0.5) == 2', 'math.pow(2, 2) is float'],
    deny: ['math.pow(2, 3) == 9'],
    error: ["math.pow('2', 2) == 4", 'math.pow(2, null) == 1'],
  }),
  math('round(num)', {
    allow: ['math.round(1.9) == 2', 'math.round(2.4) == 2', 'math.round(2.5) == 3', 'math.round(2.4) is int'],
    deny: ['math.round(2.5) == 2'],
    error: ["math.round('2.5') == 3"],
  }),
  math('sqrt(num)', {
    allow: ['math.sqrt(4) == 2.0', 'math.sqrt(2.25) == 1.5', 'math.isNaN(math.sqrt(-1))'],
    deny: ['math.sqrt(4) == 4'],
    error: ["math.sqrt('4') == 2"],
  }),

  shared('Conversions', 'string(value)', SECTION.type('String'), {
    allow: [
      'string(true) == "true"',
      'string(1) == "1"',
      'string(2.0) == "2.0"',
      'string(null) == "null"',
      { condition: "string(/a/b) == '/a/b'", section: SECTION.measured },
      { condition: "string(10000000.0) == '1.0E7'", section: SECTION.measured },
    ],
    deny: ["string(1) == '1.0'"],
    error: ['string([1]) == "[1]"', 'string({}) == "{}"', "string(b'a') == 'a'"],
  }),
  shared('Conversions', 'int(value)', SECTION.type('Integer'), {
    allow: ["int('2') == 2", 'int(2.0) == 2', { condition: 'int(2.9) == 2', section: SECTION.measured }],
    deny: ["int('2') == 3"],
    error: ["int('two') == 2", "int('') == 0", 'int(null) == 0', 'int(true) == 1'],
  }),
  shared('Conversions', 'float(value)', SECTION.type('Float'), {
    allow: ["float('2.2') == 2.2", 'float(2) == 2.0', 'float(2) is float'],
    deny: ["float('2.2') == 2"],
    error: ["float('x') == 0.0", 'float(null) == 0.0'],
  }),
  shared('Conversions', 'path(string)', SECTION.storage('path'), {
    allow: ["path('/path/to/file') == /path/to/file", "path('path/to/resource') == /path/to/resource"],
    deny: ["path('/a') == /b"],
    error: ["path('') == /a", "path('a//b') == /a/b", 'path(1) == /a'],
    refused: [{ condition: "bool('true')" }],
  }),

  hashing('crc32', 'abc', 'C2412435'),
  hashing('crc32c', 'abc', 'B73F4B36'),
  hashing('md5', 'abc', '900150983CD24FB0D6963F7D28E17F72'),
  hashing('sha256', 'abc', 'BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD'),

  shared('latlng', 'latlng.value(lat, lng)', SECTION.type('latlng', 'value'), {
    allow: ['latlng.value(45.0, 90.0).latitude() == 45.0'],
    deny: ['latlng.value(45.0, 90.0) == latlng.value(45.0, 91.0)'],
    error: [
      "latlng.value('45', 90.0) is latlng",
      'latlng.value(91.0, 0.0) is latlng',
      'latlng.value(0.0, 181.0) is latlng',
    ],
  }),
  shared('LatLng', 'distance(other)', SECTION.type('LatLng_', 'distance'), {
    allow: [
      'latlng.value(0.0, 0.0).distance(latlng.value(0.0, 0.0)) == 0.0',
      'math.abs(latlng.value(0.0, 0.0).distance(latlng.value(0.0, 1.0)) - 111195) < 100',
    ],
    deny: ['latlng.value(0.0, 0.0).distance(latlng.value(0.0, 1.0)) < 100000'],
    error: ['latlng.value(0.0, 0.0).distance(1.0) == 1.0', '[0.0].distance([1.0]) == 0.0'],
  }),
  shared('LatLng', 'latitude()', SECTION.type('LatLng_', 'latitude'), {
    allow: ['latlng.value(37.5, 127.0).latitude() == 37.5'],
    deny: ['latlng.value(37.5, 127.0).latitude() == 127.0'],
    error: ['[37.5, 127.0].latitude() == 37.5'],
  }),
  shared('LatLng', 'longitude()', SECTION.type('LatLng_', 'longitude'), {
    allow: ['latlng.value(37.5, 127.0).longitude() == 127.0'],
    deny: ['latlng.value(37.5, 127.0).longitude() == 37.5'],
    error: ["'127'.longitude() == 127.0"],
  }),

  shared('debug', 'debug(value)', SECTION.type('debug'), {
    allow: ['debug(1 + 1) == 2', "debug('a').size() == 1"],
    deny: ['debug(false)'],
    error: ['debug(1 / 0) == 1', 'debug(1)'],
    refused: [{ condition: 'debug(1, 2) == 1' }],
  }),
];
