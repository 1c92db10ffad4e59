/** Double-precision values as base64 text, little-endian: they come back exactly. */
export function packDoubles(values: ArrayLike<number>): string {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  for (let i = 0; i < values.length; i++) view.setFloat64(i * 8, values[i]!, true);
  const bytes = new Uint8Array(view.buffer);
  let binary = '';
  for (let i = 0; i < bytes.length; i++) binary += String.fromCharCode(bytes[i]!);
  return btoa(binary);
}

/** The values of a text made by `packDoubles`. @throws RangeError when the text is none */
export function unpackDoubles(text: unknown): Float64Array {
  const binary = binaryOf(text);
  if (binary === undefined || binary.length % 8 !== 0)
    throw new RangeError(
      'got packed values that are not base64 of whole doubles: give what packDoubles made',
    );
  const view = new DataView(new ArrayBuffer(binary.length));
  for (let i = 0; i < binary.length; i++) view.setUint8(i, binary.charCodeAt(i));
  return Float64Array.from({ length: binary.length / 8 }, (_, i) => view.getFloat64(i * 8, true));
}

function binaryOf(text: unknown): string | undefined {
  try {
    return typeof text === 'string' ? atob(text) : undefined;
  } catch {
    return undefined;
  }
}
