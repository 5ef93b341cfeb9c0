/** Adds sources to directives of a Content-Security-Policy; a directive that it lacks is an error. */
export function allowSources(policy: string, sources: Readonly<Record<string, readonly string[]>>): string {
  const directives = policy.split(';').map((directive) => directive.trim());
  const names = directives.map((directive) => directive.split(' ', 1)[0] ?? '');
  const absent = Object.keys(sources).find((name) => !names.includes(name));
  if (absent !== undefined) throw new Error(`the policy has no ${absent}`);
  return directives.map((directive, i) => [directive, ...(sources[names[i] ?? ''] ?? [])].join(' ')).join('; ');
}
