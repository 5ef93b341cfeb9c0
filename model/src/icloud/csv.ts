/** A row of a CSV file: its cells by the names in the first row. */
export type CsvRow = Readonly<Record<string, string>>;

/** A cell, quoted or not, and what ends it. A quote that is not closed belongs to the text. */
const CELL = /(?:"([^"]*(?:""[^"]*)*)"|([^,\r\n]*))(,|\r?\n|\r|$)/y;

function* rowsOf(text: string): Generator<readonly string[]> {
  let row: string[] = [];
  CELL.lastIndex = 0;
  for (let cell = CELL.exec(text); cell; cell = CELL.exec(text)) {
    const [, quoted, plain = '', end] = cell;
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    yield row;
    row = [];
    if (end === '') return;
  }
}

/** Reads a CSV file (RFC 4180), without its byte order mark and empty lines. Rows may have fewer or more cells than the first. */
export function parseCsv(text: string): CsvRow[] {
  const [names = [], ...rows] = [...rowsOf(text.replace(/^\ufeff/, ''))].filter(
    ({ length, 0: first }) => length > 1 || first !== '',
  );
  return rows.map((cells) => Object.fromEntries(names.map((name, n) => [name, cells[n] ?? ''])));
}
