/** The connection over which a peer sees others: its slots, what each is to show, and what the viewer says of it. */
import { readFeedback, type FeedbackListener } from '../../wire/rtp/feedback.ts';
import { isRtcp } from '../../wire/rtp/rtp-packet.ts';
import { encodeReport } from '../../wire/rtp/rtcp.ts';
import type { PictureKind, SlotView } from '../port.ts';
import { chooseLayers } from './layer-choice.ts';
import type { PictureTransport } from './picture-transport.ts';
import { Slot, type SlotSecond } from './slot.ts';
import type { PictureSource } from './source.ts';
import { ViewerCapacity } from './viewer-capacity.ts';

export type PictureViewOptions = {
  readonly legId: string;
  readonly transport: PictureTransport;
  /** What that leg shows, if this one may see it now. */
  readonly find: (legId: string, of: PictureKind) => PictureSource | undefined;
};

type Tile = { readonly slot: Slot; wish: SlotView | undefined; source: PictureSource | undefined };

export class PictureView {
  readonly legId: string;
  readonly #options: PictureViewOptions;
  readonly #tiles: readonly Tile[];
  readonly #capacity = new ViewerCapacity();
  readonly #listener: FeedbackListener;
  #isConnected = false;
  #nowMs = 0;

  constructor(options: PictureViewOptions) {
    this.#options = options;
    this.legId = options.legId;
    const { transport } = options;
    this.#tiles = transport.sections.map((section, number) => ({
      slot: new Slot(number, section, transport),
      wish: undefined,
      source: undefined,
    }));
    this.#listener = {
      lost: (ssrc, sequence) => this.#slot(ssrc)?.repair(sequence, this.#nowMs),
      keyFrameWanted: (ssrc) => this.#slot(ssrc)?.following.askKeyFrame(this.#nowMs),
      canTake: (bitsPerSecond) => this.#capacity.canTake(bitsPerSecond, this.#nowMs),
      received: (ssrc, fraction) => this.#slot(ssrc)?.following.current && this.#capacity.lost(fraction),
      sent: () => undefined,
    };
  }

  connected(nowMs: number): void {
    this.#isConnected = true;
    this.choose(nowMs);
  }

  /** Replaces what is shown; slots that are not there are passed over. */
  show(slots: readonly SlotView[], nowMs: number): void {
    for (const [number, tile] of this.#tiles.entries()) tile.wish = slots.find((wish) => wish.slot === number);
    this.choose(nowMs);
  }

  /** Whether that source is to be seen in a slot. */
  wants(source: PictureSource): boolean {
    return this.#tiles.some(({ wish }) => wish?.legId === source.legId && wish.of === source.of);
  }

  /** Works out anew what goes into each slot, and in which layer. */
  choose(nowMs: number): void {
    if (!this.#isConnected) return;
    for (const tile of this.#tiles) {
      const source = tile.wish && this.#options.find(tile.wish.legId, tile.wish.of);
      if (source !== tile.source) tile.slot.clear();
      tile.source = source;
    }
    const wishes = this.#tiles.map(({ wish, source }) => ({ layers: source?.active(nowMs) ?? [], height: wish?.height ?? 0 }));
    const chosen = chooseLayers(wishes, this.#capacity.limitBps);
    for (const [number, { slot }] of this.#tiles.entries()) {
      const layer = chosen[number];
      if (layer) slot.following.aim(layer, nowMs);
    }
  }

  /** Takes what the viewer says (RTCP). */
  packet(bytes: Uint8Array, nowMs: number): void {
    this.#nowMs = nowMs;
    if (isRtcp(bytes)) readFeedback(bytes, this.#listener);
  }

  /** Every second: sender reports, and what fits now. */
  second(nowMs: number, wallMs: number, elapsedMs: number): void {
    const sent: SlotSecond = { bits: 0, packets: 0, asked: 0 };
    for (const [number, { slot }] of this.#tiles.entries()) {
      slot.second(sent);
      const sender = slot.sender(nowMs, wallMs);
      if (sender) this.#options.transport.send(number, encodeReport(slot.ssrc, 'rollcall', { sender }));
    }
    const sentBps = (sent.bits * 1_000) / elapsedMs;
    const asked = Math.min(1, sent.asked / Math.max(1, sent.packets));
    this.#capacity.second({ sentBps, leastBps: this.#leastBps(nowMs), asked }, nowMs);
    this.choose(nowMs);
  }

  close(): void {
    for (const { slot } of this.#tiles) slot.clear();
    this.#options.transport.close();
  }

  #leastBps(nowMs: number): number {
    return this.#tiles.reduce((bits, { source }) => bits + (source?.active(nowMs)[0]?.bitsPerSecond ?? 0), 0);
  }

  #slot(ssrc: number): Slot | undefined {
    return this.#tiles.find(({ slot }) => slot.ssrc === ssrc)?.slot;
  }
}
