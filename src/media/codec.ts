/** What the engine asks of a codec: one encoder for whoever sends, one decoder for whoever is received. */

export type CodecName = 'opus' | 'pcmu' | 'pcma' | 'l16';

/** What an encoder is made for: a way that brings nearly everything, or one that loses packets, where each is to make good for the one before it. */
export type Way = 'clean' | 'lossy';

export interface SoundEncoder {
  /** Encodes one frame of 20 ms to `into` from `at` on; returns how many bytes. */
  encode(frame: Int16Array, into: Uint8Array, at: number): number;
  /** The next frame must be understood by somebody who has not heard those before it. */
  restart(): void;
  free(): void;
}

export interface SoundDecoder {
  /** Decodes one packet to 16 kHz; returns how many samples. A packet that makes no sense is concealed. */
  decode(payload: Uint8Array, into: Int16Array): number;
  /** Makes up 20 ms for a packet that did not come; `next` is the packet after it, if that is here. */
  conceal(into: Int16Array, next: Uint8Array | undefined): number;
  free(): void;
}

/** RTP's own clock for the codec (RFC 7587 §4.1: 48 kHz for Opus whatever the sound; RFC 3551 §6). */
export function clockRateOf(codec: CodecName): number {
  return codec === 'opus' ? 48_000 : codec === 'l16' ? 16_000 : 8_000;
}

/** Whether the codec has an encoder of its own for a way that loses packets. */
export function bearsLoss(codec: CodecName): boolean {
  return codec === 'opus';
}

/** Whether the payload says without being decoded that nothing is said: Opus' discontinuous transmission, samples of zero. */
export function saysNothing(codec: CodecName, payload: Uint8Array): boolean {
  if (codec === 'opus') return payload.length <= 2;
  for (let i = 0; i < payload.length; i++) {
    const byte = payload[i] ?? 0;
    // G.711's two zeros differ in the sign bit alone.
    if (codec === 'l16' ? byte !== 0 : (byte & 0x7f) !== (codec === 'pcmu' ? 0x7f : 0x55)) return false;
  }
  return true;
}
