import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_REGION } from '@maru/model';
import { expect, test } from 'vitest';
import { localFirebaseJson, localFirebaseRc, allowEmulators, type FirebaseJson } from './local-firebase.ts';
import { localMaruConfig } from './web-config.ts';
import { blockOfPorts, freePorts, PortTaken, isFree } from './ports.ts';
import { ROOT } from './root.ts';

const project = JSON.parse(readFileSync(join(ROOT, 'firebase.json'), 'utf8')) as FirebaseJson & {
  hosting: { rewrites: object[] };
};

test('rewrites /api to the API and every other path to the app', () => {
  const api = { source: '/api/**', function: { functionId: 'api', region: DEFAULT_REGION } };
  expect(project.hosting.rewrites).toEqual([api, { source: '**', destination: '/200.html' }]);
});

test('the CSP applies to pages, but not to the paths of Firebase below /__/', () => {
  const rule = project.hosting.headers.find(({ headers }) =>
    headers.some(({ key }) => key.startsWith('Content-Security')),
  );
  const pattern = new RegExp(String(rule?.['regex']));
  for (const path of ['/', '/album/1', '/_app/immutable/x.js', '/_', '/maru.json']) expect(path).toMatch(pattern);
  for (const path of ['/__/auth/handler', '/__/firebase/init.json']) expect(path).not.toMatch(pattern);
});

test('extends the CSP by the ports of the emulators only', async () => {
  const ports = await freePorts();
  const policy = allowEmulators(
    "object-src 'none'; connect-src 'self'; img-src 'self'; media-src 'self'; frame-ancestors 'none'",
    ports,
  );
  expect(policy).toContain(
    `connect-src 'self' http://127.0.0.1:${String(ports.auth)} http://localhost:${String(ports.auth)}`,
  );
  expect(policy).toContain(`http://127.0.0.1:${String(ports.storageProxy)}`);
  expect(policy).not.toContain(`:${String(ports.storage)} `);
  expect(policy).toContain("object-src 'none'; ");
  const local = localFirebaseJson(project, ports);
  expect(JSON.stringify(local)).not.toContain('Strict-Transport-Security');
  expect(local['emulators']).toMatchObject({
    hosting: { host: '127.0.0.1', port: ports.hosting },
    ui: { enabled: false },
  });
});

test('the web app gets the port of the proxy, not of the Storage emulator', async () => {
  const ports = await freePorts();
  const config = JSON.stringify(localMaruConfig('demo-maru', ports));
  expect(config).toContain(String(ports.storageProxy));
  expect(config).not.toContain(String(ports.storage));
});

test('maps the storage targets to the buckets', () => {
  expect(localFirebaseRc('demo-maru', { originals: 'a', renditions: 'b' })).toMatchObject({
    targets: { 'demo-maru': { storage: { originals: ['a'], renditions: ['b'] } } },
  });
});

test('refuses a block with a port in use and names the port', async () => {
  const { createServer } = await import('node:net');
  const [ports, server] = [await freePorts(), createServer()];
  await new Promise<void>((resolve) => server.listen(ports.firestore, '127.0.0.1', resolve));
  expect(await isFree(ports.firestore)).toBe(false);
  const refused = blockOfPorts(ports.hosting);
  await expect(refused).rejects.toBeInstanceOf(PortTaken);
  await expect(refused).rejects.toMatchObject({ port: ports.firestore });
  server.close();
});

test('a block is chosen once, even before anything listens on its ports', async () => {
  const choose = (): ReturnType<typeof freePorts> => {
    let position = 0;
    return freePorts(() => (position += 0.01));
  };
  expect((await choose()).hosting).not.toBe((await choose()).hosting);
});
