const SAMSUNG = 'MotionPhoto_Data';

const segment = (marker: number, body: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};

/** Adds an XMP packet with this RDF to a JPEG. */
export function withXmp(jpeg: Buffer, rdf: string): Buffer {
  const xmp =
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ' +
    `xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${rdf}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
  const body = Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1'), Buffer.from(xmp)]);
  return Buffer.concat([jpeg.subarray(0, 2), segment(0xe1, body), jpeg.subarray(2)]);
}

const CAMERA = 'xmlns:GCamera="http://ns.google.com/photos/1.0/camera/"';

/** Creates a motion photo in Google's first format, MicroVideo: the video is the last `offset` bytes. */
export const microVideo = (jpeg: Buffer, video: Buffer, offset = video.length): Buffer =>
  Buffer.concat([
    withXmp(
      jpeg,
      `<rdf:Description ${CAMERA} GCamera:MicroVideo="1" GCamera:MicroVideoVersion="1" GCamera:MicroVideoOffset="${String(offset)}"/>`,
    ),
    video,
  ]);

/** Creates a motion photo in format 1.0, with a gain map between the image and the video, as HDR phones do. */
export function motionPhoto(jpeg: Buffer, video: Buffer, length = video.length): Buffer {
  const gain = Buffer.alloc(321, 7);
  const item = (mime: string, semantic: string, bytes: number): string =>
    `<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="${mime}" Item:Semantic="${semantic}" Item:Length="${String(bytes)}" Item:Padding="0"/></rdf:li>`;
  const rdf =
    `<rdf:Description ${CAMERA} xmlns:Container="http://ns.google.com/photos/1.0/container/" ` +
    'xmlns:Item="http://ns.google.com/photos/1.0/container/item/" GCamera:MotionPhoto="1" GCamera:MotionPhotoVersion="1">' +
    `<Container:Directory><rdf:Seq>${item('image/jpeg', 'Primary', 0)}${item('image/jpeg', 'GainMap', gain.length)}` +
    `${item('video/mp4', 'MotionPhoto', length)}</rdf:Seq></Container:Directory></rdf:Description>`;
  return Buffer.concat([withXmp(jpeg, rdf), gain, video]);
}

/** Creates a motion photo in Samsung's format: named parts after the JPEG and a directory at the end. */
export function samsungMotion(jpeg: Buffer, video: Buffer): Buffer {
  const part = (type: number, name: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt16LE(type, 2);
    head.writeUInt32LE(name.length, 4);
    return Buffer.concat([head, Buffer.from(name, 'latin1'), body]);
  };
  const parts = [part(0x0a01, 'Image_UTC_Data', Buffer.from('1577934030000')), part(0x0a30, SAMSUNG, video)];
  const directory = Buffer.alloc(12 + 12 * parts.length);
  directory.write('SEFH', 0, 'latin1');
  directory.writeUInt32LE(106, 4);
  directory.writeUInt32LE(parts.length, 8);
  for (const [n, one] of parts.entries()) {
    directory.writeUInt16LE(one.readUInt16LE(2), 14 + 12 * n);
    directory.writeUInt32LE(
      parts.slice(n).reduce((sum, { length }) => sum + length, 0),
      16 + 12 * n,
    );
    directory.writeUInt32LE(one.length, 20 + 12 * n);
  }
  const size = Buffer.alloc(4);
  size.writeUInt32LE(directory.length);
  return Buffer.concat([jpeg, ...parts, directory, size, Buffer.from('SEFT', 'latin1')]);
}

/** Samsung's oldest format has the marker but no directory. */
export const samsungMark = (jpeg: Buffer, video: Buffer): Buffer =>
  Buffer.concat([jpeg, Buffer.from(SAMSUNG, 'latin1'), video]);

/** Creates a HEIC with a video in an `mpvd` box, as Google and Samsung do. */
export function motionHeic(heic: Buffer, video: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(video.length + 8);
  head.write('mpvd', 4, 'latin1');
  return Buffer.concat([heic, head, video]);
}
