/** Returns a function that makes file names unique within one folder: the second `a.jpg` becomes `a (2).jpg`. Case-insensitive, as on Windows. */
export function uniqueNames(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const [, stem = name, extension = ''] = /^(.+?)(\.[^.]*)?$/su.exec(name) ?? [];
    let unique = name;
    for (let n = 2; taken.has(unique.toLowerCase()); n++) unique = `${stem} (${String(n)})${extension}`;
    taken.add(unique.toLowerCase());
    return unique;
  };
}
