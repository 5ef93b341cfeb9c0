/** Bounds on everything that comes from outside, each with its reason. Rules that repeat one name it; a test holds them together. */

/** 32 GiB: a two-hour DV tape is 26 GB, and a phone's longest video is under 20. */
export const MAX_ORIGINAL_BYTES = 32 * 1024 ** 3;
/** 202 megapixels: the largest phone sensor (16,320 x 12,240) fits; a 256-megapixel bomb, which sharp takes by default, does not. */
export const MAX_PIXELS = 202_000_000;
/** 50 megapixels: an iPhone's largest HEIC (8,064 x 6,048); decoded it is 200 MB of memory that WebAssembly holds at once. */
export const MAX_HEIC_PIXELS = 50_000_000;
/** 36 megapixels a frame: 8K (7,680 x 4,320) fits; a decoder holds a dozen frames at once. */
export const MAX_FILM_PIXELS = 36_000_000;
/** 12 hours: four long-play tapes in one file, and the bound on what one `make` may be asked to encode. */
export const MAX_DURATION_S = 12 * 3600;
/** Below this many bytes from the start of a file its kind is known (MPEG-TS wants two packets, ID3 one header). */
export const HEAD_BYTES = 4096;
/** A file's own name, in UTF-16 units, as kept in the item: ext4 and APFS allow 255. Longer ones are cut in the middle. */
export const MAX_FILE_NAME = 255;
/** A library's, album's or person's name: two lines on a phone. */
export const MAX_NAME = 80;
/** How many albums one new item may be meant for. */
export const MAX_ALBUMS_AT_ONCE = 10;
/** How long an announced upload may take before the next who brings the bytes takes over: a resumable session's own week. */
export const UPLOAD_DAYS = 7;
/** How many entries an album listens to until sheets come (part 6). */
export const MAX_ENTRIES_LISTENED = 2000;
/** Members of one library: every name of a large family; roles fit one document by far. */
export const MAX_MEMBERS = 100;
/** Libraries that one person may own and still make another. */
export const MAX_LIBRARIES_MADE = 20;
/** Albums of one library. */
export const MAX_ALBUMS = 2000;
/** Invites that wait for one library at once. */
export const MAX_INVITES = 100;
/** Items that one call may put into an album. */
export const MAX_ADDED_AT_ONCE = 200;
/** An e-mail address (RFC 5321 section 4.5.3.1). */
export const MAX_ADDRESS = 254;
/** How many times a `make` that throws is tried, first time included. */
export const MAKE_ATTEMPTS = 5;
/** A `make` in flight holds its lease this long and extends it as long as it lives; after a crash another may take the item. */
export const LEASE_S = 90;
/** How long one `make` may take: the longest that a task queue waits. */
export const MAKE_S = 1800;
/** How long the ffmpeg runs of one `make` may take together, below its own end so that the failure can still be recorded. */
export const FFMPEG_S = 1700;
/** What stays in `processing` without a lease for this long is put into the queue again by the sweeper. */
export const SWEEP_AFTER_S = 120;
/** An album's count, cover and span are written at most once in this time: rules read that document. */
export const SUMMARY_EVERY_MS = 2000;
