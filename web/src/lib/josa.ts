/** The ending of a Korean syllable, digit or Latin letter, on which particles depend. */
type Ending = 'open' | 'closed' | 'rieul';

// As pronounced: 영 일 이 삼 사 오 육 칠 팔 구.
const DIGITS: readonly Ending[] = 'closed rieul open closed open open closed rieul rieul open'.split(' ') as Ending[];
// As pronounced: 엘, 알, 엠, 엔 are closed, the others open.
const LETTERS: Readonly<Record<string, Ending>> = { l: 'rieul', r: 'rieul', m: 'closed', n: 'closed' };

function endingOf(label: string): Ending {
  const last = /[\p{L}\p{N}](?=[^\p{L}\p{N}]*$)/u.exec(label.normalize('NFC').toLowerCase())?.[0] ?? '';
  const syllable = last.charCodeAt(0) - 0xac00;
  if (syllable >= 0 && syllable < 11_172) {
    const final = syllable % 28;
    return final === 0 ? 'open' : final === 8 ? 'rieul' : 'closed';
  }
  return /\d/.test(last) ? (DIGITS[Number(last)] ?? 'open') : (LETTERS[last] ?? 'open');
}

/** Particles that depend on the word before them: the form after a closed syllable, then after an open one. */
export type Josa = '을/를' | '이/가' | '은/는' | '과/와' | '으로/로';

/** Appends the matching form of a particle: josa('사진', '을/를') returns '사진을', josa('서울', '으로/로') '서울로'. */
export function josa(label: string, particle: Josa): string {
  const [closed = '', open = ''] = particle.split('/');
  const ending = endingOf(label);
  return label + (ending === 'closed' || (ending === 'rieul' && particle !== '으로/로') ? closed : open);
}
