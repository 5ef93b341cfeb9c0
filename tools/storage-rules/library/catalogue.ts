import type { TypeName } from '../values/value.ts';
import type { Builtins } from './builtin.ts';
import { LIST_METHODS, MAP_DIFF_METHODS, MAP_METHODS, SET_METHODS } from './collections.ts';
import {
  BYTES_METHODS,
  CONVERSIONS,
  HASHING_FUNCTIONS,
  LATLNG_FUNCTIONS,
  LATLNG_METHODS,
  MATH_FUNCTIONS,
} from './number.ts';
import { PATH_METHODS } from './path.ts';
import { STRING_METHODS } from './string.ts';
import { DURATION_FUNCTIONS, DURATION_METHODS, TIMESTAMP_FUNCTIONS, TIMESTAMP_METHODS } from './time.ts';

/** The methods of each type. */
export const METHODS: Readonly<Partial<Record<TypeName, Builtins>>> = {
  string: STRING_METHODS,
  bytes: BYTES_METHODS,
  list: LIST_METHODS,
  set: SET_METHODS,
  map: MAP_METHODS,
  map_diff: MAP_DIFF_METHODS,
  path: PATH_METHODS,
  timestamp: TIMESTAMP_METHODS,
  duration: DURATION_METHODS,
  latlng: LATLNG_METHODS,
};

/** Functions by namespace and name; `firestore` belongs to the evaluator. */
export const NAMESPACES: Readonly<Record<string, Builtins>> = {
  duration: DURATION_FUNCTIONS,
  hashing: HASHING_FUNCTIONS,
  latlng: LATLNG_FUNCTIONS,
  math: MATH_FUNCTIONS,
  timestamp: TIMESTAMP_FUNCTIONS,
};

/** Functions without a namespace; `debug` belongs to the evaluator. */
export const GLOBALS: Builtins = CONVERSIONS;
