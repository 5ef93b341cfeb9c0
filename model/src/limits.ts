/** Limits on all input, each with its reason. The rules files repeat some of them, and a test compares the values. */

/** 32 GiB: a two-hour DV tape is 26 GB, and a phone's longest video is under 20. */
export const MAX_ORIGINAL_BYTES = 32 * 1024 ** 3;
/** 4 GiB for one image: the range of TIFF offsets. */
export const MAX_IMAGE_BYTES = 4 * 1024 ** 3;
/** 256 MiB for a HEIC or AVIF: the decoder holds the file in memory twice. iPhones write at most 20. */
export const MAX_HEIF_BYTES = 256 * 1024 ** 2;
/** 202 megapixels: admits the largest phone sensor (16,320 x 12,240), but not a 256-megapixel bomb, which sharp accepts by default. */
export const MAX_PIXELS = 202_000_000;
/** 50 megapixels: an iPhone's largest HEIC (8,064 x 6,048), 200 MB of WebAssembly memory when decoded. */
export const MAX_HEIC_PIXELS = 50_000_000;
/**
 * 110 megapixels for formats that are decoded as a whole (WebP, GIF, AVIF, interlaced PNG, progressive JPEG): 600 MB at the measured
 * 5.5 bytes per pixel. Admits phones with 108 megapixels; those with 200 write baseline JPEG, which is decoded line by line.
 */
export const MAX_BUFFERED_PIXELS = 110_000_000;
/** Frames, pages or chunks of one image: a GIF of ten minutes. libwebp takes a minute to count 100,000. */
export const MAX_PAGES = 10_000;
/** Directory pointers in one EXIF block: cameras write three, and 5,000 cost libexif 4 s for every read. */
export const MAX_EXIF_POINTERS = 64;
/** 36 megapixels per frame: admits 8K (7,680 x 4,320); decoders hold a dozen frames at once. */
export const MAX_VIDEO_PIXELS = 36_000_000;
/** Bytes of the motion clip in a photo; larger ones are ignored. Phones write at most 3 s and 20 MB. */
export const MAX_MOTION_BYTES = 128 * 1024 ** 2;
/** Duration of a motion clip in seconds; longer animations are cut. */
export const MAX_MOTION_S = 60;
/** Frames of an animation: a minute at 50 per second. Longer ones become still images. */
export const MAX_MOTION_FRAMES = 3000;
/** Pixels of all frames of an animation together: what ffmpeg converts within `MOTION_TIMEOUT_S` on two cores. */
export const MAX_ANIMATION_PIXELS = 2_000_000_000;
/** Seconds that ffmpeg may spend on one motion clip; after that, the photo has none. */
export const MOTION_TIMEOUT_S = 20;
/** Bytes of the preview in a RAW or JPEG XL: a JPEG of the largest camera's full resolution. */
export const MAX_PREVIEW_BYTES = 128 * 1024 ** 2;
/** 12 hours of video: four long-play tapes in one file. Bounds what one task encodes. */
export const MAX_DURATION_S = 12 * 3600;
/** Bytes from the start of a file that suffice to detect its format (two MPEG-TS packets, an ID3 header). */
export const HEAD_BYTES = 4096;
/** A stored file name, in UTF-16 units: ext4 and APFS allow 255. Longer ones are shortened in the middle. */
export const MAX_FILE_NAME = 255;
/** The path of an item's folder, in UTF-16 units: Windows allows 260 for a whole path. Longer ones lose their first folders. */
export const MAX_FOLDER = 500;
/** A caption: a paragraph. Longer ones are cut and end in an ellipsis. */
export const MAX_CAPTION = 1000;
/** A date as XMP writes it, with fractions of a second and an offset. */
export const MAX_DATE_TEXT = 40;
/** The name of a place: a line. */
export const MAX_PLACE_NAME = 200;
/** An album's description: a paragraph, such as where a trip went. */
export const MAX_DESCRIPTION = 1000;
/** Chapters of one item: three minutes each in a tape of two hours and a half. All of them fit into one request and into a row of a sheet. */
export const MAX_CHAPTERS = 50;
/** Sections that one call splits a video into: one for each chapter, and one for what precedes them. */
export const MAX_SECTIONS = MAX_CHAPTERS + 1;
/** Sections of one video, those in the trash and not yet purged included: four complete splits. Purging a video reads all of them in one transaction. */
export const MAX_SECTIONS_OF_VIDEO = 200;
/** The least length of a section, seconds: a shorter one is a mistake. */
export const MIN_SECTION_S = 1;
/** A chapter's title: two lines on a phone. */
export const MAX_CHAPTER_TITLE = 80;
/** Minutes by which dates are shifted: 200 years, the age of photography. */
export const MAX_SHIFT_MINUTES = 200 * 366 * 1440;
/** Documents that one transaction writes that changes many items, unless one item alone has more. */
export const MAX_EDIT_WRITES = 400;
/** A camera's manufacturer and model. */
export const MAX_CAMERA = 80;
/** The artist or the album of a sound, as its tags state it: two lines on a phone. */
export const MAX_SONG_TEXT = 100;
/** People named in one photo: a school class with its teachers. */
export const MAX_PEOPLE = 50;
/** A library's, album's or person's name: two lines on a phone. */
export const MAX_NAME = 80;
/** Favourites of one person in one library: their document, of 120 bytes each, fits into Firestore's 1 MiB. */
export const MAX_FAVOURITES = 5000;
/** Play positions of one person in one library: more tapes than anyone has begun. Devices keep the latest 200; several may write at once. */
export const MAX_PLAY_POSITIONS = 300;
/** Albums of one library of which it is stored when one person last looked at them. Devices keep the latest 500; several may write at once. */
export const MAX_LOOKS = 600;
/** Items of an album that can be ordered by hand: readers load all of its sheets, about nine. */
export const MAX_ITEMS_BY_HAND = 5000;
/**
 * Characters of an order key. A key starts with about 35; repeated moves to one place add one for about 60 moves to the front or end, 14 moves
 * next to one item, or 5 moves between the two items that were moved last.
 */
