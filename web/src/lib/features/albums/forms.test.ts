import type { AlbumOrder, Audience, Role, Uid } from '@maru/model';
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import InviteByAddressForm from '../sharing/InviteByAddressForm.svelte';
import AlbumOrderForm from './AlbumOrderForm.svelte';
import CreateAlbumForm from './CreateAlbumForm.svelte';
import EditAlbumForm from './EditAlbumForm.svelte';
import CreateLibraryForm from './CreateLibraryForm.svelte';

overwriteGetLocale(() => 'ko');
afterEach(cleanup);

const person = (uid: string, name: string, role: Role) => ({ uid: uid as Uid, role, member: { name, joinedAt: 1 } });
const people = [person('a', '영희', 'viewer'), person('b', '민수', 'owner'), person('c', '순자', 'viewer')];
const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
const click = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

test('creates an album for the whole family', async () => {
  const oncreate = vi.fn<(title: string, audience: Audience) => void>();
  render(CreateAlbumForm, { people, busy: false, oncreate });
  await click('만들기');
  expect(screen.getByText('앨범 이름을 적어 주세요.')).toBeTruthy();
  await type('앨범 이름', '  추석 ');
  await click('만들기');
  expect(oncreate.mock.calls).toEqual([['추석', { kind: 'library' }]]);
});

test('creates an album for some people; owners and editors are not listed, because they see every album', async () => {
  const oncreate = vi.fn<(title: string, audience: Audience) => void>();
  render(CreateAlbumForm, { people, busy: false, oncreate });
  await type('앨범 이름', '깜짝 잔치');
  await fireEvent.click(screen.getByLabelText(/고른 사람만/));
  expect(screen.queryByRole('checkbox', { name: '민수' })).toBeNull();
  await fireEvent.click(screen.getByRole('checkbox', { name: '순자' }));
  await click('만들기');
  expect(oncreate.mock.calls).toEqual([['깜짝 잔치', { kind: 'people', people: ['c'], circles: [] }]]);
});

test('renames and describes an album', async () => {
  const onsave = vi.fn<(title: string, description: string) => void>();
  render(EditAlbumForm, { title: '추석', busy: false, onsave });
  await type('앨범 이름', ' ');
  await click('저장');
  expect(screen.getByText('앨범 이름을 적어 주세요.')).toBeTruthy();
  await type('앨범 이름', '제주 추석 ');
  await type('앨범 설명', '비가 많이 왔다.\n그래도 좋았다.\n');
  await click('저장');
  expect(onsave.mock.calls).toEqual([['제주 추석', '비가 많이 왔다.\n그래도 좋았다.']]);
});

test('chooses the order of an album', async () => {
  const onsave = vi.fn<(order: AlbumOrder) => void>();
  const { rerender } = render(AlbumOrderForm, { order: 'oldest-first', canOrderByHand: false, busy: false, onsave });
  expect(screen.getByRole('radio', { name: '오래된 사진부터', checked: true })).toBeTruthy();
  await fireEvent.click(screen.getByRole('radio', { name: '최근 사진부터' }));
  await click('저장');
  expect(screen.queryByRole('radio', { name: '직접 정하기' })).toBeNull();
  await rerender({ canOrderByHand: true });
  await fireEvent.click(screen.getByRole('radio', { name: '직접 정하기' }));
  await click('저장');
  expect(onsave.mock.calls).toEqual([['newest-first'], ['by-hand']]);
});

test('shows errors on submit and hides them on input', async () => {
  const oncreate = vi.fn<(name: string) => void>();
  const { rerender } = render(CreateLibraryForm, { busy: false, oncreate });
  const missing = () => screen.queryByText('보관함 이름을 적어 주세요.');
  expect(missing()).toBeNull();
  await click('보관함 만들기');
  expect(missing()).not.toBeNull();
  await type('보관함 이름', '우');
  expect(missing()).toBeNull();
  await click('보관함 만들기');
  await rerender({ busy: false, error: '인터넷이 없어요.' });
  expect(screen.getByRole('alert').textContent).toContain('인터넷이 없어요.');
  await type('보관함 이름', '우리');
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a busy form is not submitted twice', async () => {
  const oncreate = vi.fn<(name: string) => void>();
  const { rerender } = render(CreateLibraryForm, { busy: false, oncreate });
  await type('보관함 이름', '우리 집');
  await click('보관함 만들기');
  await rerender({ busy: true });
  await click('만들고 있어요');
  expect(oncreate.mock.calls).toEqual([['우리 집']]);
});

test('invites a normalized address, as a viewer by default', async () => {
  const oninvite = vi.fn<(address: string, role: Role) => void>();
  render(InviteByAddressForm, { busy: false, oninvite });
  await type('Google 이메일', 'umma');
  await click('초대하기');
  expect(screen.getByText(/이메일 주소를 다시 확인해 주세요/)).toBeTruthy();
  await type('Google 이메일', ' Umma@Gmail.com ');
  await click('초대하기');
  await fireEvent.click(screen.getByLabelText(/사진 올리는 사람/));
  await click('초대하기');
  expect(oninvite.mock.calls).toEqual([
    ['umma@gmail.com', 'viewer'],
    ['umma@gmail.com', 'editor'],
  ]);
});
