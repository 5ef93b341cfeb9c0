import { beforeEach, expect, test, vi } from 'vitest';
import { ApiError, type ApiErrorCode } from '@maru/model/api/error';
import { pendingInviteStore } from '#lib/device/pending-invite.ts';
import { Unreachable } from '#lib/firebase/cloud.ts';
import { JoinByInvite } from './join-by-invite.svelte.ts';

const secret = 'abcdefghijklmnopqrstuvwxyz234567';
const held = pendingInviteStore(sessionStorage);
beforeEach(() => {
  held.current = { secret, isAccepted: false };
});

function joinByInvite(answer: () => Promise<unknown>) {
  const call = vi.fn<(name: string) => Promise<unknown>>(answer);
  return { call, way: new JoinByInvite({ call } as never, held, secret) };
}

test('looking at an invite asks once and redeems nothing', async () => {
  const { call, way } = joinByInvite(() => Promise.resolve({ library: '우리 집', by: '지우', as: 'viewer' }));
  await way.look();
  expect(call.mock.calls.map(([name]) => name)).toEqual(['previewInvite']);
  expect(way.what?.library).toBe('우리 집');
  expect(held.current).toEqual({ secret, isAccepted: false });
});

test('who came lets the link go', async () => {
  const { way } = joinByInvite(() => Promise.resolve({ library: 'l' }));
  way.intend(true);
  expect(await way.come()).toEqual({ library: 'l' });
  expect(held.current).toBeUndefined();
});

test.each(['not-found', 'invite-expired', 'invite-used'] as const)('%s is final: the link is let go', async (code) => {
  const { way } = joinByInvite(() => Promise.reject(new ApiError(code)));
  expect(await way.come()).toBeUndefined();
  expect(way.joinError).toBe(code);
  expect(held.current).toBeUndefined();
});

test.each(['wrong-person', 'rate-limited', 'unverified'] satisfies ApiErrorCode[])(
  '%s keeps the link for another try, which nobody begins by themselves',
  async (code) => {
    const { way } = joinByInvite(() => Promise.reject(new ApiError(code)));
    way.intend(true);
    await way.come();
    expect(way.joinError).toBe(code);
    expect(held.current).toEqual({ secret, isAccepted: false });
  },
);

test('without a network the link is kept', async () => {
  const { way } = joinByInvite(() => Promise.reject(new Unreachable()));
  await way.look();
  expect(way.joinError).toBe('offline');
  expect(held.current?.secret).toBe(secret);
});

test('two presses come once', async () => {
  const { call, way } = joinByInvite(() => Promise.resolve({ library: 'l' }));
  await Promise.all([way.come(), way.come()]);
  expect(call).toHaveBeenCalledTimes(1);
});