export const MAX_ORDER_KEY = 250;
/** Albums that one new item may be added to. */
export const MAX_ALBUMS_PER_ITEM = 10;
/** Days that an announced upload may take before another uploader can take over: the lifetime of a resumable session. */
export const UPLOAD_DAYS = 7;
/** Announcements without an upload per person and library: more than an aborted import leaves behind. */
export const MAX_OPEN_ANNOUNCEMENTS = 5000;
/** Changes that an open album listens to, newest first: those of some seconds, until its index has them. */
export const MAX_CHANGES_LISTENED = 200;
/** Days that activities are kept. */
export const ACTIVITY_DAYS = 365;
/** Days that call and upload counters are kept: they count for one day at most. */
export const COUNTER_DAYS = 2;
/** Members of one library: a very large family, whose roles easily fit one document. */
export const MAX_MEMBERS = 100;
/** Libraries that one person may own. */
export const MAX_LIBRARIES_OWNED = 100;
/** Albums of one library. */
export const MAX_ALBUMS = 2000;
/** Open invites of one library. */
export const MAX_INVITES = 100;
/** Items that one call may add to an album, edit, or move to the trash. */
export const MAX_ITEMS_PER_ADD = 200;
/** An e-mail address (RFC 5321 section 4.5.3.1). */
export const MAX_ADDRESS = 254;
/** How often processing is attempted, including the first time. */
export const PROCESS_ATTEMPTS = 5;
/** Duration of a processing lease, extended while the task runs. After a crash another task takes over when it expires. */
export const LEASE_S = 90;
/** Items per person that use the fast queue before the rest goes to the bulk queue. */
export const INTERACTIVE_ITEMS = 8;
/** 256 MiB: larger than any photo, and the instance that processes photos holds the file in memory twice. */
export const MAX_SMALL_BYTES = 256 * 1024 ** 2;
/** Seconds that one processing task may take: the maximum of task queues. */
export const PROCESS_TIMEOUT_S = 1800;
/** Seconds that ffmpeg may take in one task, below `PROCESS_TIMEOUT_S` so that the failure can still be recorded. */
export const FFMPEG_TIMEOUT_S = 1700;
/** Videos and sounds above this size are processed in parts: a task has 4 GiB of memory, its disk included. */
export const MAX_WHOLE_BYTES = 1024 ** 3;
/** Pixels of all frames of a video above which it is processed in parts: what one task encodes in about 5 s, 8 s of 480 lines. */
export const MAX_WHOLE_PIXELS = 100_000_000;
/** Bytes of an original whose hash is checked before anything else: in less than a second. Of a larger one it is checked last. */
export const MAX_HASHED_FIRST_BYTES = 64 * 1024 ** 2;
/** Seconds of a video of which one variant is encoded before the others: as much as one pass encodes while somebody waits. */
export const MAX_LEAD_S = 600;
/** Seconds that one task for a part of a stream may take, and that ffmpeg may take in it. */
export const PART_TIMEOUT_S = 540;
export const PART_FFMPEG_S = 480;
/** Seconds of sound in one object. */
export const SOUND_CHUNK_S = 60;
/** Items in `processing` without a lease for this long are enqueued again by the sweeper. */
export const SWEEP_AFTER_S = 120;
/** How long additions to an album are collected before its index is updated: an import brings several a second. */
export const INDEX_ADDED_MS = 5000;
/** The same for removals, edits and new tokens. */
export const INDEX_CHANGED_MS = 2000;
/** Seconds that one update of an album's index may take: an import of 100,000 photos that was not indexed for some reason. */
export const INDEX_TIMEOUT_S = 540;
/** Bytes of a sheet or of a page of an outline as text: 1,500 entries with long captions. */
export const MAX_SHEET_BYTES = 16 * 1024 ** 2;
/** Days that the tombstone of a removed entry is kept. The index has it after some seconds. */
export const TOMBSTONE_DAYS = 7;
/** Seconds in which a deleted album can be restored; then the sweeper removes it. */
export const RESTORE_ALBUM_S = 300;
/** Circles of one library: every branch of a large family, friends, school. */
export const MAX_CIRCLES = 50;
/** Guests of one album: a wedding with one shared link. */
export const MAX_GUESTS = 200;
/** People who may redeem one invite. */
export const MAX_INVITE_USES = 100;
/** Maximum validity of an invite link, days. */
export const MAX_INVITE_DAYS = 30;
/** Validity of an invite to an email address, days. Longer than a link's, because it contains no secret that could leak. */
export const ADDRESS_INVITE_DAYS = 90;
/** The message of an access request: one line. */
export const MAX_REQUEST_MESSAGE = 200;
/** Access requests per person and day; each replaces the one before. */
export const MAX_REQUESTS_PER_DAY = 3;
/** Access requests shown to an owner, newest first. */
export const MAX_REQUESTS_LISTED = 100;
/** Albums that one call may share. */
export const MAX_ALBUMS_PER_SHARE = 100;
/** Seconds in which a program redeems its sign-in code. The page hands it over at once. */
export const SIGN_IN_CODE_S = 120;
/** Days that the importer stays signed in on a computer: the next import of a month needs no browser. */
export const IMPORT_SESSION_DAYS = 30;
/** Hours that a check of the installation stays signed in: it takes minutes, and may do more than the importer. */
export const VERIFY_SESSION_HOURS = 1;
/** Seconds in which the code on a TV can be confirmed: to fetch the phone, sign in and choose albums. */
export const TV_CODE_S = 300;
/** Codes of TVs that are open at once, of all libraries: many more than families start in five minutes. */
export const MAX_TV_PAIRINGS = 60;
/** Days that a TV shows albums before it is paired again. */
export const TV_DAYS = 30;
/** TVs of one library: every living room of a family, and some that nobody uses any more. */
export const MAX_TVS = 20;
/** Albums of one TV, each of which it follows. */
export const MAX_TV_ALBUMS = 50;
/** Days in which a deleted library can be restored. */
export const GRACE_DAYS = 30;
/** Days that an item stays in the trash. */
export const TRASH_DAYS = 30;
/** Total size of a library: 4 TiB, about 100 dollars a month. */
export const MAX_LIBRARY_BYTES = 4 * 1024 ** 4;
/** Items that one person may add to a library per day: a full Google account. */
export const MAX_ITEMS_PER_DAY = 50_000;
/** Bytes that one person may add to a library per day: what a fast connection transfers. */
export const MAX_BYTES_PER_DAY = 512 * 1024 ** 3;
/** Size of one submission, and submissions per guest and day. */
export const MAX_SUBMISSION_BYTES = 4 * 1024 ** 3;
export const MAX_SUBMISSIONS_PER_DAY = 500;
/** Seconds of video and sound processed per guest and day: an hour, which takes two cores about half an hour. */
export const MAX_GUEST_VIDEO_S = 3600;
/**
 * Seconds between publishing new tokens and dropping the old ones. Open pages receive them within 1.5 s and retry refused requests for
 * six more; 30 would leave too little of a minute for the 2,250 objects of 1,000 items.
 */
export const TOKEN_OVERLAP_S = 20;
/** Seconds that images of an older rev are kept: open pages receive the new rev within 1.5 s and retry for six more. */
export const STALE_IMAGE_S = 60;
/** The same for streams: a player finishes the old rev, such as a two-hour tape with pauses. */
export const STALE_STREAM_S = 6 * 3600;
/** Items whose originals one call may open: few enough that their URLs are used before they expire, on a slow connection too. */
export const MAX_ORIGINALS_PER_CALL = 20;
/** Validity of the URL of an original, seconds. */
export const ORIGINAL_URL_S = 600;
