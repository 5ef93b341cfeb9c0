const replaced = (pattern: string, at: number, length: number, replacements: string): string =>
  pattern.slice(0, at) + replacements + pattern.slice(at + length);

/** Returns one pattern for each replacement of each match of `found`. */
function replaceEach(
  pattern: string,
  matcher: RegExp,
  replacements: (match: RegExpExecArray) => readonly string[],
): string[] {
  return [...pattern.matchAll(matcher)].flatMap((match) =>
    replacements(match).map((text) => replaced(pattern, match.index, match[0].length, text)),
  );
}

/** Drops one alternative of each innermost group. */
const withoutAlternatives = (pattern: string): string[] =>
  replaceEach(pattern, /\(([^()]*\|[^()]*)\)/g, ([, inside = '']) => {
    const alternatives = inside.split('|');
    return alternatives.map((one) => `(${alternatives.filter((other) => other !== one).join('|')})`);
  });

/** Returns faulty variants of a regular expression: without an anchor, longer, shorter, with other letters. */
export function wrongPatterns(pattern: string): string[] {
  const all = [
    ...(pattern.startsWith('^') ? [`^.*${pattern.slice(1)}`] : []),
    ...(pattern.endsWith('$') ? [`${pattern.slice(0, -1)}.*$`] : []),
    ...replaceEach(pattern, /\{(\d+)\}/g, ([, n]) => [`{${Number(n) - 1},${n}}`, `{${n},${Number(n) + 1}}`, '+']),
    ...replaceEach(pattern, /\[a-z2-7\]/g, () => ['[a-z0-9]', '[A-Za-z2-7]', '[2-7]', '[a-z]', '.']),
    ...replaceEach(pattern, /(?<=[\].)])\+/g, () => ['*']),
    ...replaceEach(pattern, /(?<=[\].)])\*/g, () => ['?', '+']),
    ...withoutAlternatives(pattern),
  ];
  return [...new Set(all)].filter((one) => one !== pattern);
}
