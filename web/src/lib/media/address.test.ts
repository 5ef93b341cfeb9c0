import { MASTER, objectUrl, renditionName, variantPlaylist, chunkFile, type ItemId, type LibraryId } from '@maru/model';
import { describe, expect, test } from 'vitest';
import { variantOf, withToken } from './address.ts';

const library = 'a'.repeat(20) as LibraryId;
const item = 'b'.repeat(32) as ItemId;
const urlOf = (file: Parameters<typeof renditionName>[3], token = 'old') =>
  objectUrl('https://storage.example', 'room', renditionName(library, item, 2, file), token);

describe('withToken', () => {
  test('replaces the token', () => {
    expect(withToken(urlOf(MASTER), 'fresh')).toBe(urlOf(MASTER, 'fresh'));
  });

  test('adds a missing token and leaves the object name encoded', () => {
    const withoutToken = urlOf(chunkFile('360', 0)).replace('&token=old', '');
    expect(withToken(withoutToken, 'fresh')).toBe(urlOf(chunkFile('360', 0), 'fresh'));
  });
});

describe('variantOf', () => {
  test('reads the variant of a chunk and of a playlist', () => {
    expect(variantOf(urlOf(chunkFile('1080', 12)))).toBe('1080');
    expect(variantOf(urlOf(variantPlaylist('sound')))).toBe('sound');
  });

  test('returns undefined for the master playlist and for other URLs', () => {
    expect(variantOf(urlOf(MASTER))).toBeUndefined();
    expect(variantOf(urlOf('screen'))).toBeUndefined();
    expect(variantOf('https://storage.example/elsewhere.mp4')).toBeUndefined();
  });
});
