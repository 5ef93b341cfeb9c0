import type { AlbumId, ApiResponse, CircleId, Circle, InviteId, LibraryId, Role, Uid } from '@maru/model';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
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
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });

test('the people can be tapped by who may change them, and nobody taps themselves', async () => {
  const onopen = vi.fn<(uid: Uid) => void>();
  const { rerender } = render(MemberList, { people, me: owner.uid });
  expect(screen.queryAllByRole('button')).toEqual([]);
  expect(screen.getAllByRole('listitem').map((row) => row.textContent.replaceAll(/\s+/g, ' ').trim())).toEqual([
    '영 영희 보는 사람',
    '민 민수 (나) 주인',
    '순 순자 사진 올리는 사람',
  ]);
  await rerender({ people, me: owner.uid, onopen });
  expect(screen.getAllByRole('button')).toHaveLength(2);
  await press(/영희/);
  expect(onopen.mock.calls).toEqual([['a']]);
});

const verbs = () => ({
  onrole: vi.fn<(role: Role) => void>(),
  ontransfer: vi.fn<() => void>(),
  onremove: vi.fn<() => void>(),
});

test('another role is chosen first and given then', async () => {
  const given = verbs();
  render(MemberPanel, { person: mother, busy: false, ...given });
  expect(screen.queryByRole('button', { name: '저장' })).toBeNull();
  await fireEvent.click(screen.getByLabelText(/사진 올리는 사람/));
  expect(given.onrole).not.toHaveBeenCalled();
  await press('저장');
  expect(given.onrole.mock.calls).toEqual([['editor']]);
});

test('nobody is let go before it was said what they lose, what stays, how they come back, and what else is open', async () => {
  const given = verbs();
  render(MemberPanel, { person: mother, busy: false, openLinks: 2, ...given });
  await press('보관함에서 내보내기');
  expect(given.onremove).not.toHaveBeenCalled();
  expect(screen.getByText(/더 이상 볼 수 없고.*다시 초대해야 들어올 수 있어요/)).toBeTruthy();
  expect(screen.getByText('영희님이 올린 사진은 보관함에 그대로 남아요.')).toBeTruthy();
  expect(screen.getByText(/아직 쓸 수 있는 초대 링크가 2개/)).toBeTruthy();
  await press('아니요');
  await press('보관함에서 내보내기');
  await press('내보내기');
  expect(given.onremove).toHaveBeenCalledOnce();
});

test('ownership is not handed over by one press', async () => {
  const given = verbs();
  render(MemberPanel, { person: mother, busy: false, openLinks: 0, ...given });
  await press('주인 바꾸기');
  expect(given.ontransfer).not.toHaveBeenCalled();
  await press('바꾸기');
  expect(given.ontransfer).toHaveBeenCalledOnce();
});

const L = 'l'.repeat(20) as LibraryId;
const requests: ApiResponse<'listAccessRequests'>['requests'] = [
  { uid: 's' as Uid, name: '이수진', message: '지우 친구예요', address: 's@example.com', library: L, at: Date.now() },
  { uid: 't' as Uid, name: '최민호', message: '', address: 't@example.com', at: Date.now() },
];

test('who asks is let in as who looks by one tap; another role and beginning are behind a menu', async () => {
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
  await press('이수진님 들어오게 하기');
  expect(onaccept.mock.calls).toEqual([[requests[0], 'viewer']]);
  await press('최민호님 거절하기');
  expect(ondecline.mock.calls).toEqual([[requests[1]]]);
  // Only who asks for no library can be let begin.
  const begin = screen.getAllByRole('button', { name: '보관함을 만들 수 있게 하기', hidden: true });
  expect(begin).toHaveLength(1);
});

