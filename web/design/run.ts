import { join } from 'node:path';
import { argv } from 'node:process';
import { build, createServer } from 'vite';

// `npm run design` serves the design page and follows changes; with a folder it builds the page there.
const configFile = join(import.meta.dirname, 'vite.config.ts');
const [outDir] = argv.slice(2);
if (outDir !== undefined) await build({ configFile, logLevel: 'warn', build: { outDir } });
else {
  const server = await createServer({ configFile });
  await server.listen();
  server.printUrls();
}
