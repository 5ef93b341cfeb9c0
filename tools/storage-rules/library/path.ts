import { fail } from '../failure.ts';
import { toText } from '../values/text.ts';
import type { MapValue, PathValue, Value } from '../values/value.ts';
import type { Builtins } from './builtin.ts';

/** Methods of rules.Path. */
export const PATH_METHODS: Builtins = {
  bind: { takes: ['path', 'map'], run: bind },
};

/** Binds values to the variables of a path; an unknown variable is an evaluation error. */
function bind(path: PathValue, map: MapValue): PathValue {
  const names = new Set(path.unbound.values());
  for (const name of map.keys()) if (!names.has(name)) fail(`the path has no variable ${name} to bind`);
  const unbound = new Map([...path.unbound].filter(([, name]) => !map.has(name)));
  const segments = path.segments.map((segment, index) => {
    const name = path.unbound.get(index);
    return name !== undefined && map.has(name) ? toText(map.get(name) as Value) : segment;
  });
  return { kind: 'path', segments, bindings: new Map([...path.bindings, ...map]), unbound };
}
