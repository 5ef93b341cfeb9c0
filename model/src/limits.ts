/** Bounds on everything that comes from outside, each with its reason. Rules that repeat one name it; a test holds them together. */

/** 32 GiB: a two-hour DV tape is 26 GB, and a phone's longest video is under 20. */
export const MAX_ORIGINAL_BYTES = 32 * 1024 ** 3;
/** 4 GiB of one picture: where the offsets of a TIFF end. */
export const MAX_PICTURE_BYTES = 4 * 1024 ** 3;
/** 256 MiB of a HEIC or an AVIF: a decoder holds the file twice. An iPhone's largest has 20. */
export const MAX_HEIF_BYTES = 256 * 1024 ** 2;
/** 202 megapixels: the largest phone sensor (16,320 x 12,240) fits; a 256-megapixel bomb, which sharp takes by default, does not. */
export const MAX_PIXELS = 202_000_000;
/** 50 megapixels: an iPhone's largest HEIC (8,064 x 6,048); decoded it is 200 MB of memory that WebAssembly holds at once. */
export const MAX_HEIC_PIXELS = 50_000_000;
/**
 * 110 megapixels where a decoder holds all of a picture at once (WebP, GIF, AVIF, interlaced PNG, progressive JPEG): 600 MB at
 * the 5.5 bytes a pixel that were measured. A phone's 108 fit; its 200 come as baseline JPEG, which is read line by line.
 */
