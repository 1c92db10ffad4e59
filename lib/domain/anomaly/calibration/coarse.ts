import { fromBase64, toBase64 } from '../../numerics/base64.ts';

const cell = new Float32Array(1);
const bits = new Uint32Array(cell.buffer);

/** The nearest number with 8 significant bits (bfloat16): what a rank among some hundred values needs. */
export function coarse(value: number): number {
  cell[0] = value;
  const rounded = (bits[0]! + 0x7fff + ((bits[0]! >>> 16) & 1)) & 0xffff0000;
  const kept = bits[0]!;
  bits[0] = rounded;
  if (Number.isFinite(cell[0])) return cell[0];
  bits[0] = kept & 0xffff0000;
  return cell[0];
}

/** Coarse numbers as base64 text, two bytes each. */
export function packCoarse(values: Float32Array): string {
  const words = new Uint32Array(values.slice().buffer);
  const bytes = new Uint8Array(2 * words.length);
  for (let i = 0; i < words.length; i++) {
    bytes[2 * i] = (words[i]! >>> 16) & 0xff;
    bytes[2 * i + 1] = words[i]! >>> 24;
  }
  return toBase64(bytes);
}

/** The numbers of a text made by `packCoarse`. @throws RangeError when the text is none */
export function unpackCoarse(text: unknown): Float32Array {
  const bytes = fromBase64(text);
  if (bytes === undefined || bytes.length % 2 !== 0)
    throw new RangeError('got packed values that are not base64 of whole words: give what packCoarse made');
  const words = Uint32Array.from(
    { length: bytes.length / 2 },
    (_, i) => ((bytes[2 * i]! << 16) | (bytes[2 * i + 1]! << 24)) >>> 0,
  );
  return new Float32Array(words.buffer);
}
