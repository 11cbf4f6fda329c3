/**
 * The leg of an app that brings its own media: says what the bot sends, and sends the bot what it asked to hear.
 *
 *     waiting ──(a socket)──▶ connected ◀──(a socket)──(its socket is gone)──▶ silent for 10 s ──▶ lost
 */
import type { Clock, Timer } from '../../base/clock.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../../media/frame.ts';
import { levelDb } from '../../media/level.ts';
import type { BridgeEvent, BridgeOrder } from '../../wire/bridge/control.ts';
import { FRAME_HEADER_BYTES, type FrameHeader } from '../../wire/bridge/frame.ts';
import { BRIDGE_CLOSE, type MessageSocket } from '../bridge-connection.ts';
import type { Leg } from '../leg.ts';
import type { BridgeLimits, EngineFacts, EngineWants, Key, LegQuality } from '../port.ts';
import { BotLine } from './bot-line.ts';
import { BotPictures } from './bot-pictures.ts';
import { BotVoice } from './bot-voice.ts';
import { HearApart } from './hear-apart.ts';
import { SoundStream } from './sound-stream.ts';
import { ToldSpeakers } from './told-speakers.ts';

/** Without its socket a leg is kept for so long; one whose socket never came, for so long. */
const KEPT_MS = 10_000;
const AWAITED_MS = 120_000;

/** What a bridged leg asks of the room that it is in. */
export type BridgedRoom = {
  /** The bot has a new socket, and is to be told who speaks. */
  readonly attached: () => void;
  /** How much that leg leads among those who speak: 0 or more. */
  readonly leadOf: (leg: Leg) => number;
  /** The leg whose sound has that number. */
  readonly legOf: (sourceId: number) => string | undefined;
  readonly sourceOf: (legId: string) => number;
};

export type BridgedLegOptions = {
  readonly legId: string;
  readonly limits: BridgeLimits;
  readonly clock: Clock;
  /** The tick that is due by now. */
  readonly tick: () => number;
  /** The first socket is there. */
  readonly connected: () => void;
  readonly lost: (reason: string) => void;
  /** Something came that the room is to look after. */
  readonly wake: () => void;
  /** The leg presses a key. */
  readonly pressed: (key: Key, sequence: number) => void;
  readonly captioned: (caption: Omit<EngineFacts['captioned'], 'legId'>) => void;
  readonly offered: (offer: Omit<EngineFacts['offered'], 'legId'>) => void;
};

export class BridgedLeg implements Leg {
  readonly kind = 'bridged';
  readonly legId: string;
  readonly limits: BridgeLimits;
  readonly frame: Int16Array = new Int16Array(FRAME_SAMPLES);
  isSpeaking = false;
  levelDb = 0;
  isMuted = false;
  sourceId = 0;
  readonly pictures: BotPictures;
  readonly #options: BridgedLegOptions;
  readonly #line: BotLine;
  readonly #voice: BotVoice;
  readonly #apart: HearApart;
  readonly #mix = new SoundStream('mixed', 0);
  readonly #streams = new Map<Leg, SoundStream>();
  readonly #speakers: ToldSpeakers;
  #room: BridgedRoom | undefined;
  #wants: EngineWants | undefined;
  #hearsMix = false;
  #isConnected = false;
  #isOver = false;
  #spokenTick = -1;
  #patience: Timer | undefined;

