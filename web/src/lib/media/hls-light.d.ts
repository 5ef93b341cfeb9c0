// hls.js without alternate audio, subtitles and DRM, which our streams do not use. It ships no types of its own.
declare module 'hls.js/light' {
  export * from 'hls.js';
  export { default } from 'hls.js';
}
