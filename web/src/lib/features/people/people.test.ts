import type { AlbumId, ApiResponse, CircleId, Circle, InviteId, LibraryId, Role, Uid } from '@maru/model';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { openMenus } from '../../ui/popovers.fake.ts';
import MemberList from './MemberList.svelte';
import AccessRequestForm from './AccessRequestForm.svelte';
import AccessRequestList from './AccessRequestList.svelte';
import CircleForm from './CircleForm.svelte';
import CircleList from './CircleList.svelte';
import GuestList from './GuestList.svelte';
import InviteList from './InviteList.svelte';
import MemberPanel from './MemberPanel.svelte';

overwriteGetLocale(() => 'ko');
afterEach(cleanup);

const person = (uid: string, name: string, role: Role) => ({ uid: uid as Uid, role, member: { name, joinedAt: 1 } });
const [mother, owner, editor] = [
  person('a', '영희', 'viewer'),
  person('b', '민수', 'owner'),
  person('c', '순자', 'editor'),
];
const people = [mother, owner, editor];
const click = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });

test('members are buttons for those who may manage them, except oneself', async () => {
  const onopen = vi.fn<(uid: Uid) => void>();
  const { rerender } = render(MemberList, { people, me: owner.uid });
  expect(screen.queryAllByRole('button')).toEqual([]);
  expect(screen.getAllByRole('listitem').map((row) => row.textContent.replaceAll(/\s+/g, ' ').trim())).toEqual([
    '영희 영희 보는 사람',
    '민수 민수 (나) 주인',
    '순자 순자 사진 올리는 사람',
  ]);
  await rerender({ people, me: owner.uid, onopen });
  expect(screen.getAllByRole('button')).toHaveLength(2);
  await click(/영희/);
  expect(onopen.mock.calls).toEqual([['a']]);
});

const createHandlers = () => ({
  onrole: vi.fn<(role: Role) => void>(),
  ontransfer: vi.fn<() => void>(),
  onremove: vi.fn<() => void>(),
});

test('a role changes only when it is saved', async () => {
  const handlers = createHandlers();
  render(MemberPanel, { person: mother, busy: false, ...handlers });
  expect(screen.queryByRole('button', { name: '저장' })).toBeNull();
  await fireEvent.click(screen.getByLabelText(/사진 올리는 사람/));
  expect(handlers.onrole).not.toHaveBeenCalled();
  await click('저장');
  expect(handlers.onrole.mock.calls).toEqual([['editor']]);
});

test('asks for confirmation before removing a member, and states the consequences', async () => {
  const handlers = createHandlers();
  render(MemberPanel, { person: mother, busy: false, openLinks: 2, ...handlers });
  await click('보관함에서 내보내기');
  expect(handlers.onremove).not.toHaveBeenCalled();
  expect(screen.getByText(/더 이상 볼 수 없고.*다시 초대해야 들어올 수 있어요/)).toBeTruthy();
  expect(screen.getByText('영희님이 올린 사진은 보관함에 그대로 남아요.')).toBeTruthy();
  expect(screen.getByText(/아직 쓸 수 있는 초대 링크가 2개/)).toBeTruthy();
  await click('아니요');
  await click('보관함에서 내보내기');
  await click('내보내기');
  expect(handlers.onremove).toHaveBeenCalledOnce();
});

test('asks for confirmation before transferring ownership', async () => {
  const handlers = createHandlers();
  render(MemberPanel, { person: mother, busy: false, openLinks: 0, ...handlers });
  await click('주인 바꾸기');
  expect(handlers.ontransfer).not.toHaveBeenCalled();
  await click('바꾸기');
  expect(handlers.ontransfer).toHaveBeenCalledOnce();
});

const L = 'l'.repeat(20) as LibraryId;
const requests: ApiResponse<'listAccessRequests'>['requests'] = [
  { uid: 's' as Uid, name: '이수진', message: '지우 친구예요', address: 's@example.com', library: L, at: Date.now() },
  { uid: 't' as Uid, name: '최민호', message: '', address: 't@example.com', at: Date.now() },
];

test('accepts a request as a viewer with one click; other roles and creating a library are in a menu', async () => {
  const onaccept = vi.fn<(ask: (typeof requests)[number], role: Role) => void>();
  const onallowcreate = vi.fn<(ask: (typeof requests)[number]) => void>();
  const ondecline = vi.fn<(ask: (typeof requests)[number]) => void>();
  render(AccessRequestList, {
    requests,
    otherOf: ({ library }: (typeof requests)[number]) => library && '외갓집',
    onaccept,
    onallowcreate,
    ondecline,
  });
  const [first, second] = screen.getAllByRole('listitem').map((row) => within(row));
  expect(first?.getByText('“지우 친구예요”')).toBeTruthy();
  expect(first?.getByText('‘외갓집’ 보관함에 들어오고 싶어 해요')).toBeTruthy();
  expect(second?.queryByText(/“/)).toBeNull();
  await click('이수진님 들어오게 하기');
  expect(onaccept.mock.calls).toEqual([[requests[0], 'viewer']]);
  await click('최민호님 거절하기');
  expect(ondecline.mock.calls).toEqual([[requests[1]]]);
  // Only for a request without a library.
  await openMenus();
  const allowCreate = screen.getAllByRole('button', { name: '보관함을 만들 수 있게 하기', hidden: true });
  expect(allowCreate).toHaveLength(1);
});

