/** Types for the part of libheif-js that we use; the package has none. */
declare module 'libheif-js/libheif-wasm/libheif.js' {
  /** A constant of libheif. */
  type Choice = symbol;
  interface HeifImage {
    readonly handle: object;
    get_width: () => number;
    get_height: () => number;
    is_primary: () => boolean;
    has_alpha_channel: () => boolean;
  }
  /** The rows of a decoded image, `stride` bytes apart: a view of libheif's memory. */
  interface HeifChannel {
    readonly id: Choice;
    readonly height: number;
    readonly stride: number;
    readonly data: Uint8Array;
  }
  interface Libheif {
    HeifDecoder: new () => { decode: (file: Uint8Array) => HeifImage[] };
    heif_colorspace: { heif_colorspace_RGB: Choice };
    heif_chroma: { heif_chroma_interleaved_RGB: Choice; heif_chroma_interleaved_RGBA: Choice };
    heif_channel: { heif_channel_interleaved: Choice };
    /** Decodes an image; a `code` in the result means failure. */
    heif_js_decode_image2: (
      handle: object,
      space: Choice,
      chroma: Choice,
    ) =>
      | { code?: unknown; channels?: HeifChannel[] }
      | undefined
      | Promise<{ code?: unknown; channels?: HeifChannel[] } | undefined>;
  }
  /** Initializes libheif; `instantiateWasm` provides its compiled code. */
  const start: (how: {
    instantiateWasm: (
      imports: Record<string, Record<string, () => unknown>>,
      done: (instance: WebAssembly.Instance, code: WebAssembly.Module) => void,
    ) => object;
  }) => Promise<Libheif>;
  export default start;
}

/** The part of WebAssembly's own interface that we use; it is in TypeScript's DOM library, which is not for Node. */
declare namespace WebAssembly {
  class Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Module {
    private readonly code: unknown;
  }
  class Instance {
    readonly exports: object;
    constructor(code: Module, imports: object);
  }
  function compile(bytes: Uint8Array): Promise<Module>;
}
