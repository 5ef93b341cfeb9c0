import type { Body, Match, MatchSegment } from '../syntax/ast.ts';
import { pathOf, type Value } from '../values/value.ts';

/** A `match` that covers the whole path, after its enclosing ones, each with the values of its wildcards. */
export type Covering = readonly { match: Match; variables: ReadonlyMap<string, Value> }[];

/**
 * Finds every `match` that covers the whole path, in the order of the file. `{x}` matches one segment, a string.
 * `{x=**}` matches the rest, a path: at least one segment in version 1, any number in version 2
 * (docs/rules/rules-language, "Recursive wildcards").
 */
export function covering(service: Body, path: readonly string[], version: 1 | 2): Covering[] {
  const found: Covering[] = [];
  const visit = (matches: readonly Match[], rest: readonly string[], around: Covering) => {
    for (const match of matches) {
      const before = found.length;
      for (const { takenAt, variables } of prefixes(match.path, rest, version)) {
        const chain = [...around, { match, variables }];
        const left = rest.slice(takenAt);
        const already = found.slice(before).some((other) => other.at(-1)?.match === match);
        if (left.length === 0 && !already) found.push(chain);
        visit(match.body.matches, left, chain);
      }
    }
  };
  visit(service.matches, path, []);
  return found;
}

interface Prefix {
  takenAt: number;
  variables: Map<string, Value>;
}

/** The prefixes of the path that the segments of one `match` can cover, the shortest first. */
function prefixes(segments: readonly MatchSegment[], path: readonly string[], version: 1 | 2): Prefix[] {
  const [first, ...others] = segments;
  if (!first) return [{ takenAt: 0, variables: new Map() }];
  const step = (takenAt: number, value?: Value): Prefix[] =>
    prefixes(others, path.slice(takenAt), version).map((rest) => ({
      takenAt: rest.takenAt + takenAt,
      variables:
        first.kind === 'literal' || value === undefined
          ? rest.variables
          : new Map([[first.name, value], ...rest.variables]),
    }));
  const segment = path[0];
  switch (first.kind) {
    case 'literal':
      return segment === first.text ? step(1) : [];
    case 'one':
      return segment === undefined ? [] : step(1, segment);
    case 'many': {
      const min = version === 1 ? 1 : 0;
      const lengths = Array.from({ length: path.length + 1 - min }, (_, index) => index + min);
      return lengths.flatMap((length) => step(length, pathOf(path.slice(0, length))));
    }
  }
}
