import { render, screen } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import RadioGroup from './RadioGroup.svelte';
import Select from './Select.svelte';
import Switch from './Switch.svelte';
import TextField from './TextField.svelte';

const options = [
  { value: 'ko', label: '한국어' },
  { value: 'en', label: 'English' },
] as const;

test('a field is labelled and described by its hint and error', () => {
  render(TextField, { label: '앨범 이름', value: '', hint: '나중에 바꿀 수 있어요', error: '이름을 적어 주세요' });
  const field = screen.getByRole('textbox', { name: '앨범 이름' });
  const descriptions = (field.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent);
  expect(descriptions.map((text) => text?.trim())).toEqual(['나중에 바꿀 수 있어요', '이름을 적어 주세요']);
  expect(field.getAttribute('aria-invalid')).toBe('true');
});

test('a radio group reports the chosen value', () => {
  const onchange = vi.fn();
  render(RadioGroup, { legend: '말', options, value: 'ko', onchange });
  expect(screen.getByRole<HTMLInputElement>('radio', { name: '한국어' }).checked).toBe(true);
  screen.getByRole('radio', { name: 'English' }).click();
  flushSync();
  expect(onchange).toHaveBeenCalledExactlyOnceWith('en');
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'English' }).checked).toBe(true);
});

test('a select reports the chosen value', () => {
  const onchange = vi.fn();
  render(Select, { label: '말', options, value: 'ko', onchange });
  const select = screen.getByRole<HTMLSelectElement>('combobox', { name: '말' });
  expect(select.value).toBe('ko');
  select.value = 'en';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  expect(onchange).toHaveBeenCalledExactlyOnceWith('en');
});

test('a switch reports its state', () => {
  const onchange = vi.fn();
  render(Switch, { label: '큰 글씨', checked: false, onchange });
  screen.getByRole('switch', { name: '큰 글씨' }).click();
  expect(onchange).toHaveBeenCalledExactlyOnceWith(true);
});
