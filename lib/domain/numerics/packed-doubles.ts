import { fromBase64, toBase64 } from './base64.ts';

/** Double-precision values as base64 text, little-endian: they come back exactly. */
export function packDoubles(values: ArrayLike<number>): string {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  for (let i = 0; i < values.length; i++) view.setFloat64(i * 8, values[i]!, true);
  return toBase64(new Uint8Array(view.buffer));
}

/** The values of a text made by `packDoubles`. @throws RangeError when the text is none */
export function unpackDoubles(text: unknown): Float64Array {
  const bytes = fromBase64(text);
  if (bytes === undefined || bytes.length % 8 !== 0)
    throw new RangeError(
      'got packed values that are not base64 of whole doubles: give what packDoubles made',
    );
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(i * 8, true));
}
