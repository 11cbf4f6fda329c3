/** Sound and pictures of one call over a media bridge: what a bot hears, says, sees and shows frame by frame. */
import { orAborted, type Cancel } from '../../../base/cancel.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Log } from '../../../base/log.ts';
import { CallError } from '../../../call/errors.ts';
import type {
  Caption, CarrierMedia, FrameStream, LanguageOffer, LanguageWants, ListenOptions, MediaNeed, PictureFrame, PictureKind, SoundFrame,
} from '../../../call/media.ts'; // prettier-ignore
import type { BridgeEvent } from '../../../wire/bridge/control.ts';
import type { BridgeSession } from '../../../wire/bridge/session.ts';
import type { Participant } from '../../../wire/graph/participant.ts';
import type { CallLife } from '../call-life.ts';
import type { CallsApi } from '../client/calls-api.ts';
import type { TokenCache } from '../token-cache.ts';
import { BridgeClient } from './bridge-client.ts';
import type { OpenBridgeSocket } from './bridge-socket.ts';
import { Languages } from './languages.ts';
import { BridgeTime } from './media-time.ts';
import { PicturesIn } from './pictures-in.ts';
import { PicturesOut } from './pictures-out.ts';
import { SelfSound } from './self-sound.ts';
import { SharingRole } from './sharing-role.ts';
import { SoundIn } from './sound-in.ts';
import { SoundOut, type Speech } from './sound-out.ts';
import { Sources } from './sources.ts';

export type BridgeMediaOptions = {
  readonly callId: string;
  readonly needs: readonly MediaNeed[];
  readonly session: BridgeSession;
  readonly openSocket: OpenBridgeSocket;
  readonly tokens: Pick<TokenCache, 'get' | 'forget'>;
  readonly tenantId: string | undefined;
  readonly roster: () => Iterable<Participant>;
  readonly life: CallLife;
  readonly calls: Pick<CallsApi, 'changeScreenSharingRole'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Sound and pictures flow from now on. */
  readonly onReady: () => void;
};

export class BridgeMedia implements CarrierMedia {
  readonly has: ReadonlySet<MediaNeed>;
  readonly in: SoundIn;
  readonly out: SoundOut;
  readonly time: BridgeTime;
  readonly #options: BridgeMediaOptions;
  readonly #client: BridgeClient;
  readonly #sources: Sources;
  readonly #seen: PicturesIn;
  readonly #shown: PicturesOut;
  readonly #self: SelfSound;
  readonly #role: SharingRole;
  readonly #languages: Languages;
  readonly #speeches = new WeakMap<AbortSignal, Speech>();
  readonly #pressed = new Map<string, () => void>();
  #speaking: ReadonlySet<string> = new Set();
  #dominant: string | undefined;
  #presses = 0;
  #ownSource = 0;
  #hasBegun = false;

