/**
 * 32 random-looking bits of a place and a time: the same ones whenever and in whatever order they are
 * asked for, so that simulated values do not depend on what was read before. The mixing is that of
 * MurmurHash3's finaliser (Appleby, 2011).
 */
function bits(seed: number, channel: number, step: number): number {
  let hash = seed ^ Math.imul(step, 0x9e3779b1) ^ Math.imul(channel + 1, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A number from 0 up to but not with 1. */
export function uniform(seed: number, channel: number, step: number): number {
  return bits(seed, channel, step) / 4_294_967_296;
}

/** About standard normal, never beyond 3.5: the sum of four uniform bytes, less its mean, by its spread. */
export function gaussian(seed: number, channel: number, step: number): number {
  const hash = bits(seed, channel, step);
  const sum = (hash & 255) + ((hash >>> 8) & 255) + ((hash >>> 16) & 255) + (hash >>> 24);
  return (sum - 510) / 147.8;
}
