/** What those who are to be heard say in one room, each alone, at wall time. Only those who make a sound are looked at. */
import { FRAME_MS } from '../../media/frame.ts';
import { SpeechCutter } from '../../media/speech-cutter.ts';
import type { Leg } from '../leg.ts';
import type { EngineFacts } from '../port.ts';

export type RoomHearingOptions = {
  readonly roomId: string;
  /** Wall time of tick 0, in milliseconds: taken once, so that times of one room never jump. */
  readonly zeroMs: number;
  readonly tell: (fact: EngineFacts['heard']) => void;
};

/** 200 ms. */
const PIECE_FRAMES = 10;
/** A pause of so long is an end to whoever turns it into text: 400 ms. */
const HURRY_FRAMES = 20;

export class RoomHearing {
  readonly #options: RoomHearingOptions;
  readonly #voices = new Map<string, SpeechCutter>();
  /** Those who speak, or just did. */
  readonly #open: SpeechCutter[] = [];
  #legIds: ReadonlySet<string> = new Set();

  constructor(options: RoomHearingOptions) {
    this.#options = options;
  }

  /** These and nobody else from now on; they may come later. */
  want(legIds: readonly string[]): void {
    this.#legIds = new Set(legIds);
    for (const legId of this.#voices.keys()) if (!this.#legIds.has(legId)) this.left(legId);
  }

  /** Hears all who are heard at this tick. */
  hear(sounding: readonly Leg[], isForAll: (leg: Leg) => boolean, tick: number): void {
    for (const leg of sounding) if (this.#legIds.has(leg.legId) && isForAll(leg)) this.#hear(leg, tick);
    const open = this.#open;
    for (let i = open.length - 1; i >= 0; i--) {
      const voice = open[i];
      if (voice && voice.nextTick <= tick) voice.hear(undefined, tick);
      if (!voice?.isOpen) open.splice(i, 1);
    }
  }

  /** Whether somebody may fall silent at the next tick. */
  get isBusy(): boolean {
    return this.#open.length > 0;
  }

  /** The leg is gone from the room. */
  left(legId: string): void {
    this.#voices.get(legId)?.finish();
    this.#voices.delete(legId);
  }

  close(): void {
    this.want([]);
  }

  #hear(leg: Leg, tick: number): void {
    let voice = this.#voices.get(leg.legId);
    if (!voice) this.#voices.set(leg.legId, (voice = this.#voiceOf(leg.legId)));
    const wasOpen = voice.isOpen;
    voice.hear(leg.frame, tick);
    if (voice.isOpen && !wasOpen) this.#open.push(voice);
  }

  #voiceOf(legId: string): SpeechCutter {
    const { roomId, zeroMs, tell } = this.#options;
    return new SpeechCutter({
      pieceFrames: PIECE_FRAMES,
      hurryFrames: HURRY_FRAMES,
      take: (tick, samples, isEnd) => tell({ roomId, legId, atMs: zeroMs + tick * FRAME_MS, samples: samples.slice(), isEnd }),
    });
  }
}
