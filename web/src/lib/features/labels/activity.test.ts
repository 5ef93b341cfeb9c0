import { ACTIVITY_TYPES, type Activity, type Uid } from '@maru/model';
import { afterEach, expect, test } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { formatActivity } from './activity.ts';

afterEach(() => overwriteGetLocale(() => 'ko'));

const activity = (type: Activity['type'], fields: Partial<Activity> = {}): Activity => ({
  type,
  at: 1,
  by: 'b' as Uid,
  byName: '한지우',
  ...fields,
});

test.each(['ko', 'en'] as const)('every activity is a complete sentence in %s', (locale) => {
  overwriteGetLocale(() => locale);
  for (const type of ACTIVITY_TYPES) {
    const minimal = formatActivity(activity(type));
    const full = formatActivity(activity(type, { person: '김영숙', target: '제주 여름', as: 'viewer' }));
    expect(full, type).toMatch(/^한지우.*\.$/);
    expect(full, type).not.toMatch(/[{}]|undefined/);
    expect(minimal, type).not.toMatch(/[{}]|undefined/);
  }
});

test('names, roles and albums are in their place', () => {
  overwriteGetLocale(() => 'ko');
  expect(formatActivity(activity('accepted-request', { person: '이수진', as: 'viewer' }))).toBe(
    '한지우님이 이수진님을 들어오게 했어요(보기만).',
  );
  expect(formatActivity(activity('joined', { as: 'editor' }))).toBe('한지우님이 들어왔어요(사진 올리기).');
  expect(formatActivity(activity('guest-joined', { target: '제주 여름' }))).toBe(
    '한지우님이 ‘제주 여름’ 앨범에 손님으로 들어왔어요.',
  );
  expect(formatActivity(activity('shared', { target: '제주 여름', otherCount: 19 }))).toBe(
    '한지우님이 ‘제주 여름’ 앨범 외 19개를 함께 볼 사람을 바꿨어요.',
  );
  expect(formatActivity(activity('invited', { as: 'guest', target: '제주 여름' }))).toBe(
    '한지우님이 ‘제주 여름’ 앨범의 초대 링크를 만들었어요(손님).',
  );
});
