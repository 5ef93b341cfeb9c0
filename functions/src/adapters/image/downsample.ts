/** RGB rows, `stride` bytes apart. */
export interface Rows {
  readonly data: Uint8Array;
  readonly stride: number;
}

/** Downsamples by two with a box filter (each pixel is the mean of four); an odd last row or column is dropped. */
export function halve({ data, stride }: Rows, width: number, height: number) {
  const [columns, rows] = [width >> 1, height >> 1];
  const half = new Uint8Array(columns * rows * 3);
  const at = (place: number): number => data[place] ?? 0;
  let to = 0;
  for (let y = 0; y < rows; y += 1)
    for (let x = 0; x < columns; x += 1)
      for (let colour = 0; colour < 3; colour += 1) {
        const from = 2 * y * stride + 6 * x + colour;
        const below = from + stride;
        half[to++] = (at(from) + at(from + 3) + at(below) + at(below + 3) + 2) >> 2;
      }
  return { width: columns, height: rows, data: half };
}
