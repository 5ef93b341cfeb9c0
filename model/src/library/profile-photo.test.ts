import { expect, test } from 'vitest';
import { isProfilePhoto } from './profile-photo.ts';

test("isProfilePhoto accepts URLs on Google's image hosts only", () => {
  expect(isProfilePhoto('https://lh3.googleusercontent.com/a/ACg8ocJ=s96-c')).toBe(true);
  for (const url of [
    'http://lh3.googleusercontent.com/a',
    'https://lh3.googleusercontent.com.evil.example/a',
    'https://lh3.googleusercontent.com@evil.example/a',
    'https://script.googleusercontent.com/a',
    'https://firebasestorage.googleapis.com/v0/b/evil/o/r%2Fscreen?alt=media',
    'https://lh3.googleusercontent.com/a\n',
    `https://lh3.googleusercontent.com/${'a'.repeat(2001)}`,
    undefined,
  ])
    expect(isProfilePhoto(url), String(url)).toBe(false);
});