test('an access request needs a name but no message', async () => {
  const onrequest = vi.fn<(name: string, text: string) => void>();
  render(AccessRequestForm, { name: '이수진', busy: false, onrequest });
  await type('내 이름', '  ');
  await click('부탁하기');
  expect(screen.getByText('이름을 적어 주세요.')).toBeTruthy();
  await type('내 이름', ' 수진 이모 ');
  await click('부탁하기');
  await type('주인에게 한마디', '지우 이모예요');
  await click('부탁하기');
  expect(onrequest.mock.calls).toEqual([
    ['수진 이모', ''],
    ['수진 이모', '지우 이모예요'],
  ]);
});

test('a circle has a name and members, and lists them', async () => {
  const onsave = vi.fn<(circle: Circle) => void>();
  const circle: Circle = { name: '엄마 쪽', members: [mother.uid, editor.uid] };
  render(CircleList, { circles: [['c' as CircleId, circle]], people, onopen: () => undefined });
  expect(screen.getByRole('button').textContent).toMatch(/엄마 쪽.*영희, 순자/s);
  cleanup();
  render(CircleForm, { people, busy: false, onsave });
  await click('모임 만들기');
  expect(screen.getByText('모임 이름을 적어 주세요.')).toBeTruthy();
  await type('모임 이름', ' 엄마 쪽 ');
  await fireEvent.click(screen.getByRole('checkbox', { name: '영희' }));
  await click('모임 만들기');
  const created = { name: '엄마 쪽', members: ['a'] };
  expect(onsave.mock.calls).toEqual([[created, created]]);
  expect(screen.queryByRole('button', { name: '모임 삭제' })).toBeNull();
});

test('renaming a circle does not send its members, which somebody else may have changed meanwhile', async () => {
  const onsave = vi.fn<(circle: Circle, changed: Partial<Circle>) => void>();
  const circle = { name: '외가', members: [mother.uid, editor.uid] };
  const { rerender } = render(CircleForm, { people, circle, busy: false, onsave });
  await rerender({ circle: { ...circle, members: [editor.uid] } });
  await type('모임 이름', '엄마 쪽');
  await click('저장');
  expect(onsave.mock.calls[0]?.[1]).toEqual({ name: '엄마 쪽' });
});

test('lists guests, the latest first, with a button to remove each', async () => {
  const onremove = vi.fn<(uid: Uid) => void>();
  const guests = { g: { name: '철수', since: 1 }, h: { name: '미자', since: 2 } };
  render(GuestList, { guests, onremove });
  expect(screen.getAllByRole('button').map((one) => one.getAttribute('aria-label'))).toEqual([
    '미자님 내보내기',
    '철수님 내보내기',
  ]);
  await click('철수님 내보내기');
  expect(onremove.mock.calls).toEqual([['g']]);
});

const NOW = Date.parse('2026-05-10T03:00:00Z');
type Invite = ApiResponse<'listInvites'>['invites'][number];
const invite = (id: string, fields: Partial<Invite>): Invite => ({
  id: id.repeat(64) as InviteId,
  as: 'viewer',
  uses: 1,
  usedBy: [],
  expiresAt: NOW + 1000,
  by: owner.uid,
  byName: '민수',
  at: NOW - 1000,
  ...fields,
});

test('describes invites; only open ones can be revoked', async () => {
  const onrevoke = vi.fn<(one: Invite) => void>();
  const invites = [
    invite('1', { for: 'umma@example.com' }),
    invite('2', {
      as: 'guest',
      album: 'x'.repeat(20) as AlbumId,
      uses: 5,
      usedBy: [{ uid: 'g' as Uid, name: '철수', at: 1 }],
    }),
    invite('3', { expiresAt: NOW }),
    invite('4', { usedBy: [{ uid: 'h' as Uid, name: '미자', at: 1 }] }),
  ];
  render(InviteList, { invites, now: NOW, titleOf: () => '제주 여름', onrevoke });
  const rows = screen.getAllByRole('listitem');
  const texts = rows.map((row) => row.textContent.replaceAll(/\s+/g, ' '));
  expect(texts[0]).toContain('가족으로 초대(보기만) umma@example.com');
  expect(texts[1]).toMatch(/‘제주 여름’ 앨범의 손님으로 초대 링크를 받은 사람.*철수님이 들어왔어요\(5명 중 1명\)/);
  expect(texts[2]).toContain('기간이 지났어요');
  expect(texts[3]).toContain('이미 사용한 초대예요');
  expect(rows.map((row) => within(row).queryAllByRole('button').length)).toEqual([1, 1, 0, 0]);
  await fireEvent.click(within(rows[1] as HTMLElement).getByRole('button'));
  expect(onrevoke.mock.calls).toEqual([[invites[1]]]);
});
