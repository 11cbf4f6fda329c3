/**
 * One slot of a viewer: whatever it shows, the viewer's decoder sees one stream with one SSRC whose numbers run on without a seam. What the
 * source lost is a gap here too, so that the decoder knows; what comes late goes out late, under the number that was left for it.
 */
import { renumberVp8 } from '../../wire/rtp/vp8.ts';
import { sequenceAhead, timestampAhead } from '../../wire/rtp/rtp-packet.ts';
import { Following, type FollowedBy } from './following.ts';
import { VIDEO_CLOCK_RATE, type Layer } from './layer.ts';
import { DESCRIPTOR_AT } from './packet-ring.ts';
import type { PictureSection, PictureTransport } from './picture-transport.ts';
import { SentPackets, type SentNumbers } from './sent-packets.ts';

/** At most so many packets are sent again within a second. */
const REPAIRS_PER_SECOND = 400;
const TICKS_PER_MS: number = VIDEO_CLOCK_RATE / 1000;

/** What went out within a second, repairs apart, and how much of it was asked for again. */
export type SlotSecond = { bits: number; packets: number; asked: number };

export class Slot implements FollowedBy {
  readonly following: Following = new Following(this);
  readonly ssrc: number;
  readonly #number: number;
  readonly #section: PictureSection;
  readonly #transport: PictureTransport;
  readonly #numbers: SentNumbers = { sequence: 0, timestamp: 0, pictureId: 0, tl0: 0 };
  #sent: SentPackets | undefined;
  /** The newest numbers that went out, and when. */
  #sequence = 0;
  #timestamp = 0;
  #pictureId = 0;
  #tl0 = 0;
  #atMs = Number.NEGATIVE_INFINITY;
  /** What is added to the numbers of the layer that is shown. */
  #sequenceOn = 0;
  #timestampOn = 0;
  #pictureIdOn = 0;
  #tl0On = 0;
  /** The first packet of the layer that belongs here. */
  #first = 0;
  #repairs = 0;
  #asked = 0;
  #packets = 0;
  #packetsBefore = 0;
  #octets = 0;
  #bytes = 0;

  constructor(number: number, section: PictureSection, transport: PictureTransport) {
    this.#number = number;
    this.#section = section;
    this.#transport = transport;
    this.ssrc = section.ssrc;
  }

  /** Shows nothing any more; what was lost of it is not sent again. */
  clear(): void {
    this.following.stop();
    this.#sent?.forget();
  }

