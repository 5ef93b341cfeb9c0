/** Returns an XMP packet with these attributes and elements of one rdf:Description. */
export const xmpPacket = (
  attributes: string,
  elements = '',
): string => `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" xmlns:MP="http://ns.microsoft.com/photo/1.2/"
 xmlns:MPRI="http://ns.microsoft.com/photo/1.2/t/RegionInfo#" xmlns:MPReg="http://ns.microsoft.com/photo/1.2/t/Region#"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:digiKam="http://www.digikam.org/ns/1.0/" ${attributes}>${elements}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;

/** Returns IPTC datasets of record 2 by number. */
export const iptcData = (fields: Readonly<Record<number, string | Buffer>>): Buffer =>
  Buffer.concat(
    Object.entries(fields).flatMap(([field, value]) => {
      const bytes = Buffer.from(value);
      const head = Buffer.from([0x1c, 2, Number(field), 0, 0]);
      head.writeUInt16BE(bytes.length, 3);
      return [head, bytes];
    }),
  );

/** Wraps IPTC data as Photoshop does in APP13. */
export function photoshopBlock(data: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  return Buffer.concat([Buffer.from('Photoshop 3.0\0' + '8BIM\x04\x04\0\0', 'latin1'), size, data]);
}

/** Inserts a segment into a JPEG. */
export function withSegment(jpeg: Buffer, marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}
