/** What one leg shows, its camera or its screen: the layers in which it comes, and whether it comes at all. */
import { extensionText, readRtpLayout, rtpLayout } from '../../wire/rtp/rtp-layout.ts';
import type { PictureKind } from '../port.ts';
import { Layer, type Upstream } from './layer.ts';

/** A source from which nothing came for so long shows nothing any more. */
const OVER_AFTER_MS = 10_000;
/** A layer that has been silent for so long may go on as another stream. */
const REPLACED_AFTER_MS = 1_000;

export type PictureSourceOptions = {
  readonly legId: string;
  readonly of: PictureKind;
  readonly payloadType: number;
  /** Names of the layers; without any there is one layer, which has no name. */
  readonly rids: readonly string[];
  readonly ridId?: number | undefined;
  readonly upstream: Upstream;
  /** It can be seen from now on, or in another size. */
  readonly began: (source: PictureSource) => void;
  /** There is another layer to choose. */
  readonly layersChanged: (source: PictureSource) => void;
  readonly ended: (source: PictureSource) => void;
};

export class PictureSource {
  readonly legId: string;
  readonly of: PictureKind;
  readonly #options: PictureSourceOptions;
  readonly #layers: Layer[] = [];
  readonly #layout = rtpLayout();
  #lastPacketMs = Number.NEGATIVE_INFINITY;
  /** Width × 65,536 + height as it was told; 0 while nothing can be seen. */
  #told = 0;
  #isClosed = false;

  constructor(options: PictureSourceOptions) {
    this.#options = options;
    this.legId = options.legId;
    this.of = options.of;
  }

  /** Whether it can be seen. */
  get isOn(): boolean {
    return this.#told !== 0;
  }

  get layers(): readonly Layer[] {
    return this.#layers;
  }

  /** Layers that come now, smallest first. */
  active(nowMs: number): Layer[] {
    return this.#layers.filter((layer) => layer.isActive(nowMs)).sort((a, b) => a.height - b.height || a.bitsPerSecond - b.bitsPerSecond);
  }

  /** Takes one RTP packet; bytes that are nothing of this source are dropped. */
  receive(bytes: Uint8Array, nowMs: number): void {
    if (this.#isClosed || ((bytes[1] ?? 0) & 0x7f) !== this.#options.payloadType) return;
    const layer = this.#layerOf(bytes, nowMs);
    if (!layer) return;
    const { width, height } = layer;
    if (!layer.receive(bytes, nowMs)) return;
    this.#lastPacketMs = nowMs;
    if (layer.height === height && layer.width === width && this.isOn) return;
    // Layers come one after the other: what that means for the size is told once a second.
    if (this.isOn) this.#options.layersChanged(this);
    else this.#sized(nowMs);
  }

  senderReport(ssrc: number, middle: number, nowMs: number): void {
    for (const layer of this.#layers) if (layer.ssrc === ssrc) layer.senderReport(middle, nowMs);
  }

  /** Every few ticks. */
  pulse(nowMs: number): void {
    for (const layer of this.#layers) layer.pulse(nowMs);
  }

  /** Every second. */
  second(nowMs: number, elapsedMs: number): void {
    for (const layer of this.#layers) {
      layer.second(elapsedMs);
      // Its first key frame was lost, or is yet to come.
      if (layer.height === 0 && layer.bitsPerSecond > 0) layer.askKeyFrame(nowMs);
    }
    if (this.isOn && nowMs - this.#lastPacketMs >= OVER_AFTER_MS) this.#end();
    else if (this.isOn) this.#sized(nowMs);
  }

  close(): void {
    this.#isClosed = true;
    if (this.isOn) this.#end();
  }

  #end(): void {
    this.#told = 0;
    this.#options.ended(this);
  }

  /** The size of the source is that of its largest layer. */
  #sized(nowMs: number): void {
    const largest = this.active(nowMs).at(-1);
    if (!largest) return;
    const size = sizeOf(largest);
    if (size === this.#told) return;
    this.#told = size;
    this.#options.began(this);
  }

  #layerOf(bytes: Uint8Array, nowMs: number): Layer | undefined {
    const ssrc = (((bytes[8] ?? 0) << 24) | ((bytes[9] ?? 0) << 16) | ((bytes[10] ?? 0) << 8) | (bytes[11] ?? 0)) >>> 0;
    const layers = this.#layers;
    for (let i = 0; i < layers.length; i++) if (layers[i]?.ssrc === ssrc) return layers[i];
    return this.#newLayer(bytes, ssrc, nowMs);
  }

  /**
   * A stream that was not seen yet says by its RID which layer it is. It takes the place of one that has fallen silent, and of no other: else two
   * streams of one name would take it from each other at every packet.
   */
  #newLayer(bytes: Uint8Array, ssrc: number, nowMs: number): Layer | undefined {
    const { rids, upstream } = this.#options;
    const rid = rids.length === 0 ? '' : this.#ridOf(bytes);
    if (rid === undefined || (rids.length > 0 && !rids.includes(rid))) return undefined;
    const place = this.#layers.findIndex((layer) => layer.rid === rid);
    const known = this.#layers[place];
    if (known && nowMs - known.lastPacketMs < REPLACED_AFTER_MS) return undefined;
    const layer = new Layer(rid, ssrc, upstream);
    this.#layers.splice(known ? place : this.#layers.length, known ? 1 : 0, layer);
    return layer;
  }

  #ridOf(bytes: Uint8Array): string | undefined {
    return readRtpLayout(bytes, this.#layout) ? extensionText(bytes, this.#layout, this.#options.ridId ?? 0) : undefined;
  }
}

function sizeOf(layer: Layer | undefined): number {
  return layer ? layer.width * 65_536 + layer.height : 0;
}
