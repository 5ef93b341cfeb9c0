import { gridSize, renditionName, screenSize, type Made, type RenditionFile } from '@maru/model';
import type { Clock, PictureFormat, Pictures, Renditions } from '../ports.ts';
import type { Making } from './make.ts';
import { takenFromPicture } from './taken.ts';

/** Makes a photo's renditions and says what it is. */
export async function makePhoto(
  ports: { pictures: Pictures; renditions: Renditions; clock: Clock },
  making: Making,
  format: PictureFormat,
): Promise<Made> {
  const { file, task, rev, token } = making;
  const size = await ports.pictures.measure(file, format);
  const sizes = { grid: gridSize(size), screen: screenSize(size) };
  const { grid, screen, thumbhash, phash } = await ports.pictures.develop(file, format, sizes);
  const put = (name: RenditionFile, body: Uint8Array): Promise<void> =>
    ports.renditions.put(renditionName(task.library, task.item, rev, name), body, { type: 'image/webp', token });
  await Promise.all([put('grid.webp', grid), put('screen.webp', screen)]);
  const taken = takenFromPicture(await ports.pictures.clock(file, format), ports.clock.now(), making.timeZone);
  return { kind: 'photo', format: format.format, ...size, thumbhash, phash, rungs: [], ...(taken && { taken }) };
}
