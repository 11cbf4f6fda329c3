/** A room: its legs and who of them hears whom. One tick makes every leg's 20 ms, in arrays made once. */
import { FRAME_SAMPLES } from '../media/frame.ts';
import type { CodecName } from '../media/codec.ts';
import { audiencesBy, type Audience } from './audience.ts';
import type { BridgedLeg, BridgedRoom } from './bridged/bridged-leg.ts';
import { RoomHearing } from './hearing/room-hearing.ts';
import type { HostedLeg } from './hosted-leg.ts';
import type { RoomKeeper } from './keeping/room-keeper.ts';
import type { Leg } from './leg.ts';
import { PeerEars } from './peer-ears.ts';
import type { PeerLeg } from './peer-leg.ts';
import type { EngineFacts, Key, Routing } from './port.ts';
import { PlacesToSpeak } from './places-to-speak.ts';
import { RoutingTable } from './routing.ts';
import { sharedAudiences } from './shared-audiences.ts';
import type { SharedVoice } from './shared-voice.ts';
import { WhoSpeaks } from './who-speaks.ts';

export type RoomLeg = PeerLeg | HostedLeg | BridgedLeg;

export type RoomOptions = {
  /** At most so many are mixed at once, those who lead; all by default. */
  readonly mostMixed?: number | undefined;
  readonly roomId: string;
  readonly speakers?: ((fact: EngineFacts['speakers']) => void) | undefined;
  readonly heard?: ((fact: EngineFacts['heard']) => void) | undefined;
};

