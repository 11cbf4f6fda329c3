/** One stream of sound to a bot: the mix, or one source apart. */
import { FRAME_MS } from '../../media/frame.ts';
import { frameHeader, writeFrameHeader, type FrameHeader } from '../../wire/bridge/frame.ts';
import type { BotLine } from './bot-line.ts';
import { toBridgeOrder } from './sample-order.ts';

export class SoundStream {
  readonly #header: FrameHeader = frameHeader();
  #lastTick = Number.NEGATIVE_INFINITY;

  /** `sourceId` is 0 for the mix. */
  constructor(kind: 'mixed' | 'sound', sourceId: number) {
    this.#header.kind = kind;
    this.#header.sourceId = sourceId;
  }

  get sourceId(): number {
    return this.#header.sourceId;
  }

  send(line: BotLine, frame: Int16Array, tick: number, levelDb: number, isSpeech: boolean): void {
    const header = this.#header;
    header.sequence = (header.sequence + 1) >>> 0;
    header.isFirst = tick !== this.#lastTick + 1;
    header.isSpeech = isSpeech;
    header.level = Math.max(0, Math.min(127, Math.round(-levelDb)));
    header.timestampUs = tick * FRAME_MS * 1_000;
    this.#lastTick = tick;
    const message = line.soundMessage();
    if (!message) return;
    writeFrameHeader(message.bytes, header);
    message.samples.set(frame);
    toBridgeOrder(message.samples);
    line.sendSound(message);
  }
}
