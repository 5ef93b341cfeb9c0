import type { Videos } from '../ports/videos.ts';
import type { EmbeddedMedia } from '../ports/embedded-media.ts';
import type { Images } from '../ports/images.ts';
import type { FfmpegVersions } from './video/self-test.ts';

/** The images port; loads its decoders with the first image, so that functions that only enqueue start fast. */
export const lazyImages: Images = {
  measure: async (...args) => (await import('./image/images.ts')).images.measure(...args),
  render: async (...args) => (await import('./image/images.ts')).images.render(...args),
  readMetadata: async (...args) => (await import('./image/images.ts')).images.readMetadata(...args),
};

/** The videos port, loaded with the first video or audio file. */
export const lazyVideos: Videos = {
  probe: async (...args) => (await import('./video/videos.ts')).videos.probe(...args),
  extractFrame: async (...args) => (await import('./video/videos.ts')).videos.extractFrame(...args),
  extractCover: async (...args) => (await import('./video/videos.ts')).videos.extractCover(...args),
  readWaveform: async (...args) => (await import('./video/videos.ts')).videos.readWaveform(...args),
  transcode: async (...args) => (await import('./video/videos.ts')).videos.transcode(...args),
  transcodeChunk: async (...args) => (await import('./video/videos.ts')).videos.transcodeChunk(...args),
  transcodeLead: async (...args) => (await import('./video/videos.ts')).videos.transcodeLead(...args),
  transcodeSound: async (...args) => (await import('./video/videos.ts')).videos.transcodeSound(...args),
  remux: async (...args) => (await import('./video/videos.ts')).videos.remux(...args),
  cut: async (...args) => (await import('./video/videos.ts')).videos.cut(...args),
  makeStrip: async (...args) => (await import('./video/videos.ts')).videos.makeStrip(...args),
};

/** Tests ffmpeg; see `testFfmpeg`. */
export const lazyTestFfmpeg = async (): Promise<FfmpegVersions> => (await import('./video/self-test.ts')).testFfmpeg();

/** The embedded media port, loaded with the first photo. */
export const lazyEmbeddedMedia: EmbeddedMedia = {
  preview: async (...args) => (await import('./embedded/embedded-media.ts')).embeddedMedia.preview(...args),
  motion: async (...args) => (await import('./embedded/embedded-media.ts')).embeddedMedia.motion(...args),
  contentIdentifier: async (...args) =>
    (await import('./embedded/embedded-media.ts')).embeddedMedia.contentIdentifier(...args),
};
