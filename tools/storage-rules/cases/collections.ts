import { SECTION, shared, type Entry } from './case.ts';

type Cases = Parameters<typeof shared>[3];
const of =
  (type: string) =>
  (name: string, cases: Cases): Entry =>
    shared(type, name, SECTION.type(type, name.replace(/\(.*/, '')), cases);
const list = of('List');
const set = of('Set');
const map = of('Map');
const diff = of('MapDiff');

const KEY_ORDER =
  'The reference of Cloud Storage has values in the order of their keys; the official runtime of Firestore in its own.';

/** Methods of rules.List, rules.Set, rules.Map and rules.MapDiff. */
export const COLLECTION_CASES: Entry[] = [
  list('concat(list)', {
    allow: ['[1, 2].concat([2, 3]) == [1, 2, 2, 3]', '[].concat([]) == []'],
    deny: ['[1].concat([2]) == [2, 1]'],
    error: ['[1].concat(2) == [1, 2]', '[1].concat(null) == [1]', "'a'.concat('b') == 'ab'"],
  }),
  list('hasAll(list)', {
    allow: ["['file', 'txt'].hasAll(['file', 'txt'])", "['a', 'b'].hasAll(['b'])", "['a'].hasAll([])"],
    deny: ["['a', 'b'].hasAll(['a', 'c'])", "[].hasAll(['a'])"],
    error: ["['a'].hasAll('a')", "['a'].hasAll(null)"],
  }),
  list('hasAny(list)', {
    allow: ["['a', 'b'].hasAny(['c', 'a'])"],
    deny: ["['a', 'b'].hasAny(['c'])", "['a'].hasAny([])"],
    error: ["['a'].hasAny('a')", "'a'.hasAny(['a'])"],
  }),
  list('hasOnly(list)', {
    allow: [
      "['a', 'b'].hasOnly(['a', 'b', 'c'])",
      "['a', 'b'].hasOnly(['b', 'a'])",
      "['a', 'a', 'b'].hasOnly(['a', 'b', 'b'])",
      "['a', 'a', 'b'].hasOnly(['a', 'b', 'b', 'c'])",
    ],
    deny: ["['a', 'b'].hasOnly(['a', 'c'])"],
    error: ["['a'].hasOnly('a')", '[1].hasOnly(1)'],
  }),
  list('join(separator)', {
    allow: [
      "['file', 'txt'].join('.') == 'file.txt'",
      "[].join(',') == ''",
      { condition: "[1, true].join('-') == '1-true'", section: SECTION.measured },
    ],
    deny: ["['a', 'b'].join('') == 'a,b'"],
    error: ["['a'].join(1) == 'a'", "['a'].join(null) == 'a'", "[[1]].join(',') == '1'"],
  }),
  list('removeAll(list)', {
    allow: ['[1, 2, 1, 3].removeAll([1]) == [2, 3]', '[1].removeAll([2]) == [1]'],
    deny: ['[1, 1].removeAll([1]) == [1]'],
    error: ['[1].removeAll(1) == []', '[1].removeAll(null) == [1]'],
  }),
  list('size()', {
    allow: ["['foo', 'bar', 'baz'].size() == 3", '[].size() == 0'],
    deny: ['[1, 1].size() == 1'],
    error: ['true.size() == 1'],
  }),
  list('toSet()', {
    allow: ["['a', 'b', 'a'].toSet().size() == 2", "['a', 'b'].toSet() == ['b', 'a'].toSet()"],
    deny: ["['a'].toSet() == ['b'].toSet()"],
    error: ["'a'.toSet() == ['a'].toSet()"],
  }),

  set('difference(set)', {
    allow: [
      "['a','b'].toSet().difference(['a','c'].toSet()) == ['b'].toSet()",
      "['a'].toSet().difference(['a'].toSet()).size() == 0",
    ],
    deny: ["['a','b'].toSet().difference(['a','c'].toSet()) == ['c'].toSet()"],
    error: ["['a'].toSet().difference('a') == [].toSet()", "['a'].difference(['a'].toSet()) == [].toSet()"],
  }),
  set('hasAll(set or list)', {
    allow: ["['d','e','f'].toSet().hasAll(['d','e'])", "['d','e'].toSet().hasAll(['e'].toSet())"],
    deny: ["['a','b'].toSet().hasAll(['a','c'])"],
    error: ["['a'].toSet().hasAll('a')"],
  }),
  set('hasAny(set or list)', {
    allow: ["['a','b'].toSet().hasAny(['a','c'].toSet())", "['a','b'].toSet().hasAny(['b'])"],
    deny: ["['a','b'].toSet().hasAny(['c','d'].toSet())"],
    error: ["['a'].toSet().hasAny(null)"],
  }),
  set('hasOnly(set or list)', {
    allow: ["['a','b'].toSet().hasOnly(['a','b'])", "['a'].toSet().hasOnly(['a','b'].toSet())"],
    deny: ["['a','b'].toSet().hasOnly(['a','c'])"],
    error: ["['a'].toSet().hasOnly({})"],
  }),
  set('intersection(set)', {
    allow: [
      "['a','b'].toSet().intersection(['a','c'].toSet()) == ['a'].toSet()",
      "['a'].toSet().intersection(['b'].toSet()).size() == 0",
    ],
    deny: ["['a','b'].toSet().intersection(['b'].toSet()) == ['a'].toSet()"],
    error: ["['a'].toSet().intersection(['a']) == ['a'].toSet()"],
  }),
  set('size()', {
    allow: ["['a','b'].toSet().size() == 2"],
    deny: ["['a','a'].toSet().size() == 2"],
    error: ["(['a'].toSet().size() / 0) == 1"],
  }),
  set('union(set)', {
    allow: ["['a','b'].toSet().union(['a','c'].toSet()) == ['a', 'b', 'c'].toSet()"],
    deny: ["['a'].toSet().union(['b'].toSet()) == ['a'].toSet()"],
    error: ["['a'].toSet().union('b') == ['a'].toSet()"],
  }),

  map('diff(map)', {
    allow: ["{'a': 1}.diff({'a': 2}).affectedKeys() == ['a'].toSet()"],
    deny: ["{'a': 1}.diff({'a': 1}).affectedKeys().size() == 1"],
    error: ["{'a': 1}.diff(null) is map_diff", "{'a': 1}.diff([]) is map_diff", '[].diff([]) is map_diff'],
  }),
  map('get(key, default)', {
    allow: [
      "{'a': 3,'b': 2}.get('c', 7) == 7",
      "{'a': [2, 7], 'b': [9, 12]}.get('c', [1, 1]) == [1, 1]",
      "{'a': [2, 7],'b': [9, 12]}.get('b', [1, 1]) == [9, 12]",
      "{'a': {'b': 1},'c': 2}.get(['a', 'b'], 7) == 1",
      "{'a': {'b': 1}}.get(['a', 'x'], 7) == 7",
    ],
    deny: ["{'a': 3}.get('a', 7) == 7"],
    error: ["{'a': 3}.get(1, 7) == 7", "{'a': 3}.get([1], 7) == 7", "{'a': 3}.get('b', 1 / 0) == 7"],
  }),
  map('keys()', {
    allow: ["{'b': 1, 'a': 2}.keys().hasOnly(['a', 'b'])", "{'myKey': 1}.keys()[0] == 'myKey'"],
    deny: ["{'a': 1}.keys() == ['b']"],
    error: ['[].keys() == []', "{}.keys()[0] == 'a'"],
  }),
  map('size()', {
    allow: ["{'a': 1}.size() == 1", '{}.size() == 0'],
    deny: ["{'a': 1, 'b': 2}.size() == 1"],
    error: ["{'a': 1}.size().size() == 1"],
  }),
  map('values()', {
    allow: [
      "{'a': 'myValue'}.values()[0] == 'myValue'",
      { condition: "{'b': 1, 'a': 2}.values() == [2, 1]", section: SECTION.storage('values'), differs: KEY_ORDER },
    ],
    deny: ["{'a': 1}.values() == ['a']"],
    error: ['{}.values()[0] == 1', "'a'.values() == ['a']"],
  }),

  diff('addedKeys()', {
    allow: ['{"a":1}.diff({}).addedKeys() == ["a"].toSet()'],
    deny: ['{"a":1}.diff({"a":2}).addedKeys() == ["a"].toSet()'],
    error: ['{"a":1}.addedKeys() == ["a"].toSet()'],
  }),
  diff('affectedKeys()', {
    allow: [
      '({"a":0, "c":0, "u":0}).diff({"r":0, "c":1, "u": 0}).affectedKeys() == ["a", "r", "c"].toSet()',
      '{"a":1}.diff({"a":2}).affectedKeys().hasOnly(["a"])',
    ],
    deny: ['{"a":1, "b":1}.diff({"a":1}).affectedKeys().hasOnly(["a"])'],
    error: ['["a"].affectedKeys() == ["a"].toSet()'],
  }),
  diff('changedKeys()', {
    allow: ['{"a":0}.diff({"a":1, "b":4}).changedKeys() == ["a"].toSet()'],
    deny: ['{"a":0}.diff({"a":0, "b":4}).changedKeys() == ["b"].toSet()'],
    error: ['{"a":0}.changedKeys() == ["a"].toSet()'],
  }),
  diff('removedKeys()', {
    allow: ['{}.diff({"a":1}).removedKeys() == ["a"].toSet()'],
    deny: ['{"a":1}.diff({}).removedKeys() == ["a"].toSet()'],
    error: ['{}.removedKeys() == [].toSet()'],
  }),
  diff('unchangedKeys()', {
    allow: ['{"a": 0}.diff({"a":0}).unchangedKeys() == ["a"].toSet()'],
    deny: ['{"a": 0}.diff({"a":1}).unchangedKeys() == ["a"].toSet()'],
    error: ['{"a": 0}.unchangedKeys() == ["a"].toSet()'],
  }),
];
