import { beforeEach, expect, test, vi } from 'vitest';
import { ApiError, type ApiErrorCode } from '@maru/model/api/error';
import { pendingInviteStore } from '#lib/device/pending-invite.ts';
import { Unreachable } from '@maru/model/api/unreachable';
import { JoinByInvite } from './join-by-invite.svelte.ts';

const secret = 'abcdefghijklmnopqrstuvwxyz234567';
const store = pendingInviteStore(sessionStorage);
beforeEach(() => {
  store.current = { secret, isAccepted: false };
});

function setup(respond: () => Promise<unknown>) {
  const call = vi.fn<(name: string) => Promise<unknown>>(respond);
  return { call, invite: new JoinByInvite({ call } as never, store, secret) };
}

test('a preview is one call and redeems nothing', async () => {
  const { call, invite } = setup(() => Promise.resolve({ library: '우리 집', by: '지우', as: 'viewer' }));
  await invite.loadPreview();
  expect(call.mock.calls.map(([name]) => name)).toEqual(['previewInvite']);
  expect(invite.preview?.library).toBe('우리 집');
  expect(store.current).toEqual({ secret, isAccepted: false });
});

test('forgets the invite after joining', async () => {
  const { invite } = setup(() => Promise.resolve({ library: 'l' }));
  invite.setAccepted(true);
  expect(await invite.join()).toEqual({ library: 'l' });
  expect(store.current).toBeUndefined();
});

test.each(['not-found', 'invite-expired', 'invite-used'] as const)('forgets the invite after %s', async (code) => {
  const { invite } = setup(() => Promise.reject(new ApiError(code)));
  expect(await invite.join()).toBeUndefined();
  expect(invite.error).toBe(code);
  expect(store.current).toBeUndefined();
});

test.each(['wrong-person', 'rate-limited', 'unverified'] satisfies ApiErrorCode[])(
  'keeps the invite after %s, but does not retry automatically',
  async (code) => {
    const { invite } = setup(() => Promise.reject(new ApiError(code)));
    invite.setAccepted(true);
    await invite.join();
    expect(invite.error).toBe(code);
    expect(store.current).toEqual({ secret, isAccepted: false });
  },
);

test('keeps the invite if there is no network', async () => {
  const { invite } = setup(() => Promise.reject(new Unreachable()));
  await invite.loadPreview();
  expect(invite.error).toBe('offline');
  expect(store.current?.secret).toBe(secret);
});

test('joins once if the button is pressed twice', async () => {
  const { call, invite } = setup(() => Promise.resolve({ library: 'l' }));
  await Promise.all([invite.join(), invite.join()]);
  expect(call).toHaveBeenCalledTimes(1);
});
