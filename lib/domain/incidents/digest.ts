/**
 * A short, stable digest of a text: 16 hexadecimal digits. For keeping long names apart after they are cut;
 * it protects against nothing.
 * Source: FNV-1a with 64 bits (Fowler, Noll and Vo), over the text's UTF-16 code units.
 */
export function digest(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) {
    hash ^= BigInt(text.charCodeAt(i));
    hash = BigInt.asUintN(64, hash * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

/**
 * The text itself when it has at most `limit` characters; else its beginning and its digest, `limit`
 * characters in all, so that two long texts that differ only at the end stay different.
 * @param limit at least 18
 */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 17)}~${digest(text)}`;
}
