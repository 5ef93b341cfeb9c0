import { SECTION, shared, type Entry } from './case.ts';

const STRINGS = 'String';
const method = (name: string, cases: Parameters<typeof shared>[3]) =>
  shared(STRINGS, name, SECTION.type('String', name.replace(/\(.*/, '')), cases);

/** Methods of rules.String and rules.Bytes, the regular expressions with them. */
export const STRING_CASES: Entry[] = [
  method('lower()', {
    allow: ["'ABC'.lower() == 'abc'", "'ABC123'.lower() == 'abc123'"],
    deny: ["'ABC'.lower() == 'ABC'", { condition: "'É'.lower() == 'é'", section: SECTION.measured }],
    error: ['(1.0).lower() == 1.0', "['A'].lower() == ['a']"],
  }),
  method('upper()', {
    allow: ["'abc'.upper() == 'ABC'", "'abc123'.upper() == 'ABC123'"],
    deny: ["'abc'.upper() == 'abc'"],
    error: ["{'a': 1}.upper() == {}"],
  }),
  method('trim()', {
    allow: ["' a '.trim() == 'a'", "'b'.trim() == 'b'", "'\\t a b\\n'.trim() == 'a b'"],
    deny: ["' a '.trim() == ' a'"],
    error: ['[].trim() == []'],
  }),
  method('size()', {
    allow: ["'a'.size() == 1", "'abc'.size() == 3", "''.size() == 0", "'가나'.size() == 2"],
    deny: ["'abc'.size() == 4", { condition: "'😀'.size() == 1", section: SECTION.measured }],
    error: ['(1.0).size() == 1'],
  }),
  method('toUtf8()', {
    allow: ["'**'.toUtf8() == b'\\x2A\\x2A'", "'€'.toUtf8() == b'\\xE2\\x82\\xAC'"],
    deny: ["'*'.toUtf8() == '*'"],
    error: ["[].toUtf8() == b''"],
  }),
  method('split(re)', {
    allow: [
      "'a/b/c'.split('/') == ['a', 'b', 'c']",
      "'a1b22c'.split('[0-9]+') == ['a', 'b', 'c']",
      "'abc'.split('x') == ['abc']",
      { condition: "'a,b,,'.split(',') == ['a', 'b']", section: SECTION.measured },
      "'txt' in 'file.txt'.split('\\\\.')",
    ],
    deny: ["'a.b'.split('.') == ['a', 'b']"],
    error: ["'a'.split(1) == ['a']", "'a'.split(string(null) + '(') == ['a']"],
    refused: [{ condition: "'a'.split('(') == ['a']" }],
  }),
  method('replace(re, sub)', {
    allow: [
      "'banana'.replace('a', 'o') == 'bonono'",
      "'banana'.replace('ana', 'ee') == 'beena'",
      // The reference prints 15 dashes for these 12 characters.
      { condition: "'foo@test.com'.replace('.', '-') == '------------'", section: SECTION.measured },
      "'abc'.replace('x', 'y') == 'abc'",
    ],
    deny: ["'banana'.replace('a', 'o') == 'bonana'"],
    error: ["'a'.replace('a', 1) == '1'", "'a'.replace('(' + 'a', 'b') == 'b'"],
    refused: [{ condition: "'aa'.replace('(a)\\\\1', 'b') == 'b'" }],
  }),
  method('matches(re)', {
    allow: [
      "'user@domain.com'.matches('.*@domain[.]com')",
      "'image/png'.matches('image/.*')",
      "'notes.txt'.matches('.*\\\\.txt')",
      "'ABC'.matches('(?i)abc')",
      "'a\\nb'.matches('(?s)a.b')",
      "'aab'.matches('a{2}b')",
      "'x'.matches('[^a-c]')",
      "'가'.matches('\\\\p{Hangul}')",
      "'Z'.matches('[[:upper:]]')",
      {
        condition: "'a.b'.matches('\\\\Qa.b\\\\E')",
        differs: 'RE2 has literal text between \\Q and \\E; the engine of hidane does not.',
      },
      "'foo'.matches('foo|bar')",
      "''.matches('')",
      "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'.matches('(a*)*b') == false",
    ],
    deny: [
      "'banana'.matches('.*@domain[.]com')",
      "'xabcx'.matches('abc')",
      "'a\\nb'.matches('a.b')",
      "'é'.matches('\\\\w')",
      "'٣'.matches('\\\\d')",
      "'foobar'.matches('foo|bar')",
    ],
    error: ["(1.0).matches('1')", "'a'.matches(1)", "'a'.matches('(' + 'a')"],
    refused: [
      { condition: "'a'.matches('(a')" },
      { condition: "'a'.matches('a(?=b)')" },
      { condition: "'a'.matches('(?<!b)a')" },
      { condition: "'aa'.matches('(a)\\\\1')" },
      { condition: "'a'.matches('*.png')" },
      { condition: "'a'.matches('a{1001}')" },
      { condition: "'a'.matches('a++')" },
      { condition: "'a'.matches('[z-a]')" },
      { condition: "'a'.matches('\\\\p{Nothing}')" },
    ],
  }),
  shared('Bytes', 'size()', SECTION.type('Bytes', 'size'), {
    allow: ["b'\\xFF\\xFF'.size() == 2", "b'a'.size() == 1", "b'€'.size() == 3"],
    deny: ["b'€'.size() == 1"],
    error: ["b'a'.size().size() == 1"],
  }),
  shared('Bytes', 'toBase64()', SECTION.type('Bytes', 'toBase64'), {
    allow: [
      "b'\\xFB\\xEF\\xBE'.toBase64() == '----'",
      { condition: "b'a'.toBase64() == 'YQ=='", section: SECTION.measured },
    ],
    deny: ["b'\\xFB\\xEF\\xBE'.toBase64() == '++++'"],
    error: ["'a'.toBase64() == 'YQ=='"],
  }),
  shared('Bytes', 'toHexString()', SECTION.type('Bytes', 'toHexString'), {
    allow: ["b'\\x2A'.toHexString() == '2A'", "b'**'.toHexString() == '2A2A'", "b'€'.toHexString() == 'E282AC'"],
    deny: ["b'€'.toHexString() == 'e282ac'"],
    error: ["'*'.toHexString() == '2A'"],
  }),
];