test('an ask has a name; its line may be left out', async () => {
  const onrequest = vi.fn<(name: string, text: string) => void>();
  render(AccessRequestForm, { name: '이수진', busy: false, onrequest });
  await type('내 이름', '  ');
  await press('부탁하기');
  expect(screen.getByText('이름을 적어 주세요.')).toBeTruthy();
  await type('내 이름', ' 수진 이모 ');
  await press('부탁하기');
  await type('주인에게 한마디', '지우 이모예요');
  await press('부탁하기');
  expect(onrequest.mock.calls).toEqual([
    ['수진 이모', ''],
    ['수진 이모', '지우 이모예요'],
  ]);
});

test('a circle has a name and people, and says who is in it', async () => {
  const onsave = vi.fn<(circle: Circle) => void>();
  const circle: Circle = { name: '엄마 쪽', members: [mother.uid, editor.uid] };
  render(CircleList, { circles: [['c' as CircleId, circle]], people, onopen: () => undefined });
  expect(screen.getByRole('button').textContent).toMatch(/엄마 쪽.*영희, 순자/s);
  cleanup();
  render(CircleForm, { people, busy: false, onsave });
  await press('모임 만들기');
  expect(screen.getByText('모임 이름을 적어 주세요.')).toBeTruthy();
  await type('모임 이름', ' 엄마 쪽 ');
  await fireEvent.click(screen.getByRole('checkbox', { name: '영희' }));
  await press('모임 만들기');
  const made = { name: '엄마 쪽', members: ['a'] };
  expect(onsave.mock.calls).toEqual([[made, made]]);
  expect(screen.queryByRole('button', { name: '모임 삭제' })).toBeNull();
});

test('a circle that is named anew says nothing of its members, lest it bring back whom another took out meanwhile', async () => {
  const onsave = vi.fn<(circle: Circle, changed: Partial<Circle>) => void>();
  const circle = { name: '외가', members: [mother.uid, editor.uid] };
  const { rerender } = render(CircleForm, { people, circle, busy: false, onsave });
  await rerender({ circle: { ...circle, members: [editor.uid] } });
  await type('모임 이름', '엄마 쪽');
  await press('저장');
  expect(onsave.mock.calls[0]?.[1]).toEqual({ name: '엄마 쪽' });
});

test('guests are named, the latest first, and each can be let go', async () => {
  const onremove = vi.fn<(uid: Uid) => void>();
  const guests = { g: { name: '철수', since: 1 }, h: { name: '미자', since: 2 } };
  render(GuestList, { guests, onremove });
  expect(screen.getAllByRole('button').map((one) => one.getAttribute('aria-label'))).toEqual([
    '미자님 내보내기',
    '철수님 내보내기',
  ]);
  await press('철수님 내보내기');
  expect(onremove.mock.calls).toEqual([['g']]);
});

const NOW = Date.parse('2026-05-10T03:00:00Z');
type Invite = ApiResponse<'listInvites'>['invites'][number];
const invite = (id: string, more: Partial<Invite>): Invite => ({
  id: id.repeat(64) as InviteId,
  as: 'viewer',
  uses: 1,
  usedBy: [],
  expiresAt: NOW + 1000,
  by: owner.uid,
  byName: '민수',
  at: NOW - 1000,
  ...more,
});

test('an invite says for what and whom it is, who came, until when; only what waits can be withdrawn', async () => {
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
  const said = rows.map((row) => row.textContent.replaceAll(/\s+/g, ' '));
  expect(said[0]).toContain('가족으로 초대(보기만) umma@example.com');
  expect(said[1]).toMatch(/‘제주 여름’ 앨범의 손님으로 초대 링크를 받은 사람.*철수님이 들어왔어요\(5명 중 1명\)/);
  expect(said[2]).toContain('기간이 지났어요');
  expect(said[3]).toContain('이미 사용한 초대예요');
  expect(rows.map((row) => within(row).queryAllByRole('button').length)).toEqual([1, 1, 0, 0]);
  await fireEvent.click(within(rows[1] as HTMLElement).getByRole('button'));
  expect(onrevoke.mock.calls).toEqual([[invites[1]]]);
});
