import { expect, it } from 'vitest';
import { GoogleClient } from './client.ts';
import { GoogleError } from './google-error.ts';
import { addGrants, removeMember, type IamResource } from './iam.ts';

type Policy = Awaited<ReturnType<IamResource['read']>>;

const google = new GoogleClient({
  project: 'p',
  env: {},
  token: () => Promise.resolve(''),
  wait: () => Promise.resolve(),
});
const refusal = (status: number, message = ''): GoogleError => new GoogleError('', { status, reason: '', message });

/** A policy that refuses the first writes with the given errors. */
function createResource(policy: Policy, refusals: GoogleError[] = []) {
  const written: Policy[] = [];
  let reads = 0;
  const resource: IamResource = {
    read: () => Promise.resolve({ ...policy, etag: `e${String(++reads)}` }),
    write: (next) => {
      const refused = refusals.shift();
      if (refused !== undefined) return Promise.reject(refused);
      return Promise.resolve(written.push(next));
    },
  };
  return { resource, written };
}

const owner = { role: 'roles/owner', members: ['user:a@b.c'] };
const conditional = { role: 'roles/run.invoker', members: ['user:x@y.z'], condition: { expression: 'e' } };
const grant = { role: 'roles/run.invoker', member: 'serviceAccount:s@p' };

it('adds what is missing and leaves everything else, conditions too', async () => {
  const { resource, written } = createResource({ bindings: [owner, conditional] });
  await addGrants(google, resource, [grant, { role: 'roles/owner', member: 'user:a@b.c' }]);
  expect(written).toEqual([
    {
      etag: 'e1',
      version: 3,
      bindings: [owner, conditional, { role: 'roles/run.invoker', members: ['serviceAccount:s@p'] }],
    },
  ]);
});

it('writes nothing if all grants exist', async () => {
  const { resource, written } = createResource({ bindings: [{ role: grant.role, members: [grant.member] }] });
  await addGrants(google, resource, [grant]);
  expect(written).toEqual([]);
});

it('reads again after somebody else changed the policy, or until a new account is known', async () => {
  const { resource, written } = createResource({}, [
    refusal(409),
    refusal(412),
    refusal(400, 'Service account s@p does not exist.'),
  ]);
  await addGrants(google, resource, [grant]);
  expect(written.map(({ etag }) => etag)).toEqual(['e4']);
});

it('does not repeat a write that is refused for another reason', async () => {
  const { resource } = createResource({}, [refusal(403)]);
  await expect(addGrants(google, resource, [grant])).rejects.toMatchObject({ status: 403 });
});

it('removes a member from every role, also after it was deleted', async () => {
  const deleted = { role: 'roles/b', members: ['deleted:serviceAccount:s@p?uid=1'] };
  const { resource, written } = createResource({
    bindings: [owner, { role: 'roles/a', members: ['serviceAccount:s@p', 'user:k@l.m'] }, deleted],
  });
  await removeMember(google, resource, 'serviceAccount:s@p');
  expect(written[0]?.bindings).toEqual([owner, { role: 'roles/a', members: ['user:k@l.m'] }]);
});
