import { MAX_DURATION_S, SEGMENT_S, SOUND_RATE, VIDEO_SOUND_RATE } from '@maru/model';
import type { EncodedVariant, MediaFile, Videos } from '../../ports/videos.ts';
import { audioEncoder, videoEncoder } from './encoders.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { labelOf, videoGraph } from './filters.ts';
import {
  displayOf,
  hlsArguments,
  hlsOptions,
  readEncoded,
  requireEncoded,
  segmentSeconds,
  singleFile,
  teeOutput,
} from './hls.ts';

type Options = Parameters<Videos['transcode']>[1];

const inputOf = ({ file, demuxer }: MediaFile): { source: string; demuxer: string } => ({ source: file, demuxer });

/** Stops at the end of what may be read. */
const limit = ({ maxSeconds = MAX_DURATION_S }: Pick<Options, 'maxSeconds'>): string[] => ['-t', String(maxSeconds)];

async function transcodeSoundAlone(media: MediaFile, options: Options, folder: string): Promise<EncodedVariant[]> {
  const { audio } = media.probe;
  const at = { file: `${folder}/sound-0.mp4`, playlist: `${folder}/sound-0.m3u8` };
  const hls = hlsArguments({ ...hlsOptions(SEGMENT_S), ...singleFile(at.file) });
  const encoder = audio ? audioEncoder(audio, SOUND_RATE) : [];
  const outputs = [{ file: at.playlist, options: [...limit(options), ...encoder, ...hls] }];
  await runFfmpeg({ inputs: [inputOf(media)], outputs, timeoutSeconds: options.timeoutSeconds });
  return [requireEncoded(await readEncoded('sound', at, {}))];
}

/** See `Videos`. The tee muxer encodes the sound once for all variants. */
export const transcode: Videos['transcode'] = async (media, options, folder) => {
  const { video, audio } = media.probe;
  if (!video) return transcodeSoundAlone(media, options, folder);
  const { variants, frameRate, rotation = 0, timeoutSeconds } = options;
  const at = (name: string): { file: string; playlist: string } => ({
    file: `${folder}/${name}-0.mp4`,
    playlist: `${folder}/${name}-0.m3u8`,
  });
  const tee = variants.map(({ name }, i) => {
    const hls = { ...hlsOptions(segmentSeconds(frameRate)), ...singleFile(at(name).file) };
    return teeOutput(audio ? `v:${i},a:0` : `v:${i}`, hls, at(name).playlist);
  });
  const outputOptions = [
    ...limit(options),
    ...variants.flatMap((variant, i) => ['-map', labelOf(i), ...videoEncoder(video, variant, frameRate, i)]),
    ...(audio ? audioEncoder(audio, VIDEO_SOUND_RATE) : []),
    ...['-f', 'tee'],
  ];
  await runFfmpeg({
    inputs: [inputOf(media)],
    graph: videoGraph(video, { variants, frameRate, rotation }),
    outputs: [{ file: tee.join('|'), options: outputOptions }],
    timeoutSeconds,
  });
  return Promise.all(
    variants.map(async (variant) =>
      requireEncoded(await readEncoded(variant.name, at(variant.name), displayOf(variant, frameRate))),
    ),
  );
};
