/** A room: its legs and who of them hears whom. One tick makes every leg's 20 ms, in arrays made once. */
import { FRAME_SAMPLES, SILENT_FRAME } from '../media/frame.ts';
import type { CodecName } from '../media/codec.ts';
import { mixInto } from '../media/mixer.ts';
import { audiencesOf, openAudience, type Audience } from './audience.ts';
import type { HostedLeg } from './hosted-leg.ts';
import type { PeerLeg } from './peer-leg.ts';
import type { Key, Routing } from './port.ts';
import { RoutingTable } from './routing.ts';
import type { SharedVoice } from './shared-voice.ts';

/** Silent frames sent after the last sound before sending pauses: decoders need a little to come to rest. */
const RING_OUT_FRAMES = 10;

type Leg = PeerLeg | HostedLeg;

export class Room {
  readonly roomId: string;
  /** The shared encoders of the room, for its largest audience; none for a codec means that everybody is encoded for alone. */
  readonly voices: Map<CodecName, SharedVoice> = new Map();
  readonly #peers = new Map<string, PeerLeg>();
  readonly #hosted = new Map<string, HostedLeg>();
  readonly #own = new Int16Array(FRAME_SAMPLES);
  #routing = new RoutingTable({ apart: [], groups: [] });
  #audiences: ReadonlyMap<Leg, Audience> = new Map();
  #largest: Audience | undefined;
  /** Whether the audiences are to be worked out anew before the next tick. */
  #isChanged = false;
  #isClosed = false;

  constructor(roomId: string) {
    this.roomId = roomId;
  }

  get peers(): ReadonlyMap<string, PeerLeg> {
    return this.#peers;
  }

  get hosted(): ReadonlyMap<string, HostedLeg> {
    return this.#hosted;
  }

  enter(leg: Leg): void {
    if ('transport' in leg) this.#peers.set(leg.legId, leg);
    else this.#hosted.set(leg.legId, leg);
    this.#isChanged = true;
  }

  /** Takes the leg out as it is. */
  leave(leg: Leg): void {
    this.#peers.delete(leg.legId);
    this.#hosted.delete(leg.legId);
    this.#isChanged = true;
  }

  route(routing: Routing): void {
    this.#routing = new RoutingTable(routing);
    this.#isChanged = true;
  }

  /** Puts the peer on hold, with music if there is any. */
  hold(peer: PeerLeg, music: Int16Array | undefined): void {
    peer.hold(music);
    this.#isChanged = true;
  }

  resume(peer: PeerLeg): void {
    peer.resume();
    this.#isChanged = true;
  }

  tick(tick: number): void {
    if (this.#isChanged) this.#arrange();
    for (const leg of this.#peers.values()) leg.speak(tick);
    for (const leg of this.#hosted.values()) leg.speak(tick);
    for (const leg of this.#peers.values()) this.#hearPeer(leg, tick);
    for (const leg of this.#hosted.values()) {
      if (leg.isListening) leg.hear(this.#audiences.get(leg)?.heardBy(leg, tick, this.#own), tick);
    }
  }

  /** A leg of the room pressed a key: those who hear the leg hear the key. */
  key(pressedBy: Leg, key: Key, tick: number): void {
    for (const leg of this.#hosted.values()) if (this.#hears(leg, pressedBy)) leg.key(key, tick);
  }

  /** The next tick at which there is something to do, `after` or later. */
  nextTick(after: number): number {
    for (const leg of this.#peers.values()) if (leg.isBusy) return after;
    let next = Number.POSITIVE_INFINITY;
    for (const leg of this.#hosted.values()) next = Math.min(next, leg.nextTick(after));
    return next;
  }

  /** How many peers speak that codec. */
  peersOf(codec: CodecName): number {
    let count = 0;
    for (const leg of this.#peers.values()) if (leg.transport.sound.codec === codec) count++;
    return count;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  close(): void {
    this.#isClosed = true;
    for (const leg of this.#peers.values()) leg.close();
    for (const voice of this.voices.values()) voice.free();
    this.#peers.clear();
    this.#hosted.clear();
    this.voices.clear();
  }

  #hears(listener: Leg, source: Leg): boolean {
    if (listener === source || isHeld(listener) || isHeld(source)) return false;
    return this.#routing.hears(listener.legId, source.legId);
  }

  #arrange(): void {
    this.#isChanged = false;
    const legs = [...this.#peers.values(), ...this.#hosted.values()].filter((leg) => !isHeld(leg));
    this.#audiences = this.#routing.isOpen ? openAudience(legs) : audiencesOf(legs, (listener, source) => this.#hears(listener, source));
    const counts = new Map<Audience, number>();
    for (const leg of this.#peers.values()) {
      const audience = this.#audiences.get(leg);
      if (audience) counts.set(audience, (counts.get(audience) ?? 0) + 1);
    }
    const most = Math.max(...counts.values());
    this.#largest = [...counts.keys()].find((audience) => counts.get(audience) === most);
  }

  #hearPeer(leg: PeerLeg, tick: number): void {
    const audience = this.#audiences.get(leg);
    const mix = audience?.heardBy(leg, tick, this.#own);
    const isAlike = audience !== undefined && audience === this.#largest && !audience.isIn(leg) && !leg.hasTone;
    const voice = isAlike ? this.voices.get(leg.transport.sound.codec) : undefined;
    if (!mix && !leg.hasTone) return this.#ringOut(leg, voice, tick);
    leg.silentFrames = 0;
    if (mix && voice) voice.send(leg, mix, tick);
    else leg.outgoing.own(leg.hasTone ? this.#withTone(mix, leg.tone) : (mix ?? SILENT_FRAME), tick);
  }

  #withTone(mix: Int16Array | undefined, tone: Int16Array): Int16Array {
    if (mix === undefined) return tone;
    if (mix !== this.#own) this.#own.set(mix);
    mixInto(this.#own, tone);
    return this.#own;
  }

  /** Who hears nothing more is sent a little silence: with all others of the audience, who hear nothing either. */
  #ringOut(leg: PeerLeg, voice: SharedVoice | undefined, tick: number): void {
    if (leg.silentFrames >= RING_OUT_FRAMES) {
      leg.silentFrames = Number.POSITIVE_INFINITY;
      return;
    }
    leg.silentFrames++;
    if (voice) voice.send(leg, SILENT_FRAME, tick);
    else leg.outgoing.own(SILENT_FRAME, tick);
  }
}

function isHeld(leg: Leg): boolean {
  return 'isHeld' in leg && leg.isHeld;
}
