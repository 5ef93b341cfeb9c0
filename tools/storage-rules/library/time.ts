import { fail } from '../failure.ts';
import { duration, timestamp, type DurationValue, type TimestampValue } from '../values/value.ts';
import type { Builtins } from './builtin.ts';

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;
const UNITS: Record<string, bigint> = {
  w: 7n * DAY,
  d: DAY,
  h: 3600n * SECOND,
  m: 60n * SECOND,
  s: SECOND,
  ms: 1_000_000n,
  ns: 1n,
};

/** `a / b`, rounded toward minus infinity. */
function floorDivide(a: bigint, b: bigint): bigint {
  return (a - (((a % b) + b) % b)) / b;
}

function ofDay({ nanos }: TimestampValue): bigint {
  return nanos - floorDivide(nanos, DAY) * DAY;
}

function calendar({ nanos }: TimestampValue): Date {
  return new Date(Number(floorDivide(nanos, 1_000_000n)));
}

const TAKES = ['timestamp'];

/** Methods of rules.Timestamp, all in UTC; Monday is day 1 of a week. */
export const TIMESTAMP_METHODS: Builtins = {
  date: { takes: TAKES, run: (time: TimestampValue) => timestamp(floorDivide(time.nanos, DAY) * DAY) },
  time: { takes: TAKES, run: (time: TimestampValue) => duration(ofDay(time)) },
  year: { takes: TAKES, run: (time: TimestampValue) => BigInt(calendar(time).getUTCFullYear()) },
  month: { takes: TAKES, run: (time: TimestampValue) => BigInt(calendar(time).getUTCMonth() + 1) },
  day: { takes: TAKES, run: (time: TimestampValue) => BigInt(calendar(time).getUTCDate()) },
  hours: { takes: TAKES, run: (time: TimestampValue) => ofDay(time) / (3600n * SECOND) },
  minutes: { takes: TAKES, run: (time: TimestampValue) => (ofDay(time) / (60n * SECOND)) % 60n },
  seconds: { takes: TAKES, run: (time: TimestampValue) => (ofDay(time) / SECOND) % 60n },
  nanos: { takes: TAKES, run: (time: TimestampValue) => ofDay(time) % SECOND },
  toMillis: { takes: TAKES, run: (time: TimestampValue) => floorDivide(time.nanos, 1_000_000n) },
  dayOfWeek: { takes: TAKES, run: (time: TimestampValue) => BigInt(((calendar(time).getUTCDay() + 6) % 7) + 1) },
  dayOfYear: { takes: TAKES, run: dayOfYear },
};

function dayOfYear(time: TimestampValue): bigint {
  const year = calendar(time).getUTCFullYear();
  return (floorDivide(time.nanos, DAY) * DAY - midnight(year, 1, 1)) / DAY + 1n;
}

function midnight(year: number, month: number, day: number): bigint {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return BigInt(date.getTime()) * 1_000_000n;
}

/** Functions of rules.timestamp. */
export const TIMESTAMP_FUNCTIONS: Builtins = {
  date: {
    takes: ['int', 'int', 'int'],
    run: (year: bigint, month: bigint, day: bigint) => {
      const length = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
      if (year < 1n || year > 9999n || month < 1n || month > 12n || day < 1n || day > BigInt(length)) {
        return fail(`there is no date ${year}-${month}-${day}`);
      }
      return timestamp(midnight(Number(year), Number(month), Number(day)));
    },
  },
  value: { takes: ['int'], run: (millis: bigint) => timestamp(millis * 1_000_000n) },
};

/** Methods of rules.Duration: whole seconds and the remaining nanoseconds, both signed. */
export const DURATION_METHODS: Builtins = {
  seconds: { takes: ['duration'], run: (length: DurationValue) => length.nanos / SECOND },
  nanos: { takes: ['duration'], run: (length: DurationValue) => length.nanos % SECOND },
};

/** Functions of rules.duration. */
export const DURATION_FUNCTIONS: Builtins = {
  abs: {
    takes: ['duration'],
    run: (length: DurationValue) => duration(length.nanos < 0n ? -length.nanos : length.nanos),
  },
  time: {
    takes: ['int', 'int', 'int', 'int'],
    run: (hours: bigint, minutes: bigint, seconds: bigint, nanos: bigint) =>
      duration(((hours * 60n + minutes) * 60n + seconds) * SECOND + nanos),
  },
  value: {
    takes: ['int', 'string'],
    run: (magnitude: bigint, unit: string) => {
      const nanos = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined;
      if (nanos === undefined) return fail(`a duration has no unit ${JSON.stringify(unit)}`);
      return duration(magnitude * nanos);
    },
  },
};
