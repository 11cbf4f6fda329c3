/** A call of the foreign bridge: three people and a bot, twenty milliseconds at a time. Written from the document alone, and wrong where it is told to be. */
import type { Clock } from '../../src/base/clock.ts';
import type { BridgeSocket } from '../../src/platforms/graph/media/bridge-socket.ts';
import type { CallUnderTest } from '../../src/testing/bridge/call-under-test.ts';
import type { Fault } from './foreign-faults.ts';
import { ForeignPerson } from './foreign-person.ts';
import { ForeignVoice } from './foreign-voice.ts';
import { asJson, frameMessage, isOrder, levelOf } from './foreign-wire.ts';
import type { ForeignLimits } from './foreign-door.ts';

type Order = Readonly<Record<string, unknown>> & { readonly kind: string };
type Stream = { sequence: number; lastTick: number };

export class ForeignCall {
  isOver = false;
  readonly #clock: Clock;
  readonly #fault: Fault | undefined;
  readonly #limits: ForeignLimits;
  readonly #people: readonly ForeignPerson[];
  readonly #voice: ForeignVoice;
  readonly #streams = new Map<string, Stream>();
  readonly #beganMs: number;
  #socket: BridgeSocket | undefined;
  #goneMs: number | undefined;
  #hear: { mixed: boolean; apart: unknown } = { mixed: false, apart: 'none' };
  #watched: readonly number[] = [];
  #tick = 0;
  #bad = 0;
  #silentTicks = 1_000;
  #speaking = '[]';
  #lead: number | null = null;
  #leadTicks = 0;
  #shown: Partial<Record<string, Uint8Array>> = {};

