/** Between the samples of the bridge, little endian, and those of this machine. */
import { endianness } from 'node:os';

const isSwapped = endianness() === 'BE';

/** Writes the samples that begin at `at` of a message. They may begin at an odd place of memory: they are taken byte by byte. */
export function readSamples(bytes: Uint8Array, at: number, into: Int16Array): void {
  const count = into.length;
  for (let i = 0, from = at; i < count; i++, from += 2) into[i] = (bytes[from] ?? 0) | ((bytes[from + 1] ?? 0) << 8);
}

/** Puts samples that were written in this machine's order into that of the bridge. */
export function toBridgeOrder(samples: Int16Array): void {
  if (!isSwapped) return;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] ?? 0;
    samples[i] = ((sample & 0xff) << 8) | ((sample >> 8) & 0xff);
  }
}
