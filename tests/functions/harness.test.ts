import { expect, test } from 'vitest';
import { createClient, signInAs, waitFor, useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';

test('the emulators tell the web app where everything is', async () => {
  const { urls, config } = useEmulators();
  const told: unknown = await (await fetch(`${urls.app}/maru.json`)).json();
  expect(told).toEqual(config);
});

test('a person signs in with a verified Google address, and again as the same one', async () => {
  const mother = await signInAs('엄마');
  const claims = (await mother.auth.currentUser?.getIdTokenResult())?.claims;
  expect(claims).toMatchObject({ email: mother.address, email_verified: true, name: '엄마' });
  expect(claims?.['firebase']).toMatchObject({ sign_in_provider: 'google.com' });
  const again = await signInAs('엄마', { address: mother.address });
  expect(again.uid).toBe(mother.uid);
  await Promise.all([mother.close(), again.close()]);
});

test('who may begin is what deploy names', async () => {
  const owner = await signInAs('지우', { mayBegin: true });
  expect((await inspect.doc('installation/access'))?.['allowed']).toContain(owner.address);
  await owner.close();
});

test('nobody is signed in on a plain client', async () => {
  const nobody = createClient();
  expect(nobody.auth.currentUser).toBeNull();
  await nobody.close();
});

test('waiting ends with an error when nothing comes', async () => {
  await expect(waitFor('a day that never comes', () => Promise.resolve(false), 100)).rejects.toThrow('waited 100 ms');
});
