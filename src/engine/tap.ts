/** Keeps what one peer says: whenever it pauses, and after 20 s at the latest, as a WAV file. */
import { FRAME_MS } from '../media/frame.ts';
import { SpeechCutter } from '../media/speech-cutter.ts';
import { writeWav } from '../media/wav.ts';

const LONGEST_FRAMES = 20_000 / FRAME_MS;

type TapPiece = { readonly atMs: number; readonly wav: Uint8Array };

export type TapOptions = {
  /** The tick at which the tap begins. */
  readonly fromTick: number;
  readonly told: (piece: TapPiece) => void;
};

/** A piece that is over is copied once more, into its file. */
export function makeTap({ fromTick, told }: TapOptions): SpeechCutter {
  return new SpeechCutter({
    pieceFrames: LONGEST_FRAMES,
    take: (tick, samples) => {
      if (samples.length > 0) told({ atMs: Math.max(0, tick - fromTick) * FRAME_MS, wav: writeWav(samples) });
    },
  });
}
