import { MASTER, objectUrl, renditionName, variantPlaylist, chunkFile, type ItemId, type LibraryId } from '@maru/model';
import { describe, expect, test } from 'vitest';
import { rungOf, tokenised } from './address.ts';

const library = 'a'.repeat(20) as LibraryId;
const item = 'b'.repeat(32) as ItemId;
const urlOf = (file: Parameters<typeof renditionName>[3], token = 'old') =>
  objectUrl('https://storage.example', 'room', renditionName(library, item, 2, file), token);

describe('tokenised', () => {
  test('puts the current token in place of the one in the playlist', () => {
    expect(tokenised(urlOf(MASTER), 'fresh')).toBe(urlOf(MASTER, 'fresh'));
  });

  test('gives a token to what has none and leaves the object name encoded', () => {
    const bare = urlOf(chunkFile('360', 0)).replace('&token=old', '');
    expect(tokenised(bare, 'fresh')).toBe(urlOf(chunkFile('360', 0), 'fresh'));
  });
});

describe('rungOf', () => {
  test('reads the rung of a slice and of a playlist', () => {
    expect(rungOf(urlOf(chunkFile('1080', 12)))).toBe('1080');
    expect(rungOf(urlOf(variantPlaylist('sound')))).toBe('sound');
  });

  test('knows no rung of the master playlist or of anything else', () => {
    expect(rungOf(urlOf(MASTER))).toBeUndefined();
    expect(rungOf(urlOf('screen'))).toBeUndefined();
    expect(rungOf('https://storage.example/elsewhere.mp4')).toBeUndefined();
  });
});
