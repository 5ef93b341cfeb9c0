import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CASES, ENTRIES } from './cases/all.ts';
import type { Outcome } from './cases/case.ts';

/** The README of this folder; its tables are generated from the cases. */
export const README = fileURLToPath(new URL('README.md', import.meta.url));

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text: string) => `\`${cell(text)}\``;

/** `1–3, 7`: the numbers of an entry's cases with one outcome. */
function numbers(group: string, name: string, expect: Outcome): string {
  const ids = CASES.filter((one) => one.group === group && one.entry === name && one.expect === expect).map(
    ({ id }) => id,
  );
  const runs: [number, number][] = [];
  for (const id of ids) {
    const last = runs.at(-1);
    if (last && last[1] === id - 1) last[1] = id;
    else runs.push([id, id]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
}

function entryTable(): string {
  const rows = ENTRIES.map(({ group, name, section, shared }) => {
    const outcomes = (['allow', 'deny', 'error', 'refused'] as const).map((outcome) => numbers(group, name, outcome));
    const link = `[${cell(section)}](https://firebase.google.com/${section.replace(/ .*/, '')})`;
    return `| ${group} | ${code(name)} | ${outcomes.join(' | ')} | ${shared ? 'yes' : ''} | ${link} |`;
  });
  return [
    '| kind | entry | allow | deny | error | refused | Firestore too | reference |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function differenceTable(): string {
  const rows = CASES.flatMap((one) =>
    one.differs === undefined
      ? []
      : [`| ${one.id} | ${code(one.condition ?? '')} | ${one.expect} | ${cell(one.differs)} |`],
  );
  return ['| case | condition | here | why |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** Returns the README with tables generated from the current cases. */
export function withTables(text: string): string {
  const tables: Record<string, string> = {
    count: `${CASES.length} cases of ${ENTRIES.length} entries, ${CASES.filter((one) => one.shared && one.expect !== 'refused').length} of them run through hidane too.`,
    differences: differenceTable(),
    entries: entryTable(),
  };
  return Object.entries(tables).reduce(
    (result, [name, table]) =>
      result.replace(
        new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`),
        (_, open: string, close: string) => `${open}\n${table}\n\n${close}`,
      ),
    text,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await writeFile(README, withTables(await readFile(README, 'utf8')));
