/** A number for a text, the same on every machine: what is chosen by name is chosen by it. */

/** FNV-1a of the UTF-16 units, with its bits mixed; 32 bits, unsigned. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mixed(hash);
}

/** The n-th number in [0, 1) that belongs to a hash. */
export function share(hash: number, n: number): number {
  return mixed(hash + Math.imul(n + 1, 0x9e3779b9)) / 2 ** 32;
}

/** Every bit in has a say in every bit out (the last step of MurmurHash3). */
function mixed(bits: number): number {
  let hash = bits >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
