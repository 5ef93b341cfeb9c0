import { join } from 'node:path';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';
import { ROOT } from './tracked-files.ts';

// Without type information, since these files are never written to disk.
const eslint = new ESLint({
  cwd: ROOT,
  ruleFilter: ({ ruleId }) => ruleId.startsWith('no-restricted-'),
  overrideConfig: { languageOptions: { parserOptions: { projectService: false, project: null } } },
});

async function lint(file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: join(ROOT, file) });
  return (result?.messages ?? []).map(({ message }) => message);
}

test.each(['Date.now()', 'new Date()', 'Math.random()'])('ESLint refuses %s in the model', async (call) => {
  const text = `export const x = ${call};\n`;
  expect(await lint('model/src/x.ts', text)).toEqual([expect.stringMatching(/as a parameter/)]);
  expect(await lint('functions/src/adapters/x.ts', text)).toEqual([]);
});
