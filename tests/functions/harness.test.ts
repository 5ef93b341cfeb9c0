import { expect, test } from 'vitest';
import { createClient, signInAs, waitFor, useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';

test('the emulators publish the configuration of the web app', async () => {
  const { urls, config } = useEmulators();
  const published: unknown = await (await fetch(`${urls.app}/maru.json`)).json();
  expect(published).toEqual(config);
});

test('signing in with the same Google address again is the same person', async () => {
  const mother = await signInAs('엄마');
  const claims = (await mother.auth.currentUser?.getIdTokenResult())?.claims;
  expect(claims).toMatchObject({ email: mother.address, email_verified: true, name: '엄마' });
  expect(claims?.['firebase']).toMatchObject({ sign_in_provider: 'google.com' });
  const again = await signInAs('엄마', { address: mother.address });
  expect(again.uid).toBe(mother.uid);
  await Promise.all([mother.close(), again.close()]);
});

test('the deployment decides who may create libraries', async () => {
  const owner = await signInAs('지우', { canCreateLibrary: true });
  expect((await inspect.doc('installation/access'))?.['allowed']).toContain(owner.address);
  await owner.close();
});

test('a new client has nobody signed in', async () => {
  const nobody = createClient();
  expect(nobody.auth.currentUser).toBeNull();
  await nobody.close();
});

test('waitFor rejects after its timeout', async () => {
  await expect(waitFor('something that never happens', () => Promise.resolve(false), 100)).rejects.toThrow(
    'timed out after 100 ms',
  );
});
