const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const codes = Uint8Array.from(alphabet, (char) => char.charCodeAt(0));
const padding = 61;
const none = 255;
const places = new Uint8Array(256).fill(none);
for (const [place, code] of codes.entries()) places[code] = place;
const decoder = new TextDecoder('latin1');

/** Bytes as base64 text. Node's `btoa` takes ten times as long, and every state of a model is written so. */
export function toBase64(bytes: Uint8Array): string {
  const text = new Uint8Array(4 * Math.ceil(bytes.length / 3)).fill(padding);
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text[at] = codes[bits >>> 18]!;
    text[at + 1] = codes[(bits >>> 12) & 63]!;
    if (i + 1 < bytes.length) text[at + 2] = codes[(bits >>> 6) & 63]!;
    if (i + 2 < bytes.length) text[at + 3] = codes[bits & 63]!;
    at += 4;
  }
  return decoder.decode(text);
}

/** The bytes of a base64 text; undefined when it is none. */
export function fromBase64(text: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (typeof text !== 'string' || text.length % 4 !== 0) return undefined;
  const padded = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padded);
  let at = 0;
  for (let i = 0; i < text.length; i += 4) {
    const last = i + 4 === text.length ? padded : 0;
    const c = last > 1 ? 0 : places[text.charCodeAt(i + 2)]!;
    const d = last > 0 ? 0 : places[text.charCodeAt(i + 3)]!;
    const a = places[text.charCodeAt(i)]!;
    const b = places[text.charCodeAt(i + 1)]!;
    // Codes beyond the table are undefined there, which no comparison lets pass.
    if (!(a < none && b < none && c < none && d < none)) return undefined;
    const bits = (a << 18) | (b << 12) | (c << 6) | d;
    bytes[at++] = bits >>> 16;
    if (at < bytes.length) bytes[at++] = (bits >>> 8) & 255;
    if (at < bytes.length) bytes[at++] = bits & 255;
  }
  return bytes;
}
