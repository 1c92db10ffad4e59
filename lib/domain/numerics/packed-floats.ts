import { fromBase64, toBase64 } from './base64.ts';

/**
 * Single-precision values (about seven significant digits) as base64 text, little-endian: a season of 2,016
 * values is 10.8 kB and comes back exactly, NaN included.
 */
export function packFloats(values: Float32Array): string {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (let i = 0; i < values.length; i++) view.setFloat32(i * 4, values[i] ?? Number.NaN, true);
  return toBase64(new Uint8Array(view.buffer));
}

/** The values of a text made by `packFloats`. @throws RangeError when the text is none */
export function unpackFloats(text: unknown): Float32Array {
  const bytes = fromBase64(text);
  if (bytes === undefined || bytes.length % 4 !== 0)
    throw new RangeError('got packed values that are not base64 of whole floats: give what packFloats made');
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(i * 4, true));
}
