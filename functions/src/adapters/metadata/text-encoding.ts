/** Decodes strictly; undefined if the bytes are not in this encoding. */
function tryDecode(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A Hangul syllable of KS X 1001 in EUC-KR, whose bytes are read as Latin-1. "Ärzte" and "Beyoncé" have none. */
const SYLLABLE = /[\u00b0-\u00c8][\u00a1-\u00fe]/;

/** The Korean text in EUC-KR whose bytes these characters are; undefined if they are not. A fixed-length field may end in half a syllable. */
function koreanOf(latin: string): string | undefined {
  if (!SYLLABLE.test(latin) || /[^\0-\u00ff]/.test(latin)) return undefined;
  const bytes = Buffer.from(latin, 'latin1');
  return tryDecode('euc-kr', bytes) ?? tryDecode('euc-kr', bytes.subarray(0, -1));
}

/**
 * Decodes a text field of unknown encoding: UTF-8, else EUC-KR (old Korean software; of CP949, Node knows no other syllables), else Latin-1. Also decodes EUC-KR
 * that a program took for Latin-1 and converted to UTF-8.
 */
export function decodeText(bytes: Buffer): string {
  const text = tryDecode('utf-8', bytes) ?? bytes.toString('latin1');
  return koreanOf(text) ?? text;
}
