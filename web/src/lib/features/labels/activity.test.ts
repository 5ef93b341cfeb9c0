import { ACTIVITY_TYPES, type Activity, type Uid } from '@maru/model';
import { afterEach, expect, test } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { formatActivity } from './activity.ts';

afterEach(() => overwriteGetLocale(() => 'ko'));

const activity = (did: Activity['did'], fields: Partial<Activity> = {}): Activity => ({
  did,
  at: 1,
  by: 'b' as Uid,
  byName: '한지우',
  ...fields,
});

test.each(['ko', 'en'] as const)('every activity is a complete sentence in %s', (locale) => {
  overwriteGetLocale(() => locale);
  for (const did of ACTIVITY_TYPES) {
    const minimal = formatActivity(activity(did));
    const full = formatActivity(activity(did, { whom: '김영숙', what: '제주 여름', as: 'viewer' }));
    expect(full, did).toMatch(/^한지우.*\.$/);
    expect(full, did).not.toMatch(/[{}]|undefined/);
    expect(minimal, did).not.toMatch(/[{}]|undefined/);
  }
});

test('names, roles and albums are in their place', () => {
  overwriteGetLocale(() => 'ko');
  expect(formatActivity(activity('let-in', { whom: '이수진', as: 'viewer' }))).toBe(
    '한지우님이 이수진님을 들어오게 했어요(보기만).',
  );
  expect(formatActivity(activity('joined', { as: 'editor' }))).toBe('한지우님이 들어왔어요(사진 올리기).');
  expect(formatActivity(activity('guest-came', { what: '제주 여름' }))).toBe(
    '한지우님이 ‘제주 여름’ 앨범에 손님으로 들어왔어요.',
  );
  expect(formatActivity(activity('shared', { what: '제주 여름', others: 19 }))).toBe(
    '한지우님이 ‘제주 여름’ 앨범 외 19개를 함께 볼 사람을 바꿨어요.',
  );
  expect(formatActivity(activity('invited', { as: 'guest', what: '제주 여름' }))).toBe(
    '한지우님이 ‘제주 여름’ 앨범의 초대 링크를 만들었어요(손님).',
  );
});