  begin({ ring }: Layer, entry: number, nowMs: number): void {
    this.#first = ring.sequences[entry] ?? 0;
    this.#sequenceOn = this.#sequence + 1 - this.#first;
    this.#pictureIdOn = this.#pictureId + 1 - (ring.pictureIds[entry] ?? 0);
    this.#tl0On = this.#tl0 + 1 - (ring.tl0s[entry] ?? 0);
    const passed = Number.isFinite(this.#atMs) ? Math.max(1, Math.round((nowMs - this.#atMs) * TICKS_PER_MS)) : 1;
    this.#timestampOn = this.#timestamp + passed - (ring.timestamps[entry] ?? 0);
  }

  take(layer: Layer, entry: number, packet: Uint8Array, nowMs: number): void {
    const { ring } = layer;
    const origin = ring.sequences[entry] ?? 0;
    const fromFirst = sequenceAhead(origin, this.#first);
    if (fromFirst < 0) return;
    // The circle of numbers is no longer than this: the first must not fall behind us.
    if (fromFirst > 16_384) this.#first = (origin - 8_192) & 0xffff;
    const numbers = this.#numbers;
    numbers.sequence = (origin + this.#sequenceOn) & 0xffff;
    numbers.timestamp = ((ring.timestamps[entry] ?? 0) + this.#timestampOn) >>> 0;
    numbers.pictureId = ((ring.pictureIds[entry] ?? 0) + this.#pictureIdOn) & 0x7fff;
    numbers.tl0 = ((ring.tl0s[entry] ?? 0) + this.#tl0On) & 0xff;
    if (sequenceAhead(numbers.sequence, this.#sequence) > 0) this.#advance(numbers, packet.length, nowMs);
    this.#sent ??= new SentPackets();
    this.#sent.note(layer, origin, numbers);
    this.#bytes += packet.length;
    this.#send(packet, numbers, nowMs);
  }

  /** The viewer lost what went out under that number. */
  repair(sequence: number, nowMs: number): void {
    this.#asked++;
    const entry = this.#sent?.find(sequence, this.#numbers) ?? -1;
    const layer = this.#sent?.layerOf(sequence);
    if (entry < 0 || !layer || this.#repairs >= REPAIRS_PER_SECOND) return;
    this.#repairs++;
    this.#send(layer.ring.view(entry), this.#numbers, nowMs);
  }

  /** For the sender report: what time stamp would be due now, and what was sent; undefined while nothing was sent lately. */
  sender(nowMs: number, wallMs: number): { wallMs: number; timestamp: number; packets: number; octets: number } | undefined {
    if (nowMs - this.#atMs > 5_000) return undefined;
    const timestamp = (this.#timestamp + Math.round((nowMs - this.#atMs) * TICKS_PER_MS)) >>> 0;
    return { wallMs, timestamp, packets: this.#packets >>> 0, octets: this.#octets >>> 0 };
  }

  /** Every second: adds what went out since the last call. */
  second(into: SlotSecond): void {
    into.bits += this.#bytes * 8;
    into.packets += this.#packets - this.#packetsBefore;
    into.asked += this.#asked;
    this.#packetsBefore = this.#packets;
    this.#bytes = 0;
    this.#repairs = 0;
    this.#asked = 0;
  }

  #advance(numbers: Readonly<SentNumbers>, length: number, nowMs: number): void {
    this.#sequence = numbers.sequence;
    this.#atMs = nowMs;
    if (timestampAhead(numbers.timestamp, this.#timestamp) > 0) this.#timestamp = numbers.timestamp;
    // Packets without a piece of a frame have no picture.
    if (length <= DESCRIPTOR_AT) return;
    if (((numbers.pictureId - this.#pictureId) << 17) >> 17 > 0) this.#pictureId = numbers.pictureId;
    if (((numbers.tl0 - this.#tl0) << 24) >> 24 > 0) this.#tl0 = numbers.tl0;
  }

  #send(packet: Uint8Array, numbers: Readonly<SentNumbers>, nowMs: number): void {
    const { payloadType, sendTimeId = 0 } = this.#section;
    const { ssrc } = this;
    packet[1] = ((packet[1] ?? 0) & 0x80) | payloadType;
    packet[2] = numbers.sequence >>> 8;
    packet[3] = numbers.sequence & 0xff;
    packet[4] = numbers.timestamp >>> 24;
    packet[5] = (numbers.timestamp >>> 16) & 0xff;
    packet[6] = (numbers.timestamp >>> 8) & 0xff;
    packet[7] = numbers.timestamp & 0xff;
    packet[8] = ssrc >>> 24;
    packet[9] = (ssrc >>> 16) & 0xff;
    packet[10] = (ssrc >>> 8) & 0xff;
    packet[11] = ssrc & 0xff;
    putSendTime(packet, sendTimeId, nowMs);
    if (packet.length > DESCRIPTOR_AT) renumberVp8(packet, DESCRIPTOR_AT, numbers.pictureId, numbers.tl0);
    this.#packets++;
    this.#octets += packet.length - DESCRIPTOR_AT;
    this.#transport.send(this.#number, packet);
  }
}

/** Seconds in 6.18 fixed point; without a number for it the four bytes are padding (RFC 8285 §4.2). */
function putSendTime(packet: Uint8Array, id: number, nowMs: number): void {
  const time = id === 0 ? 0 : Math.floor((nowMs % 64_000) * 262.144);
  packet[16] = id === 0 ? 0 : (id << 4) | 2;
  packet[17] = (time >>> 16) & 0xff;
  packet[18] = (time >>> 8) & 0xff;
  packet[19] = time & 0xff;
}
