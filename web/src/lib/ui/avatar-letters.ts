/** The family names of 99 % of Koreans. */
const FAMILY_NAMES =
  '김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용';
/** What relatives are called that looks like a family name with a given name. */
const RELATIVES: readonly string[] = ['이모부', '고모부'];
const HUES = 5;

const graphemesOf = (name: string): string[] => [...new Intl.Segmenter().segment(name)].map(({ segment }) => segment);

/** The letters of an avatar: the given name of a Korean name, all of two syllables, else the first letter, syllable or emoji. */
export function lettersOf(name: string): string[] {
  const letters = graphemesOf(name.trim().normalize('NFC'));
  const isHangul = letters.every((letter) => /^\p{Script=Hangul}$/u.test(letter));
  if (isHangul && letters.length === 2) return letters;
  const isKoreanName = isHangul && letters.length === 3 && FAMILY_NAMES.includes(letters[0] ?? '');
  return isKoreanName && !RELATIVES.includes(letters.join('')) ? letters.slice(1) : letters.slice(0, 1);
}

/** The hue of a person's avatar, from 1: the same wherever the name is shown. */
export const hueOf = (name: string): number =>
  (graphemesOf(name.trim().normalize('NFC')).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % HUES) + 1;
