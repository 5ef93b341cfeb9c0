import { fireEvent, render, screen } from '@testing-library/svelte';
import Images from '@lucide/svelte/icons/images';
import { expect, test, vi } from 'vitest';
import EmptyState from './EmptyState.svelte';
import { HELP } from './help.ts';
import Notice from './Notice.svelte';

const asking = () => {
  const send = vi.fn(() => Promise.resolve<string | undefined>('복사했어요'));
  return { send, context: new Map([[HELP, { label: '도움 요청', send }]]) };
};
const press = () => fireEvent.click(screen.getByRole('button', { name: '도움 요청' }));

test('an error notice asks for help with its text, and says what to do then', async () => {
  const { send, context } = asking();
  const { rerender } = render(Notice, { props: { kind: 'bad', text: '저장하지 못했어요.' }, context });
  await press();
  expect(send.mock.calls).toEqual([['저장하지 못했어요.']]);
  expect(await screen.findByText('복사했어요')).toBeTruthy();
  await rerender({ kind: 'warn', text: '조심하세요' });
  expect(screen.queryByRole('button')).toBeNull();
  await rerender({ kind: 'warn', isError: true, text: '로그인하지 못했어요' });
  await press();
  expect(send).toHaveBeenLastCalledWith('로그인하지 못했어요');
});

test('a screen that says what went wrong asks with all that it says, and an empty list does not', async () => {
  const { send, context } = asking();
  const props = { icon: Images, title: '인터넷이 끊겼어요', text: '연결해 주세요.' };
  const { rerender } = render(EmptyState, { props, context });
  expect(screen.queryByRole('button')).toBeNull();
  await rerender({ ...props, isError: true });
  await press();
  expect(send.mock.calls).toEqual([['인터넷이 끊겼어요. 연결해 주세요.']]);
});

test('without anybody to ask there is no button', () => {
  render(Notice, { kind: 'bad', text: '저장하지 못했어요.' });
  expect(screen.queryByRole('button')).toBeNull();
});