  constructor(options: BridgedLegOptions) {
    this.#options = options;
    this.legId = options.legId;
    this.limits = options.limits;
    this.#line = new BotLine({
      order: (order) => this.#obey(order),
      frame: (header, message) => this.#frameCame(header, message),
      gone: (code) => this.#gone(code),
    });
    this.#voice = new BotVoice({ ...options, event: (event) => this.event(event) });
    this.#apart = new HearApart(options.limits.soundsApart, (leg) => this.#room?.leadOf(leg) ?? 0);
    this.pictures = new BotPictures({
      event: (event) => this.event(event),
      send: (message) => this.#line.sendPicture(message),
      bufferedBytes: () => this.#line.bufferedBytes,
      legOf: (sourceId) => this.#room?.legOf(sourceId),
      sourceOf: (legId) => this.#room?.sourceOf(legId) ?? 0,
    });
    this.#speakers = new ToldSpeakers((event) => this.event(event));
    this.#patience = options.clock.after(AWAITED_MS, () =>
      this.#giveUp(`no socket of the media bridge came within ${String(AWAITED_MS / 1_000)} s`),
    );
  }

  /** Serves the bot over this socket from now on. */
  attach(socket: MessageSocket): void {
    if (this.#isOver) return socket.close(BRIDGE_CLOSE.noLeg, 'the call is over');
    const { tick, connected, wake } = this.#options;
    this.#patience?.[Symbol.dispose]();
    this.#patience = undefined;
    this.#forgetWishes();
    this.#line.open(socket);
    this.event({ kind: 'ready', sourceId: this.sourceId, nowUs: tick() * FRAME_MS * 1_000 });
    this.pictures.attached();
    this.#speakers.begin();
    this.#room?.attached();
    if (this.#wants) this.wants(this.#wants);
    wake();
    if (this.#isConnected) return;
    this.#isConnected = true;
    connected();
  }

  get isAttached(): boolean {
    return this.#line.isOpen;
  }

  /** Makes `frame` for this tick, once. */
  speak(tick: number): void {
    if (tick === this.#spokenTick) return;
    this.#spokenTick = tick;
    const says = this.#voice.frame(this.frame);
    if (says) this.levelDb = this.#voice.levelDb;
    this.isSpeaking = says && !this.isMuted && this.#voice.isLoud;
  }

  /** Whether it has something to say at the next tick. */
  get isBusy(): boolean {
    return this.#voice.isBusy;
  }

  get hearsMix(): boolean {
    return this.#hearsMix && this.#line.isOpen;
  }

  get hearsApart(): boolean {
    return this.#apart.isWanted && this.#line.isOpen;
  }

  /** What all others say at this tick, while something is said. */
  hearMix(mix: Int16Array, tick: number, isSpeech: boolean): void {
    this.#mix.send(this.#line, mix, tick, levelDb(mix), isSpeech);
  }

  /** What one of those whom it hears says at this tick. */
  hearApart(source: Leg, tick: number, isSpeech: boolean): void {
    if (!this.#apart.hears(source, tick)) return;
    let stream = this.#streams.get(source);
    if (stream?.sourceId !== source.sourceId) this.#streams.set(source, (stream = new SoundStream('sound', source.sourceId)));
    stream.send(this.#line, source.frame, tick, source.levelDb, isSpeech);
  }

  /** Somebody whom it hears pressed a key. */
  key(source: Leg, key: Key): void {
    this.event({ kind: 'key', sourceId: source.sourceId, key });
  }

  /** Who speaks and who leads, of those whom it hears. */
  speakers(sourceIds: readonly number[], dominant: number | null): void {
    this.#speakers.tell(sourceIds, dominant);
  }

  /** What people have chosen of its offer: told now, and on every socket that comes. */
  wants(wants: EngineWants): void {
    this.#wants = wants;
    this.event({ kind: 'wants', ...wants });
  }

  /** The leg has left the room in which it was heard. */
  forget(leg: Leg): void {
    this.#streams.delete(leg);
    this.#apart.forget(leg);
  }

  /** It is in that room now. */
  enterRoom(room: BridgedRoom): void {
    this.#room = room;
    this.#streams.clear();
  }

  /** How the sound of a source that it may hear fares; its own is how its frames come in. */
  fares(sourceId: number, { in: received, concealed = 0 }: LegQuality): void {
    if (!received || (sourceId !== this.sourceId && !this.#hearsMix && !this.#apart.isWanted)) return;
    this.event({ kind: 'quality', sourceId, loss: received.loss, jitterMs: received.jitterMs, concealed });
  }

  /** How its frames come in and go out since this was last asked; undefined if none did. */
  quality(): LegQuality | undefined {
    return this.#voice.arrivals.drain(this.#line.sent, this.#line.unsent);
  }

  event(event: BridgeEvent): void {
    this.#line.event(event);
  }

  /** The call is over for the bot; or goes on in another process, where the bot is to connect anew. */
  close(why: 'ended' | 'moved'): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#patience?.[Symbol.dispose]();
    if (why === 'ended') this.event({ kind: 'ended', message: 'the call is over' });
    if (why === 'ended') this.#line.close(BRIDGE_CLOSE.ended, 'the call is over');
    else this.#line.close(BRIDGE_CLOSE.moved, 'the call goes on elsewhere: connect again to the same address');
    this.pictures.close();
  }

  #obey(order: BridgeOrder): void {
    switch (order.kind) {
      case 'hear':
        this.#hearsMix = order.mixed;
        return this.#apart.want(order.apart);
      case 'watch':
        if (order.pictures.length > this.limits.pictures) {
          return this.#line.problem('overLimit', `${String(this.limits.pictures)} pictures at once are the most here`);
        }
        return this.pictures.watch(order.pictures);
      case 'clear':
        return this.#voice.clear();
      case 'mark':
        return this.#voice.mark(order.name);
      case 'press':
        this.#voice.press(order);
        return this.#options.wake();
      case 'stopPictures':
        return this.pictures.stop(order.of);
      case 'caption': {
        const { kind: _, ...caption } = order;
        return this.#options.captioned(caption);
      }
      case 'offer': {
        const { kind: _, ...offer } = order;
        return this.#options.offered(offer);
      }
    }
  }

  #frameCame(header: FrameHeader, message: Uint8Array): string | undefined {
    if (header.kind === 'mixed') return 'what a bot says is of kind sound';
    if (header.kind !== 'sound') return this.pictures.fromBot(header, message.subarray(FRAME_HEADER_BYTES));
    const wrong = this.#voice.take(header, message);
    this.#options.wake();
    return wrong;
  }

  /** A new socket begins with nothing subscribed to, and with nothing left to be said. */
  #forgetWishes(): void {
    this.#hearsMix = false;
    this.#apart.want('none');
    this.#voice.reset();
  }

  #gone(code: number): void {
    if (this.#isOver) return;
    this.#forgetWishes();
    this.pictures.detached();
    this.#patience = this.#options.clock.after(KEPT_MS, () =>
      this.#giveUp(`the socket of the media bridge was closed (${String(code)}) and did not come back`),
    );
  }

  #giveUp(reason: string): void {
    if (!this.#isOver) this.#options.lost(reason);
  }
}