  constructor({ clock, fault, limits }: { readonly clock: Clock; readonly fault?: Fault | undefined; readonly limits: ForeignLimits }) {
    this.#clock = clock;
    this.#fault = fault;
    this.#limits = limits;
    this.#beganMs = clock.now();
    const step = fault === 'odd sources' ? 7 : 8;
    this.#people = [1, 2, 3].map((n) => new ForeignPerson(step * n, (what) => this.#happened(step * n, what)));
    this.#voice = new ForeignVoice(fault, (event) => this.#tell(event));
    clock.after(20, () => this.#ticks());
  }

  underTest(): CallUnderTest {
    return {
      people: this.#people.map((person) => person.underTest()),
      end: async () => {
        this.isOver = true;
        if (!this.#is('no ended')) this.#tell({ kind: 'ended', message: 'over' });
        if (!this.#is('open after the end')) this.#socket?.close(this.#is('closed with 1001 at the end') ? 1001 : 1000, 'over');
      },
    };
  }

  take(socket: BridgeSocket): void {
    if (!this.#is('two sockets at once')) this.#socket?.close(this.#is('replaced with 1000') ? 1000 : 4000, 'replaced');
    this.#socket = socket;
    this.#goneMs = undefined;
    this.#bad = 0;
    this.#speaking = '[]';
    if (!this.#is('subscriptions that stay')) this.#hear = { mixed: this.#is('heard unasked'), apart: 'none' };
    this.#watched = this.#is('pictures unasked') ? [9] : [];
    if (!this.#is('sound that stays')) this.#voice.reset();
    socket.listen({
      message: (message) => {
        if (this.#socket === socket) this.#takes(message);
      },
      closed: () => {
        if (this.#socket !== socket) return;
        this.#socket = undefined;
        this.#goneMs = this.#clock.now();
        if (this.#is('lost at once')) this.isOver = true;
      },
    });
    if (this.#is('speaking before ready')) this.#tell({ kind: 'speaking', sourceIds: [] });
    const nowUs = this.#is('a clock that stands') ? 0 : this.#is('a clock of its own in ready') ? this.#nowUs + 9e9 : this.#nowUs;
    this.#tell({ kind: 'ready', sourceId: this.#is('odd sources') ? 3 : 4, nowUs });
    if (this.#is('pictures told once')) return;
    for (const { sourceId, shows } of this.#people) for (const of of shows) this.#tellPictures(sourceId, of, true);
  }

  get #nowUs(): number {
    return this.#tick * 20_000;
  }

  #is(fault: Fault): boolean {
    return this.#fault === fault;
  }

  #tell(event: object): void {
    this.#socket?.send(JSON.stringify(event));
  }

  #problem(code: string): void {
    this.#tell({ kind: 'problem', code, message: `what you sent: ${code}` });
  }

  #happened(sourceId: number, what: object): void {
    if ('key' in what && !this.#is('no keys')) {
      const key = { kind: 'key', sourceId: this.#is('keys of nobody') ? 0 : sourceId, key: what.key };
      this.#tell(key);
      if (this.#is('keys at both ends')) this.#tell(key);
    }
    if ('watches' in what && !this.#is('no keyFrameWanted')) this.#tell({ kind: 'keyFrameWanted', of: what.watches });
    if ('isOn' in what && !this.#is('pictures untold') && (what.isOn || !this.#is('pictures never over')))
      this.#tellPictures(sourceId, String((what as { of?: unknown }).of), Boolean(what.isOn));
  }

  #tellPictures(sourceId: number, of: string, isOn: boolean): void {
    this.#tell({ kind: 'pictures', sourceId: sourceId + (of === 'camera' ? 1 : 2), of, isOn });
  }

  #takes(message: string | Uint8Array): void {
    if (typeof message !== 'string') return this.#takesFrame(message);
    const order = asJson(message);
    if (order === undefined && this.#is('no JSON, no word')) return;
    if (order === undefined && this.#is('no JSON ends it')) return this.#socket?.close(4400, 'no JSON');
    const kind = (order as { kind?: unknown } | undefined)?.kind;
    if (kind === 'dance' && this.#is('unknown orders without a word')) return;
    const isFine =
      isOrder(order) || (kind === 'hear' && this.#is('short orders are taken')) || (kind === 'mark' && this.#is('fields of any type'));
    if (!isFine || (kind === 'caption' && this.#is('captions are unknown'))) return this.#refuse('badMessage');
    this.#obey(order as Order);
  }

  #refuse(code: string): void {
    const most = this.#is('little patience') ? 10 : this.#is('endless patience') ? 1_000 : 100;
    if (++this.#bad >= most) return this.#socket?.close(4400, 'not understood');
    this.#problem(code);
  }

  #takesFrame(message: Uint8Array): void {
    if (message.length < 24) return this.#is('short frames without a word') ? undefined : this.#refuse('badFrame');
    const kind = message[0] ?? 0;
    const media = message.subarray(24);
    if (kind === 3 || kind === 4) {
      this.#shown[kind === 3 ? 'camera' : 'screen'] = media;
      for (const person of this.#people)
        if (person.watches === (kind === 3 ? 'camera' : 'screen'))
          person.seen.push(media.slice(0, this.#is('bot pictures cut') ? 20 : media.length));
      return;
    }
    if (kind === 1 && this.#is('mixes are taken')) return;
    if (kind > 4 && this.#is('frames of any kind')) return;
    if (kind !== 2) return this.#refuse('badFrame');
    if (media.length !== 640) return this.#is('frames of any length') ? undefined : this.#refuse('badFrame');
    this.#voice.take(message);
  }

  #obey(order: Order): void {
    switch (order.kind) {
      case 'hear':
        this.#hear = { mixed: Boolean(order['mixed']) || (this.#is('hear adds') && this.#hear.mixed), apart: order['apart'] };
        return;
      case 'watch': {
        const wanted = (order['pictures'] as { sourceId: number }[]).map(({ sourceId }) => sourceId);
        if (wanted.length > this.#limits.pictures && !this.#is('pictures without limit')) return this.#problem('overLimit');
        this.#streams.delete(String(wanted[0]));
        if (wanted.some((id) => id > 1_000) && !this.#is('pictures of nobody')) this.#problem('unknownSource');
        this.#watched = this.#is('watch adds') ? [...this.#watched, ...wanted] : wanted;
        return;
      }
      case 'stopPictures':
        if (!this.#is('shown for ever')) delete this.#shown[String(order['of'])];
        return;
      default:
        this.#voice.obey(order);
    }
  }

  #ticks(): void {
    if (this.isOver) return;
    this.#tick++;
    if (this.#goneMs !== undefined && this.#clock.now() - this.#goneMs > 10_000 && !this.#is('never given up')) {
      this.isOver = true;
      return;
    }
    const said = this.#people.map((person) => person.frame());
    const bot = this.#voice.frame(this.#tick);
    for (const person of this.#people) person.hears?.push(bot ?? new Int16Array(320));
    this.#mix(said);
    this.#apart(said);
    this.#whoSpeaks(said);
    if (this.#tick % 5 === 0) this.#pictures();
    if (this.#tick % 250 === 0 && !this.#is('no quality'))
      this.#tell({ kind: 'quality', sourceId: 4, loss: this.#is('loss in per cent') ? 12 : 0, jitterMs: 1, concealed: 0 });
    this.#clock.after(this.#beganMs + (this.#tick + 1) * 20 - this.#clock.now(), () => this.#ticks());
  }

  #mix(said: readonly (Int16Array | undefined)[]): void {
    const isSilent = said.every((frame) => frame === undefined);
    if (!this.#hear.mixed || (isSilent && !this.#is('silence is sent'))) return;
    const mix = new Int16Array(320);
    if (!this.#is('silence for sound'))
      for (const frame of said) for (const [i, sample] of (frame ?? []).entries()) mix[i] = (mix[i] ?? 0) + sample;
    this.#sendSound(1, this.#is('a mix with a source') ? 8 : 0, mix);
  }

  #apart(said: readonly (Int16Array | undefined)[]): void {
    const { apart } = this.#hear;
    const places = this.#limits.soundsApart === 'all' || this.#is('more than the limit') ? 100 : this.#limits.soundsApart;
    let taken = 0;
    for (const [i, frame] of said.entries()) {
      const sourceId = this.#people[i]?.sourceId ?? 0;
      const isWanted = apart === 'all' || (Array.isArray(apart) && (apart.includes(sourceId) || this.#is('apart from all')));
      if (!frame || !isWanted || taken++ >= places) continue;
      const mixed = frame.map((sample, at) =>
        this.#is('the mix apart') ? said.reduce((sum, each) => sum + (each?.[at] ?? 0), 0) : sample,
      );
      this.#sendSound(2, sourceId, mixed);
    }
  }

  #sendSound(kind: number, source: number, samples: Int16Array): void {
    const stream = this.#stream(`${String(kind)} ${String(source)}`);
    const isFirst = (this.#tick !== stream.lastTick + 1 && !this.#is('never first')) || this.#is('always first');
    stream.sequence += this.#is('sequence by two') ? 2 : 1;
    stream.lastTick = this.#tick;
    const level = levelOf(samples);
    const flags = (level < 60 && !this.#is('never speech') ? 2 : 0) + (isFirst ? 4 : 0);
    const stamp = this.#is('stamps in milliseconds') ? this.#nowUs / 1000 : this.#nowUs + (this.#is('stamps between ticks') ? 7 : 0);
    const media = new DataView(new ArrayBuffer(this.#is('frames of 10 ms') ? 320 : 640));
    for (let i = 0; i * 2 < media.byteLength; i++) media.setInt16(i * 2, samples[i] ?? 0, !this.#is('big endian samples'));
    const header = { kind, flags, codec: 0, level: this.#is('one level') ? 20 : level, source, sequence: stream.sequence, stamp };
    this.#socket?.send(frameMessage(header, new Uint8Array(media.buffer)));
  }

  #whoSpeaks(said: readonly (Int16Array | undefined)[]): void {
    const loud = this.#people.flatMap((person, i) => (levelOf(said[i] ?? new Int16Array(1)) < 50 ? [person.sourceId] : []));
    this.#silentTicks = loud.length > 0 ? 0 : this.#silentTicks + 1;
    if (this.#tick % 10 !== 0) return;
    const text = JSON.stringify(loud);
    const isNew = text !== this.#speaking && (loud.length > 0 || this.#silentTicks > 20) && !this.#is('nobody speaks');
    if (isNew && (loud.length > 0 || !this.#is('always speaking'))) {
      this.#speaking = text;
      this.#tell({ kind: 'speaking', sourceIds: loud });
    }
    this.#leadTicks = loud[0] !== undefined && loud[0] !== this.#lead ? this.#leadTicks + 1 : 0;
    if (this.#is('leads until silence') && this.#silentTicks > 50 && this.#lead !== null)
      this.#tell({ kind: 'dominantSpeaker', sourceId: (this.#lead = null) });
    if (this.#leadTicks < 3 || this.#is('nobody leads') || (this.#is('the first leads') && this.#lead !== null)) return;
    this.#lead = loud[0] ?? null;
    this.#tell({ kind: 'dominantSpeaker', sourceId: this.#lead });
  }

  #pictures(): void {
    for (const person of this.#people) {
      for (const of of person.shows) {
        const source = person.sourceId + (of === 'camera' ? 1 : 2);
        if (!this.#watched.includes(source)) continue;
        const stream = this.#stream(String(source));
        const picture = person.picture(stream.sequence + (this.#is('no key frame first') ? 1 : 0));
        const isKey = ((picture[0] ?? 1) & 1) === 0 || this.#is('all key frames');
        const header = {
          kind: of === 'camera' ? 3 : 4,
          flags: (isKey ? 1 : 0) + (stream.sequence === 0 ? 4 : 0),
          codec: 1,
          level: 0,
          source,
          sequence: ++stream.sequence,
          stamp: this.#nowUs,
        };
        this.#socket?.send(frameMessage(header, this.#is('halves of pictures') ? picture.subarray(0, 4) : picture));
      }
    }
    for (const person of this.#people) {
      const picture = person.watches && this.#is('shown for ever') ? this.#shown[person.watches] : undefined;
      if (picture) person.seen.push(picture);
    }
  }

  #stream(name: string): Stream {
    let stream = this.#streams.get(name);
    if (!stream) this.#streams.set(name, (stream = { sequence: 0, lastTick: -9 }));
    return stream;
  }
}
