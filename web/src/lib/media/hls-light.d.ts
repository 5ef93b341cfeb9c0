// hls.js without what our streams have none of: other sound tracks, subtitles, DRM. It ships no types of its own.
declare module 'hls.js/light' {
  export * from 'hls.js';
  export { default } from 'hls.js';
}
