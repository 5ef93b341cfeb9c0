const replaced = (pattern: string, at: number, length: number, by: string): string =>
  pattern.slice(0, at) + by + pattern.slice(at + length);

/** One pattern for each replacement of each match of `found`. */
function each(pattern: string, found: RegExp, by: (match: RegExpExecArray) => readonly string[]): string[] {
  return [...pattern.matchAll(found)].flatMap((match) =>
    by(match).map((text) => replaced(pattern, match.index, match[0].length, text)),
  );
}

/** Drops one alternative of each innermost group. */
const withoutAlternatives = (pattern: string): string[] =>
  each(pattern, /\(([^()]*\|[^()]*)\)/g, ([, inside = '']) => {
    const alternatives = inside.split('|');
    return alternatives.map((one) => `(${alternatives.filter((other) => other !== one).join('|')})`);
  });

/** Faulty variants of a regular expression: without an anchor, longer, shorter, other letters. */
export function wrongPatterns(pattern: string): string[] {
  const all = [
    ...(pattern.startsWith('^') ? [`^.*${pattern.slice(1)}`] : []),
    ...(pattern.endsWith('$') ? [`${pattern.slice(0, -1)}.*$`] : []),
    ...each(pattern, /\{(\d+)\}/g, ([, n]) => [`{${Number(n) - 1},${n}}`, `{${n},${Number(n) + 1}}`, '+']),
    ...each(pattern, /\[a-z2-7\]/g, () => ['[a-z0-9]', '[A-Za-z2-7]', '[2-7]', '[a-z]', '.']),
    ...each(pattern, /(?<=[\].)])\+/g, () => ['*']),
    ...each(pattern, /(?<=[\].)])\*/g, () => ['?', '+']),
    ...withoutAlternatives(pattern),
  ];
  return [...new Set(all)].filter((one) => one !== pattern);
}
