import type { Body, Match, MatchSegment } from '../syntax/ast.ts';
import { pathOf, type Value } from '../values/value.ts';

/** A `match` that covers the whole path: those around it and itself, each with what its wildcards hold. */
export type Covering = readonly { match: Match; variables: ReadonlyMap<string, Value> }[];

/**
 * Every `match` that covers the whole path, in the order of the file. `{x}` holds one segment as a string,
 * `{x=**}` the rest as a path: one segment or more in version 1, none or more in version 2
 * (docs/rules/rules-language, "Recursive wildcards").
 */
export function covering(service: Body, path: readonly string[], version: 1 | 2): Covering[] {
  const found: Covering[] = [];
  const visit = (matches: readonly Match[], rest: readonly string[], around: Covering) => {
    for (const match of matches) {
      const before = found.length;
      for (const { taken, variables } of ways(match.path, rest, version)) {
        const chain = [...around, { match, variables }];
        const left = rest.slice(taken);
        const already = found.slice(before).some((other) => other.at(-1)?.match === match);
        if (left.length === 0 && !already) found.push(chain);
        visit(match.body.matches, left, chain);
      }
    }
  };
  visit(service.matches, path, []);
  return found;
}

interface Way {
  taken: number;
  variables: Map<string, Value>;
}

/** The ways in which the segments of one `match` take a beginning of the path, the shortest first. */
function ways(segments: readonly MatchSegment[], path: readonly string[], version: 1 | 2): Way[] {
  const [first, ...others] = segments;
  if (!first) return [{ taken: 0, variables: new Map() }];
  const step = (taken: number, value?: Value): Way[] =>
    ways(others, path.slice(taken), version).map((way) => ({
      taken: way.taken + taken,
      variables:
        first.kind === 'literal' || value === undefined
          ? way.variables
          : new Map([[first.name, value], ...way.variables]),
    }));
  const segment = path[0];
  switch (first.kind) {
    case 'literal':
      return segment === first.text ? step(1) : [];
    case 'one':
      return segment === undefined ? [] : step(1, segment);
    case 'many': {
      const fewest = version === 1 ? 1 : 0;
      const lengths = Array.from({ length: path.length + 1 - fewest }, (_, index) => index + fewest);
      return lengths.flatMap((length) => step(length, pathOf(path.slice(0, length))));
    }
  }
}
