import { SECTION, shared, type Entry } from './case.ts';

// 2020-02-29T13:14:15.016Z, a Saturday.
const MOMENT = 'timestamp.value(1582982055016)';
const BEFORE_1970 = 'timestamp.value(-1)';

const timestamp = (name: string, value: string, wrong: string, error: string, more: string[] = []) =>
  shared('Timestamp', `${name}()`, SECTION.storage(name.toLowerCase()), {
    allow: [`${MOMENT}.${name}() == ${value}`, ...more],
    deny: [`${MOMENT}.${name}() == ${wrong}`],
    error: [error],
  });

/** Methods of rules.Timestamp and rules.Duration and the functions that make them. */
export const TIME_CASES: Entry[] = [
  timestamp('date', 'timestamp.date(2020, 2, 29)', 'timestamp.date(2020, 3, 1)', "'2020'.date() == '2020'", [
    `${BEFORE_1970}.date() == timestamp.date(1969, 12, 31)`,
  ]),
  timestamp('year', '2020', '2021', '(2020.0).year() == 2020', [`${BEFORE_1970}.year() == 1969`]),
  timestamp('month', '2', '1', "'2020-02'.month() == 2"),
  timestamp('day', '29', '28', "duration.value(1, 'd').day() == 1"),
  timestamp('time', 'duration.time(13, 14, 15, 16000000)', 'duration.time(13, 14, 15, 0)', "'13:14'.time() == 0"),
  timestamp('hours', '13', '1', "duration.value(1, 'h').hours() == 1", [`${BEFORE_1970}.hours() == 23`]),
  timestamp('minutes', '14', '13', "duration.value(1, 'm').minutes() == 1"),
  timestamp('seconds', '15', '1582982055', "'15'.seconds() == 15"),
  timestamp('nanos', '16000000', '16', '[].nanos() == 0', [`${BEFORE_1970}.nanos() == 999000000`]),
  timestamp('dayOfWeek', '6', '5', 'null.dayOfWeek() == 6', [
    'timestamp.date(2024, 1, 1).dayOfWeek() == 1',
    'timestamp.date(2024, 1, 7).dayOfWeek() == 7',
  ]),
  timestamp('dayOfYear', '60', '59', '{}.dayOfYear() == 60', ['timestamp.date(2020, 12, 31).dayOfYear() == 366']),
  timestamp('toMillis', '1582982055016', '1582982055', "'0'.toMillis() == 0", [`${BEFORE_1970}.toMillis() == -1`]),

  shared('timestamp', 'timestamp.date(year, month, day)', SECTION.type('timestamp', 'date'), {
    allow: [
      'timestamp.date(1984, 1, 2).toMillis() == 441849600000',
      'timestamp.date(2024, 2, 29).day() == 29',
      'timestamp.date(1, 1, 1).year() == 1',
    ],
    deny: ['timestamp.date(1984, 1, 2) == timestamp.date(1984, 2, 1)'],
    error: [
      'timestamp.date(2023, 2, 29).day() == 1',
      'timestamp.date(2024, 13, 1).day() == 1',
      "timestamp.date('2024', 1, 1).day() == 1",
      'timestamp.date(0, 1, 1).year() == 0',
    ],
    refused: [{ condition: 'timestamp.date(2024) is timestamp' }],
  }),
  shared('timestamp', 'timestamp.value(epochMillis)', SECTION.type('timestamp', 'value'), {
    allow: ['timestamp.value(1000).seconds() == 1'],
    deny: ['timestamp.value(1000) == timestamp.value(1)'],
    error: ['timestamp.value(1.5) is timestamp', 'timestamp.value(null) is timestamp'],
  }),

  shared('Duration', 'seconds()', SECTION.type('Duration', 'seconds'), {
    allow: ["duration.value(90, 'm').seconds() == 5400", "duration.value(-1500, 'ms').seconds() == -1"],
    deny: ["duration.value(1500, 'ms').seconds() == 2"],
    error: ['(1.0).seconds() == 1'],
  }),
  shared('Duration', 'nanos()', SECTION.type('Duration', 'nanos'), {
    allow: ["duration.value(1500, 'ms').nanos() == 500000000", "duration.value(-1500, 'ms').nanos() == -500000000"],
    deny: ["duration.value(1, 's').nanos() == 1000000000"],
    error: ["'1'.nanos() == 1"],
  }),
  shared('duration', 'duration.abs(duration)', SECTION.type('duration_', 'abs'), {
    allow: ["duration.abs(duration.value(-10, 's')) == duration.value(10, 's')"],
    deny: ["duration.abs(duration.value(-10, 's')) == duration.value(-10, 's')"],
    error: ["duration.abs(-10) == duration.value(10, 's')", 'duration.abs(null) is duration'],
  }),
  shared('duration', 'duration.time(hours, mins, secs, nanos)', SECTION.type('duration_', 'time'), {
    allow: ['duration.time(4, 3, 2, 1).seconds() == 14582', 'duration.time(4, 3, 2, 1).nanos() == 1'],
    deny: ["duration.time(0, 1, 0, 0) == duration.value(1, 's')"],
    error: ['duration.time(4, 3, 2, 0.5) is duration', 'duration.time(null, 0, 0, 0) is duration'],
  }),
  shared('duration', 'duration.value(magnitude, unit)', SECTION.type('duration_', 'value'), {
    allow: [
      "duration.value(1, 'w') == duration.value(7, 'd')",
      "duration.value(1, 'd') == duration.value(24, 'h')",
      "duration.value(1, 'h') == duration.value(3600, 's')",
      "duration.value(1, 's') == duration.value(1000, 'ms')",
      "duration.value(1, 'ms') == duration.value(1000000, 'ns')",
    ],
    deny: ["duration.value(1, 'm') == duration.value(1, 'ms')"],
    error: [
      "duration.value(1, 'y') is duration",
      "duration.value('1', 's') is duration",
      "duration.value(400000000000, 's') is duration",
    ],
  }),
];
