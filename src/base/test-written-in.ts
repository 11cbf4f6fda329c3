/** Whether a text can be read in bytes, in any of the forms in which texts are written. */

/** A shorter one stands in sealed or random bytes by chance, as soon as there are many of them. */
const SHORTEST = 6;

/** As UTF-8, as UTF-16, in hexadecimal digits, and in Base64 whatever stands before and behind it; bytes as they are. */
export function isWrittenIn(bytes: Buffer, needle: string | Uint8Array): boolean {
  if (typeof needle !== 'string') return bytes.includes(Buffer.from(needle));
  if (needle.length < SHORTEST) throw new TypeError(`"${needle}" is too short to be looked for`);
  const text = Buffer.from(needle);
  const forms = [
    text,
    Buffer.from(needle, 'utf16le'),
    Buffer.from(text.toString('hex')),
    ...[0, 1, 2].map((before) => base64(text, before)),
  ];
  return forms.some((form) => bytes.includes(form));
}

/** Of its Base64 what does not hang on the bytes around it, where so many stand before it in its group of three. */
function base64(text: Buffer, before: number): Buffer {
  const whole = Buffer.concat([Buffer.alloc(before), text]).toString('base64');
  return Buffer.from(whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + text.length) * 8) / 6)));
}
