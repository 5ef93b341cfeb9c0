import { SECTION, shared, type Entry } from './case.ts';

const OPERATORS = 'Operators';
const NUMBERS = SECTION.storage('int-and-float');
const TABLE = SECTION.language('operators_and_operator_precedence');
const ERRORS = SECTION.storage('error-evaluation');

const comparison = (name: string, allow: string[], deny: string[]) =>
  shared(OPERATORS, name, NUMBERS, { allow, deny, error: [`1 ${name} '1'`, `[1] ${name} [1]`, `(1 / 0) ${name} 1`] });

/** Every operator of the table of precedence. */
export const OPERATOR_CASES: Entry[] = [
  shared(OPERATORS, 'x && y', ERRORS, {
    allow: ['true && true'],
    deny: ['true && false', 'false && (1 / 0 == 1)', '(1 / 0 == 1) && false'],
    error: ['true && (1 / 0 == 1)', '(1 / 0 == 1) && true', '1 && true', 'true && 1', '(1 / 0 == 1) && (1 / 0 == 1)'],
  }),
  shared(OPERATORS, 'x || y', ERRORS, {
    allow: ['false || true', 'true || (1 / 0 == 1)', '(1 / 0 == 1) || true'],
    deny: ['false || false'],
    error: ['false || (1 / 0 == 1)', '(1 / 0 == 1) || false', '1 || false', 'false || 1'],
  }),
  shared(OPERATORS, '!x', SECTION.storage('bool'), {
    allow: ['!false', '!!true'],
    deny: ['!true', '!(1 == 1)'],
    error: ['!null', "!'a'", '!(1 / 0 == 1)'],
  }),
  shared(OPERATORS, '-x', NUMBERS, {
    allow: ['-(1) == 0 - 1', '-1.5 < 0', "-duration.value(1, 's') == duration.value(-1, 's')"],
    deny: ['-1 == 1'],
    error: ["-'a' == 'a'", '-true == false', '-null == 0'],
  }),
  shared(OPERATORS, 'x == y', SECTION.storage('map'), {
    allow: ['1 == 1.0', "'a' == 'a'", '[1, [2]] == [1, [2]]'],
    deny: ["1 == '1'", 'null == 0', '[] == {}'],
    error: ['1 / 0 == 1', '[1][1] == 1'],
  }),
  shared(OPERATORS, 'x != y', SECTION.storage('map'), {
    allow: ["1 != '1'", "'a' != 'A'", "{'a': 1} != {}"],
    deny: ['1 != 1.0', 'null != null'],
    error: ['1 / 0 != 1', "{'a': 1}.b != 1"],
  }),
  comparison('<', ['1 < 2', '1 < 1.5', "'a' < 'b'", "b'a' < b'b'"], ['2 < 1', '1 < 1', "'b' < 'a'"]),
  comparison('<=', ['1 <= 1', "'a' <= 'a'", "duration.value(1, 's') <= duration.value(1, 'm')"], ['2 <= 1']),
  comparison('>', ['2 > 1', '1.5 > 1', 'timestamp.value(1) > timestamp.value(0)'], ['1 > 1', "'a' > 'b'"]),
  comparison('>=', ['1 >= 1', "'b' >= 'a'"], ['0.5 >= 1', "'A' >= 'a'"]),
  shared(OPERATORS, 'x + y', NUMBERS, {
    allow: [
      '1 + 2 == 3',
      '1 + 0.5 == 1.5',
      "'file' + '.txt' == 'file.txt'",
      "timestamp.value(0) + duration.value(1, 's') == timestamp.value(1000)",
      "duration.value(1, 's') + timestamp.value(0) == timestamp.value(1000)",
      "duration.value(1, 's') + duration.value(1, 's') == duration.value(2, 's')",
    ],
    deny: ["'1' + '2' == '3'", '(1 + 1.0) is int'],
    error: ["'a' + 1 == 'a1'", '[1] + [2] == [1, 2]', 'timestamp.value(0) + timestamp.value(0) == timestamp.value(0)'],
  }),
  shared(OPERATORS, 'x - y', NUMBERS, {
    allow: [
      '3 - 1 == 2',
      "timestamp.value(1000) - duration.value(1, 's') == timestamp.value(0)",
      "timestamp.value(1000) - timestamp.value(0) == duration.value(1, 's')",
      "duration.value(3, 's') - duration.value(1, 's') == duration.value(2, 's')",
    ],
    deny: ['1 - 2 == 1'],
    error: ["'ab' - 'b' == 'a'", "duration.value(1, 's') - timestamp.value(0) == timestamp.value(0)"],
  }),
  shared(OPERATORS, 'x * y', NUMBERS, {
    allow: ['5 * 1024 == 5120', '2 * 1.5 == 3.0'],
    deny: ['2 * 2 == 5'],
    error: ["'a' * 2 == 'aa'", '9223372036854775807 * 2 > 0'],
  }),
  shared(OPERATORS, 'x / y', NUMBERS, {
    allow: ['6 / 3 == 2', '5.0 / 2 == 2.5', { condition: '-7 / 2 == -3', section: SECTION.measured }],
    deny: ['5 / 2 == 2.5'],
    error: ['1 / 0 == 0', "'a' / 2 == 'a'"],
    refused: [{ condition: '4/2 == 2', section: SECTION.measured }],
  }),
  shared(OPERATORS, 'x % y', NUMBERS, {
    allow: ['7 % 2 == 1', '7.5 % 2 == 1.5', { condition: '-7 % 2 == -1', section: SECTION.measured }],
    deny: ['8 % 2 == 1'],
    error: ['1 % 0 == 0', "'a' % 2 == 0"],
  }),
  shared(OPERATORS, 'x in y', SECTION.storage('in'), {
    allow: ["'a' in ['a', 'b']", "'a' in {'a': 1}", "'a' in ['a'].toSet()"],
    deny: ["'c' in ['a', 'b']", "'b' in {'a': 1}", "'c' in ['a'].toSet()"],
    error: ["'a' in 'abc'", "1 in {'a': 1}", "'a' in null"],
  }),
  shared(OPERATORS, 'x is type', SECTION.storage('data-types'), {
    allow: ["'a' is string", '1 is int', '!(1 is string)'],
    deny: ['1 is string', 'true is list'],
    error: ['(1 / 0) is int', '[1][3] is int'],
    refused: [{ condition: '1 is integer' }, { condition: '1 is Object' }],
  }),
  shared(OPERATORS, 'x ? y : z', TABLE, {
    allow: [
      'true ? true : false',
      '1 > 2 ? false : true',
      'true ? true : 1 / 0 == 1',
      'false ? false : true ? true : false',
    ],
    deny: ['true ? false : true'],
    error: ['1 ? true : true', '(1 / 0 == 1) ? true : true', 'false ? true : 1 / 0 == 1'],
  }),
  shared(OPERATORS, 'x[i]', SECTION.storage('index-and-range'), {
    allow: ["'abc'[0] == 'a'", '[1, 2][1] == 2', "{'a': 1}['a'] == 1", "/a/b[0] == 'a'"],
    deny: ["'abc'[1] == 'a'", '[1, 2][0] == 2'],
    error: ["'abc'[3] == ''", "[1]['0'] == 1", '[1][-1] == 1', "{'a': 1}['b'] == 1", '/a/b[2] == null', '5[0] == 5'],
  }),
  shared(OPERATORS, 'x[i:j]', SECTION.storage('index-and-range'), {
    allow: [
      "'abcdef'[0:3] == 'abc'",
      '[1, 2, 3][1:3] == [2, 3]',
      { condition: '/a/b/c[0:2] == /a/b', section: SECTION.measured },
      {
        condition: "'abcdef'[3:] == 'def'",
        differs: "Firestore's compiler takes no open range; the reference of Cloud Storage has it.",
      },
      {
        condition: '[1, 2, 3][:2] == [1, 2]',
        differs: "Firestore's compiler takes no open range; the reference of Cloud Storage has it.",
      },
    ],
    deny: ["'abcdef'[0:3] == 'abcd'", '[1, 2, 3][0:1] == [1, 2]'],
    error: [
      "'abc'[0:4] == 'abc'",
      '[1, 2][2:1] == []',
      "'abc'['a':2] == 'ab'",
      "{'a': 1}[0:1] == {}",
      '[1][-1:1] == [1]',
    ],
    refused: [{ condition: "'abc'[:] == 'abc'" }],
  }),
  shared(OPERATORS, 'x.f', TABLE, {
    allow: ["{'a': {'b': 1}}.a.b == 1", "{'a': null}.a == null"],
    deny: ["{'a': 1}.a == 2"],
    error: ["{'a': 1}.b == 1", "'abc'.size == 3", 'null.a == 1', '(/a/b).a == 1'],
  }),
  shared(OPERATORS, 'x()', TABLE, {
    allow: ["'a'.size() == 1", "string(1) == '1'"],
    deny: ["'a'.size() == 2"],
    error: ['(1.5).lower() == 1', '[].lower() == []'],
    refused: [
      { condition: 'nothing()' },
      { condition: "'a'.length() == 1" },
      { condition: "'a'.size(1) == 1" },
      { condition: 'math.max(1, 2) == 2' },
      { condition: "string() == ''" },
    ],
  }),
  shared(OPERATORS, 'precedence', TABLE, {
    allow: [
      '1 + 2 * 3 == 7',
      '(1 + 2) * 3 == 9',
      '10 - 3 - 2 == 5',
      '24 / 2 / 3 == 4',
      'true || false && false',
      '1 + 1 in [2]',
      '1 < 2 == true',
      '1 in [1] == true',
      '1 is int == true',
      '-1 * -1 == 1',
      '!false == true',
      'false && false || true',
    ],
    deny: ['(true || false) && false', '1 - (2 - 3) == 1 - 2 - 3'],
    error: ['!1 == 2', '1 / 0 + 1 == 1'],
    refused: [{ condition: '1 == ' }, { condition: '(1 == 1' }, { condition: '1 = 1' }, { condition: 'true & false' }],
  }),
];