  constructor(options: BridgeMediaOptions) {
    const { needs, session, roster, clock, life } = options;
    this.#options = options;
    this.has = new Set<MediaNeed>(['sound', ...needs]);
    const client = new BridgeClient({
      ...options,
      socketUrl: session.socketUrl,
      listener: {
        event: (event) => this.#heard(event),
        frame: (header, media) => (header.codec === 'pcm16' ? this.in.frame(header, media) : this.#seen.frame(header, media)),
        lost: (message) => life.facts.tell('mediaLost', { message }),
      },
    });
    this.#client = client;
    this.time = new BridgeTime(clock);
    this.#sources = new Sources(roster);
    const parts = { line: client, sources: this.#sources, time: this.time, clock };
    this.in = new SoundIn(parts);
    this.#self = new SelfSound({ ...parts, isHeard: () => !this.#isMuted() });
    this.out = new SoundOut({ ...parts, self: this.#self });
    this.#seen = new PicturesIn({
      ...parts,
      most: session.limits.pictures,
      tell: (participantId, of, isOn) => life.facts.tell('picturesChanged', { participantId, of, isOn }),
    });
    this.#shown = new PicturesOut({ ...parts, keyWanted: (of) => life.facts.tell('keyFrameWanted', { of }) });
    this.#languages = new Languages({ ...parts, tell: (wants) => life.facts.tell('wantsChanged', { wants }) });
    this.#role = new SharingRole({ ...options, onSharer: () => life.facts.tell('keyFrameWanted', { of: 'screen' }) });
    const gone = ({ participant: { id } }: { readonly participant: { readonly id: string } }): void => {
      this.in.gone(id);
      this.#seen.gone(id);
    };
    life.facts.on('participantLeft', gone, { signal: life.signal });
    life.signal.addEventListener('abort', () => this.#end(), { once: true });
  }

  get isReady(): boolean {
    return this.#client.isReady;
  }

  /** The service has taken the call on: connects, and stays connected. Asking again is calm. */
  begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    const { life } = this.#options;
    life.run('the media bridge', () => this.#client.run(life.signal));
  }

  /** The roster has changed. */
  refresh(): void {
    this.in.refresh();
    this.#seen.refresh();
    this.#role.refresh();
    this.#languages.refresh();
  }

  hear(options?: ListenOptions): FrameStream<SoundFrame> {
    return this.in.stream(undefined, options);
  }

  hearOne(participantId: string, options?: ListenOptions): FrameStream<SoundFrame> {
    this.#wants('soundApart');
    return this.in.stream(participantId, options);
  }

  hearSelf(options?: ListenOptions): FrameStream<SoundFrame> {
    return this.#self.stream(options);
  }

  watch(participantId: string, of: PictureKind, options?: Cancel & { readonly maxHeight?: number | undefined }): FrameStream<PictureFrame> {
    this.#wants('pictures');
    return this.#seen.watch(participantId, of, options);
  }

  async speak(samples: Int16Array, { signal }: Cancel = {}): Promise<void> {
    signal?.throwIfAborted();
    await orAborted(this.#speechOf(signal).put(samples), signal);
  }

  async said({ signal }: Cancel = {}): Promise<void> {
    await orAborted(this.out.open().said(), signal);
  }

  hush(): void {
    this.out.hush();
  }

  show(of: PictureKind, frame: PictureFrame): boolean {
    this.#wants('pictures');
    if (of === 'screen' && !this.#role.mayShare()) return false;
    return this.#shown.show(of, frame);
  }

  hide(of: PictureKind): void {
    this.#shown.hide(of);
    if (of === 'screen') this.#role.isOver();
  }

  caption(caption: Caption): void {
    this.#languages.caption(caption);
  }

  offer(offer: LanguageOffer): void {
    this.#languages.offer(offer);
  }

  get wants(): LanguageWants | undefined {
    return this.#languages.wants;
  }

  get speaking(): ReadonlySet<string> {
    return this.#speaking;
  }

  get dominantSpeaker(): string | undefined {
    return this.#dominant;
  }

  get shown(): CarrierMedia['shown'] {
    return this.#seen.shown;
  }

  /** Resolves when the keys were heard, or can no longer be. */
  press(keys: string, gapMs: number | undefined): Promise<void> {
    const pressId = `press-${String(++this.#presses)}`;
    return new Promise((resolve) => {
      const isSent = this.#client.order({ kind: 'press', pressId, keys, ...(gapMs === undefined ? {} : { gapMs }) });
      if (isSent) this.#pressed.set(pressId, resolve);
      else resolve();
    });
  }

  /** What was handed over with one signal is thrown away together; it can be called off as long as it has not been heard. */
  #speechOf(signal: AbortSignal | undefined): Speech {
    const known = signal && this.#speeches.get(signal);
    if (known) return known;
    const speech = this.out.open();
    if (!signal) return speech;
    this.#speeches.set(signal, speech);
    signal.addEventListener('abort', () => speech.drop(), { once: true });
    return speech;
  }

  #wants(need: MediaNeed): void {
    if (this.has.has(need)) return;
    throw new CallError(
      'call/cannot',
      `this call was taken without '${need}'. Instead: defineBot({ needs: [${[...this.has, need].map((each) => `'${each}'`).join(', ')}] })`,
    );
  }

  #heard(event: BridgeEvent): void {
    const { life, log, callId } = this.#options;
    switch (event.kind) {
      case 'ready':
        this.#ownSource = event.sourceId;
        return this.#ready(event.nowUs / 1000);
      case 'speaking':
        return this.#speak(event.sourceIds.filter((id) => id !== this.#ownSource).map((id) => this.#sources.participantOf(id)));
      case 'dominantSpeaker':
        return this.#lead(
          event.sourceId === null || event.sourceId === this.#ownSource ? undefined : this.#sources.participantOf(event.sourceId),
        );
      case 'key':
        return life.facts.tell('keyPressed', { key: event.key, participantId: this.#sources.participantOf(event.sourceId) });
      case 'pictures':
        return this.#seen.changed(event.sourceId, event.of, event.isOn);
      case 'keyFrameWanted':
        return life.facts.tell('keyFrameWanted', { of: event.of });
      case 'marked':
        return this.out.marked(event.name);
      case 'cleared':
        return this.out.cleared(event.droppedMs);
      case 'pressed':
        this.#pressed.get(event.pressId)?.();
        this.#pressed.delete(event.pressId);
        return;
      case 'wants':
        return this.#languages.changed(event);
      case 'quality': {
        const { sourceId, loss, jitterMs, concealed } = event;
        return life.facts.tell('quality', { participantId: this.#sources.participantOf(sourceId), loss, jitterMs, concealed });
      }
      case 'problem':
        return log.warn('the media bridge could not use what was sent', { callId, code: event.code, message: event.message });
      case 'ended':
        return log.debug('the media bridge says that the call is over', { callId, message: event.message });
    }
  }

  #ready(nowMs: number): void {
    const wasThere = this.time.nowMs() !== undefined;
    this.time.ready(nowMs);
    this.in.ready();
    this.#seen.ready();
    this.out.ready();
    this.#shown.ready();
    this.#languages.ready();
    // Keys that were being pressed when it was lost will not be told of.
    this.#settlePresses();
    this.#options.onReady();
    if (wasThere) this.#options.life.facts.tell('mediaBack', {});
  }

  #lead(participantId: string | undefined): void {
    if (participantId === this.#dominant) return;
    this.#dominant = participantId;
    this.#options.life.facts.tell('dominantSpeakerChanged', { participantId });
  }

  #speak(participantIds: readonly string[]): void {
    if (participantIds.length === this.#speaking.size && participantIds.every((id) => this.#speaking.has(id))) return;
    this.#speaking = new Set(participantIds);
    this.#options.life.facts.tell('speakingChanged', { participantIds });
  }

  #isMuted(): boolean {
    const own = this.#sources.participantOf(this.#ownSource);
    for (const { id, isMuted } of this.#options.roster()) if (id === own) return isMuted;
    return false;
  }

  #settlePresses(): void {
    for (const settle of this.#pressed.values()) settle();
    this.#pressed.clear();
  }

  #end(): void {
    this.in.end();
    this.#seen.end();
    this.out.end();
    this.#self.end();
    this.#settlePresses();
  }
}
