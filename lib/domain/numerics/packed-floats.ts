/**
 * Single-precision values (about seven significant digits) as base64 text, little-endian: a season of 2,016
 * values is 10.8 kB and comes back exactly, NaN included.
 */
export function packFloats(values: Float32Array): string {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (let i = 0; i < values.length; i++) view.setFloat32(i * 4, values[i] ?? Number.NaN, true);
  const bytes = new Uint8Array(view.buffer);
  let binary = '';
  for (let i = 0; i < bytes.length; i++) binary += String.fromCharCode(bytes[i] ?? 0);
  return btoa(binary);
}

/** The values of a text made by `packFloats`. @throws RangeError when the text is none */
export function unpackFloats(text: unknown): Float32Array {
  const binary = binaryOf(text);
  if (binary === undefined || binary.length % 4 !== 0)
    throw new RangeError('got packed values that are not base64 of whole floats: give what packFloats made');
  const view = new DataView(new ArrayBuffer(binary.length));
  for (let i = 0; i < binary.length; i++) view.setUint8(i, binary.charCodeAt(i));
  const values = new Float32Array(binary.length / 4);
  for (let i = 0; i < values.length; i++) values[i] = view.getFloat32(i * 4, true);
  return values;
}

function binaryOf(text: unknown): string | undefined {
  try {
    return typeof text === 'string' ? atob(text) : undefined;
  } catch {
    return undefined;
  }
}
