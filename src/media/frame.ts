/** The measure of all sound in the house: 20 ms of 16 kHz, 16 bit, one channel. */
export const SAMPLE_RATE = 16_000;
export const FRAME_MS = 20;
export const FRAME_SAMPLES = 320;
/** What one packet may hold at most (Opus: 120 ms). */
export const MAX_PACKET_SAMPLES = 1_920;

/** Nothing to be heard, for whoever needs a frame of it. Do not write to it. */
export const SILENT_FRAME: Int16Array = new Int16Array(FRAME_SAMPLES);

/** How many milliseconds `samples` take. */
export function msOf(samples: number): number {
  return (samples * 1000) / SAMPLE_RATE;
}