export const MAX_BUFFERED_PIXELS = 110_000_000;
/** Frames, pages or chunks that one picture may count: ten minutes of a moving GIF. libwebp takes a minute to count a hundred thousand. */
export const MAX_PAGES = 10_000;
/** Pointers to directories in one EXIF block, where a camera writes three: five thousand cost libexif 4 s, each time it looks. */
export const MAX_EXIF_POINTERS = 64;
/** 36 megapixels a frame: 8K (7,680 x 4,320) fits; a decoder holds a dozen frames at once. */
export const MAX_VIDEO_PIXELS = 36_000_000;
/** A moment of a motion photo is 3 s and 20 MB at most; what is larger is no moment. */
export const MAX_MOTION_BYTES = 128 * 1024 ** 2;
/** Seconds that a moment plays: an animation of a minute is told whole, of a longer one its beginning. */
export const MAX_MOTION_S = 60;
/** Frames of an animation that plays: a minute at 50 a second. One of more is a still. */
export const MAX_MOTION_FRAMES = 3000;
/** Pixels of all its frames together: what ffmpeg decodes and encodes within `MOTION_TIMEOUT_S` on two cores. */
export const MAX_ANIMATION_PIXELS = 2_000_000_000;
/** How long the ffmpeg runs of one moment may take together; one that takes longer is none, and its photo a still. */
export const MOTION_TIMEOUT_S = 20;
/** Bytes of a picture that lies in a RAW or a JPEG XL: a JPEG as large as the sensor of the largest camera. */
export const MAX_PREVIEW_BYTES = 128 * 1024 ** 2;
/** 12 hours: four long-play tapes in one file, and the bound on what one `make` may be asked to encode. */
export const MAX_DURATION_S = 12 * 3600;
/** Below this many bytes from the start of a file its kind is known (MPEG-TS wants two packets, ID3 one header). */
export const HEAD_BYTES = 4096;
/** A file's own name, in UTF-16 units, as kept in the item: ext4 and APFS allow 255. Longer ones are cut in the middle. */
export const MAX_FILE_NAME = 255;
/** The path of an item's folder, in UTF-16 units: Windows allows 260 for a whole path. Of longer ones the last folders stay. */
export const MAX_FOLDER = 500;
/** A caption: a paragraph. Longer ones end in an ellipsis. */
export const MAX_CAPTION = 1000;
/** A camera's maker and model. */
export const MAX_CAMERA = 80;
/** People named in one picture: a school's class with its teachers. */
export const MAX_PEOPLE = 50;
/** A library's, album's or person's name: two lines on a phone. */
export const MAX_NAME = 80;
/** How many albums one new item may be meant for. */
export const MAX_ALBUMS_PER_ITEM = 10;
/** How long an announced upload may take before the next who brings the bytes takes over: a resumable session's own week. */
export const UPLOAD_DAYS = 7;
/** Announcements of one person in one library whose bytes have not come: more than an import that breaks off leaves behind. */
export const MAX_OPEN_ANNOUNCEMENTS = 5000;
/** How many entries an album listens to until sheets come (part 6). */
export const MAX_ENTRIES_LISTENED = 2000;
/** How long owners read what happened in their library. */
export const ACTIVITY_DAYS = 365;
/** How long counters of calls and of a day's uploads are kept: what they are asked for is a day at most. */
export const COUNTER_DAYS = 2;
/** Members of one library: every name of a large family; roles fit one document by far. */
export const MAX_MEMBERS = 100;
/** Libraries that one person may own and still make another. */
export const MAX_LIBRARIES_OWNED = 100;
/** Albums of one library. */
export const MAX_ALBUMS = 2000;
/** Invites that wait for one library at once. */
export const MAX_INVITES = 100;
/** Items that one call may put into an album. */
export const MAX_ITEMS_PER_ADD = 200;
/** An e-mail address (RFC 5321 section 4.5.3.1). */
export const MAX_ADDRESS = 254;
/** How many times a `make` that throws is tried, first time included. */
export const PROCESS_ATTEMPTS = 5;
/** A `make` in flight holds its lease this long and extends it as long as it lives; after a crash another may take the item. */
export const LEASE_S = 90;
/** Items of one person that are made before the rest of what they add: what the queue of the few does at once. */
export const INTERACTIVE_ITEMS = 8;
/** 256 MiB: no photo is larger, and the machine that makes photos has it in memory twice. */
export const MAX_SMALL_BYTES = 256 * 1024 ** 2;
/** How long one `make` may take: the longest that a task queue waits. */
export const PROCESS_TIMEOUT_S = 1800;
/** How long the ffmpeg runs of one `make` may take together, below its own end so that the failure can still be recorded. */
export const FFMPEG_TIMEOUT_S = 1700;
/** What stays in `processing` without a lease for this long is put into the queue again by the sweeper. */
export const SWEEP_AFTER_S = 120;
/** An album's count, cover and span are written at most once in this time: rules read that document. */
export const SUMMARY_INTERVAL_MS = 2000;
/** Circles of one library: every side of a large family, its friends and its school. */
export const MAX_CIRCLES = 50;
/** Guests of one album: a wedding's, sharing one link. */
export const MAX_GUESTS = 200;
/** People who may come by one invite. */
export const MAX_INVITE_USES = 100;
/** Days that an invite's link may last. */
export const MAX_INVITE_DAYS = 30;
/** Days that an invite waits for an address: it holds no secret that could be found. */
export const ADDRESS_INVITE_DAYS = 90;
/** What a stranger may write to the owners: one line. */
export const MAX_REQUEST_MESSAGE = 200;
/** Asks that one person may make in a day; each takes the place of the one before. */
export const MAX_REQUESTS_PER_DAY = 3;
/** Asks that an owner is shown at once, the latest first. */
export const MAX_REQUESTS_LISTED = 100;
/** Albums that one call may share. */
export const MAX_ALBUMS_PER_SHARE = 100;
/** How long an ended library can still be kept. */
export const GRACE_DAYS = 30;
/** What a library may hold: 4 TiB, about 100 dollars a month at the service's price. */
export const MAX_LIBRARY_BYTES = 4 * 1024 ** 4;
/** Items that one person may add to a library in a day: the whole of a full Google account. */
export const MAX_ITEMS_PER_DAY = 50_000;
/** Bytes that one person may add to a library in a day: what a fast line carries in that time. */
export const MAX_BYTES_PER_DAY = 512 * 1024 ** 3;
/** What a guest may offer at once, and in a day. */
export const MAX_SUBMISSION_BYTES = 4 * 1024 ** 3;
export const MAX_SUBMISSIONS_PER_DAY = 500;
/** Seconds of video and sound that one guest may have processed in a day: an hour, about half an hour of two processors. */
export const MAX_GUEST_VIDEO_S = 3600;
/**
 * Between publishing new tokens and dropping the old ones. An open page hears of them in 1.5 s, and what is refused all the same is
 * asked for again for six seconds; 30 would leave too little of a minute for the 2,250 objects of 1,000 items.
 */
export const TOKEN_OVERLAP_S = 20;
/** How long the pictures of an older rev stay after a new one is recorded: an open page hears of it in 1.5 s, and asks for six more. */
export const STALE_IMAGE_S = 60;
/** The same for a stream: who plays it plays the old rev to its end, a two-hour tape with its pauses. */
export const STALE_STREAM_S = 6 * 3600;
/** How long the URL of an original opens it. */
export const ORIGINAL_URL_S = 600;