export class Room {
  readonly roomId: string;
  readonly #peers = new Map<string, PeerLeg>();
  readonly #hosted = new Map<string, HostedLeg>();
  readonly #bridged = new Map<string, BridgedLeg>();
  readonly #own = new Int16Array(FRAME_SAMPLES);
  /** Those who are heard at this tick. */
  readonly #sounding: RoomLeg[] = [];
  readonly #ears = new PeerEars(this.#own);
  readonly #whoSpeaks: WhoSpeaks;
  readonly #mixed: PlacesToSpeak | undefined;
  readonly #keepers = new Map<string, RoomKeeper>();
  readonly #isForAll = ({ legId }: { readonly legId: string }): boolean => this.isForAll(legId);
  readonly #tellHeard: (fact: EngineFacts['heard']) => void;
  #hearing: RoomHearing | undefined;
  readonly #forBridges: BridgedRoom = {
    attached: () => this.#whoSpeaks.speakers.tellAnew(),
    leadOf: (leg) => this.#whoSpeaks.speakers.leadOf(leg),
    legOf: (sourceId) => this.leg(sourceId)?.legId,
    sourceOf: (legId) => this.#legOf(legId)?.sourceId ?? 0,
  };
  #routing: RoutingTable = new RoutingTable({ apart: [], groups: [] });
  #audiences: ReadonlyMap<RoomLeg, Audience> = new Map();
  /** Those that are encoded for once, with the voice of each. */
  #shared: ReadonlyMap<Audience, string> = new Map();
  /** Whether the audiences are to be worked out anew before the next tick. */
  #isChanged = false;
  #isClosed = false;

  constructor({ roomId, mostMixed, speakers = () => undefined, heard = () => undefined }: RoomOptions) {
    this.roomId = roomId;
    this.#tellHeard = heard;
    this.#whoSpeaks = new WhoSpeaks({
      roomId,
      tell: speakers,
      bridged: this.#bridged,
      isApart: ({ legId }) => this.#routing.isApart(legId),
      hears: (listener, source) => this.hears(listener, source),
      isNeeded: mostMixed !== undefined,
    });
    this.#mixed = mostMixed === undefined ? undefined : new PlacesToSpeak(mostMixed, (leg) => this.#whoSpeaks.speakers.leadOf(leg));
  }

  get voices(): Map<CodecName, SharedVoice> {
    return this.#ears.voices;
  }

  get peers(): ReadonlyMap<string, PeerLeg> {
    return this.#peers;
  }

  get hosted(): ReadonlyMap<string, HostedLeg> {
    return this.#hosted;
  }

  get bridged(): ReadonlyMap<string, BridgedLeg> {
    return this.#bridged;
  }

  /** The leg whose sound has that number. */
  leg(sourceId: number): RoomLeg | undefined {
    for (const legs of [this.#peers, this.#hosted, this.#bridged]) {
      for (const leg of legs.values()) if (leg.sourceId === sourceId) return leg;
    }
    return undefined;
  }

  enter(leg: RoomLeg): void {
    switch (leg.kind) {
      case 'peer':
        this.#peers.set(leg.legId, leg);
        break;
      case 'hosted':
        this.#hosted.set(leg.legId, leg);
        break;
      case 'bridged':
        this.#bridged.set(leg.legId, leg);
        leg.enterRoom(this.#forBridges);
        break;
    }
    this.changed();
  }

  /** Takes the leg out as it is. */
  leave(leg: RoomLeg): void {
    this.#peers.delete(leg.legId);
    this.#hosted.delete(leg.legId);
    this.#bridged.delete(leg.legId);
    this.#whoSpeaks.speakers.forget(leg);
    this.#mixed?.forget(leg);
    this.#hearing?.left(leg.legId);
    for (const bridged of this.#bridged.values()) bridged.forget(leg);
    this.changed();
  }

  /** Who is here, or under which number, or who hears whom, has changed. */
  changed(): void {
    this.#isChanged = true;
    for (const leg of this.#bridged.values()) leg.pictures.refresh();
  }

  /** Tells who speaks from now on, or no longer. */
  watchSpeakers(isWatched: boolean): void {
    this.#whoSpeaks.watch(isWatched);
  }

  route(routing: Routing): void {
    this.#routing = new RoutingTable(routing, this.#routing);
    this.changed();
  }

  /** Puts the peer on hold, with music if there is any. */
  hold(peer: PeerLeg, music: Int16Array | undefined): void {
    peer.hold(music);
    this.changed();
  }

  resume(peer: PeerLeg): void {
    peer.resume();
    this.changed();
  }

  /** Tells what these say from now on. `zeroMs` is wall time of tick 0. */
  tellHeard(legIds: readonly string[], zeroMs: number): void {
    this.#hearing ??= new RoomHearing({ roomId: this.roomId, zeroMs, tell: this.#tellHeard });
    this.#hearing.want(legIds);
  }

  /** Everything from now on is for that recording as well; without a keeper no longer. */
  keep(recordingId: string, keeper: RoomKeeper | undefined): void {
    if (keeper) this.#keepers.set(recordingId, keeper);
    else this.#keepers.delete(recordingId);
    this.#whoSpeaks.isKept = this.#keepers.size > 0;
  }

  /** Whether what the leg says and shows is for everybody. */
  isForAll(legId: string): boolean {
    const leg = this.#legOf(legId);
    return leg !== undefined && !isHeld(leg) && !this.#routing.isApart(legId);
  }

  tick(tick: number): void {
    if (this.#isChanged) this.#arrange();
    const sounding = this.#sounding;
    sounding.length = 0;
    for (const leg of this.#peers.values()) {
      leg.speak(tick);
      if (leg.isSpeaking) sounding.push(leg);
    }
    for (const leg of this.#hosted.values()) {
      leg.speak(tick);
      if (leg.isSpeaking) sounding.push(leg);
    }
    for (const leg of this.#bridged.values()) {
      leg.speak(tick);
      if (leg.isSpeaking) sounding.push(leg);
    }
    this.#whoSpeaks.tick(sounding, tick);
    if (this.#mixed) this.#leaveOut(this.#mixed, tick);
    for (const duck of this.#routing.ducks) duck.tick(sounding, tick);
    for (const leg of this.#peers.values()) this.#hearPeer(leg, tick);
    for (const leg of this.#hosted.values()) {
      if (leg.isListening) leg.hear(this.#audiences.get(leg)?.heardBy(leg, tick, this.#own, sounding), tick);
    }
    if (sounding.length > 0) for (const leg of this.#bridged.values()) this.#hearBridged(leg, tick);
    this.#hearing?.hear(sounding, this.#isForAll, tick);
    for (const keeper of this.#keepers.values()) keeper.hear(sounding, this.#isForAll, this.#whoSpeaks.speakers.dominant, tick);
  }

  /** Whether the one is to hear the other. */
  hears(listener: Leg, source: Leg): boolean {
    if (listener === source || isHeld(listener) || isHeld(source)) return false;
    return this.#routing.hears(listener.legId, source.legId);
  }

  /** Whether one leg may see what another shows: it may if it could hear it. */
  sees(viewerId: string, showerId: string): boolean {
    const viewer = this.#legOf(viewerId);
    const shower = this.#legOf(showerId);
    return viewer !== undefined && shower !== undefined && this.hears(viewer, shower);
  }

  /** A leg of the room pressed a key: those who hear the leg hear the key. */
  key(pressedBy: RoomLeg, key: Key, tick: number): void {
    for (const leg of this.#hosted.values()) if (this.hears(leg, pressedBy)) leg.key(key, tick);
    for (const leg of this.#bridged.values()) if (this.hears(leg, pressedBy)) leg.key(pressedBy, key);
  }

  /** The next tick at which there is something to do, `after` or later. */
  nextTick(after: number): number {
    for (const leg of this.#peers.values()) if (leg.isBusy) return after;
    for (const leg of this.#bridged.values()) if (leg.isBusy) return after;
    if (this.#whoSpeaks.isBusy || this.#hearing?.isBusy) return after;
    for (const keeper of this.#keepers.values()) if (keeper.isBusy) return after;
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
    this.#hearing?.close();
    for (const leg of this.#peers.values()) leg.close();
    for (const leg of this.#bridged.values()) leg.close('ended');
    this.#ears.free();
    this.#peers.clear();
    this.#hosted.clear();
    this.#bridged.clear();
  }

  #legOf(legId: string): RoomLeg | undefined {
    return this.#peers.get(legId) ?? this.#hosted.get(legId) ?? this.#bridged.get(legId);
  }

  #arrange(): void {
    this.#isChanged = false;
    if (this.#whoSpeaks.isAsked) this.#whoSpeaks.speakers.tellAnew();
    const legs: RoomLeg[] = [...this.#peers.values(), ...this.#hosted.values(), ...this.#bridged.values()].filter((leg) => !isHeld(leg));
    const audiences = audiencesBy(legs, this.#routing, (listener, source) => this.hears(listener, source));
    this.#audiences = audiences;
    this.#shared = sharedAudiences([...this.#peers.values()].map((leg) => audiences.get(leg)).filter((audience) => audience !== undefined));
    this.#ears.keep(new Set(this.#shared.values()));
  }

  /** Those without a place are not heard, and hear what those hear who are silent. */
  #leaveOut(mixed: PlacesToSpeak, tick: number): void {
    const sounding = this.#sounding;
    let kept = 0;
    for (const leg of sounding) {
      leg.isSpeaking = mixed.has(leg, tick);
      if (leg.isSpeaking) sounding[kept++] = leg;
    }
    sounding.length = kept;
  }

  #hearPeer(leg: PeerLeg, tick: number): void {
    const audience = this.#audiences.get(leg);
    const mix = audience?.heardBy(leg, tick, this.#own, this.#sounding);
    this.#ears.hear(leg, mix, audience && !audience.isIn(leg) ? this.#shared.get(audience) : undefined, tick);
  }

  #hearBridged(leg: BridgedLeg, tick: number): void {
    if (leg.hearsMix) {
      const mix = this.#audiences.get(leg)?.heardBy(leg, tick, this.#own, this.#sounding);
      if (mix) leg.hearMix(mix, tick, this.#whoSpeaks.isSpeechFor(leg, this.#sounding));
    }
    if (!leg.hearsApart) return;
    for (const source of this.#sounding) {
      if (this.hears(leg, source)) leg.hearApart(source, tick, this.#whoSpeaks.speakers.isSpeech(source));
    }
  }
}

function isHeld(leg: Leg): boolean {
  return leg.isHeld === true;
}
