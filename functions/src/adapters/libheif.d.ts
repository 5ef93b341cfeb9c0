/** The part of libheif-js that we use; the package has no types of its own for it. */
declare module 'libheif-js/wasm-bundle.js' {
  interface HeifImage {
    get_width: () => number;
    get_height: () => number;
    is_primary: () => boolean;
    /** Fills `target` with RGBA, and calls back with it, or with null where the picture cannot be decoded. */
    display: <T extends { data: Uint8ClampedArray; width: number; height: number }>(
      target: T,
      done: (target: T | null) => void,
    ) => void;
  }
  const libheif: { HeifDecoder: new () => { decode: (file: Uint8Array) => HeifImage[] } };
  export default libheif;
}

/** The part of WebAssembly's own interface that we use; it is in TypeScript's DOM library, which is not for Node. */
declare namespace WebAssembly {
  class Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
}
