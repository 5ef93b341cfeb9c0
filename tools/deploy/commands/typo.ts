/** Domains of the addresses that people sign in to Google with most. */
const DOMAINS = [
  'gmail.com',
  'naver.com',
  'hanmail.net',
  'daum.net',
  'kakao.com',
  'icloud.com',
  'outlook.com',
  'hotmail.com',
  'yahoo.com',
];

/** The number of inserted, deleted, replaced and swapped letters between two words. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (rows[i - 1]?.[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const best = Math.min((rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced);
      row.push(isSwapped ? Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1) : best);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}

/** The address that was probably meant, if its domain is one or two letters from a well-known one; for example `gmial.com`. */
export function suggestAddress(address: string): string | undefined {
  const [name = '', domain = ''] = address.split('@');
  if (DOMAINS.includes(domain)) return undefined;
  const close = DOMAINS.find((one) => distance(domain, one) <= 2);
  return close === undefined ? undefined : `${name}@${close}`;
}
