/** A call on the scripted carrier: the bot's end keeps the port's promises, the person's end is moved by a test. */
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import { Facts, type FactSource } from '../base/facts.ts';
import { mayFollow, type CallState } from '../call/call-state.ts';
import { CallError } from '../call/errors.ts';
import type {
  AnswerOutcome, CallFacts, CallInfo, CarrierCall, Ended, EndReason, Party, PlayOutcome, RecordingOptions, RecordingStatus, RecordOutcome, Sound, Target, TransferOutcome,
} from '../call/platform.ts'; // prettier-ignore
import type { DoneOutcome, OtherCall } from '../call/roster.ts';
import { readWav, writeWav } from '../media/wav.ts';
import { recordedFrom } from './scripted-recording.ts';
import { notTaken, ScriptedRoster, type Behaviour } from './scripted-roster.ts';
import { textIn } from './scripted-voice.ts';

/** How long a key and the pause after it take. */
const KEY_MS = 200;

export type ScriptedCallOptions = {
  readonly info: CallInfo;
  readonly clock: Clock;
  readonly people: (target: Target) => Behaviour;
  /** Another call of the bot by its id. */
  readonly callOf?: ((id: string) => ScriptedCall | undefined) | undefined;
  readonly refusesKeys?: Error | undefined;
};

type PersonFacts = {
  /** A sound began to play. */
  heard: { readonly text: string; readonly wav: Uint8Array };
  /** The tone before a recording. */
  beeped: object;
  pressed: { readonly key: string };
  spoke: { readonly wav: Uint8Array };
};

export class ScriptedCall implements CarrierCall {
  readonly info: CallInfo;
  /** All that the person has heard, in order: what the scripted voice says as text, the tone as `(tone)`, other sounds as `(sound, 2.0 s)`. */
  readonly heard: string[] = [];
  readonly person: Facts<PersonFacts> = new Facts<PersonFacts>();
  /** Whether what was heard last still goes on. */
  isSounding = false;
  /** To whom the bot has transferred the person. */
  putThroughTo: Target | undefined;
  readonly #facts = new Facts<CallFacts>();
  readonly #life = new AbortController();
  readonly #clock: Clock;
  readonly #people: (target: Target) => Behaviour;
  readonly #callOf: (id: string) => ScriptedCall | undefined;
  /** Those who take part; a test moves them. */
  readonly roster: ScriptedRoster;
  /** What the bot has told of recording. */
  recordingStatus: RecordingStatus | undefined;
  #isMuted = false;
  #state: CallState;
  readonly #refusesKeys: Error | undefined;
  #tellsKeys = false;

  constructor({ info, clock, people, refusesKeys, callOf = () => undefined }: ScriptedCallOptions) {
    this.#refusesKeys = refusesKeys;
    this.info = info;
    this.#clock = clock;
    this.#people = people;
    this.#callOf = callOf;
    const [bot, other] = info.direction === 'incoming' ? [info.to, info.from] : [info.from, info.to];
    const takeOver = ({ info: { id } }: OtherCall): Party | undefined => callOf(id)?.comesOver();
    const { signal } = this.#life;
    const ended = (): Ended | undefined => this.#ended();
    this.roster = new ScriptedRoster({ clock, people, takeOver, signal, ended, facts: this.#facts, between: [bot, other] });
    this.#state = { status: info.direction === 'incoming' ? 'ringing' : 'connecting' };
    this.person.on('heard', ({ text }) => this.heard.push(text));
    this.person.on('beeped', () => this.heard.push('(tone)'));
  }

  // The person's end.

  press(key: string): void {
    this.person.tell('pressed', { key });
    if (this.#tellsKeys && this.#state.status !== 'ended') this.#facts.tell('keyPressed', { key });
  }

  /** Takes as long as the sound is; recorded only while the bot records. */
  speak(wav: Uint8Array): void {
    this.person.tell('spoke', { wav });
  }

  /** The person hangs up. */
  leave(): void {
    this.#end({ code: 200, subcode: 4521, message: 'The other side hung up.' });
  }

  /** Resolves once a sound begins whose text contains `words`. */
  async hears(words: string): Promise<void> {
    if (!this.heard.some((text) => text.includes(words))) await this.person.next('heard', { matches: ({ text }) => text.includes(words) });
  }

  /** The time to answer is over. */
  giveUp(): void {
    if (this.#state.status === 'ringing') this.#end({ code: 408, subcode: 0, message: 'The bot did not answer in time.' });
  }

  calleeDoes(does: Behaviour['does']): void {
    if (does === 'answer') this.connects();
    else this.#end(notTaken(does));
  }

  endsBecause(reason: EndReason): void {
    this.#end(reason);
  }

  connects(): void {
    this.#become({ status: 'connected', hasSound: true });
  }

  /** The person goes over to another call of the bot; gives who it is. */
  comesOver(): Party | undefined {
    if (this.#ended()) return undefined;
    this.#end({ code: 200, subcode: 0, message: 'The other side went over to another call.' });
    return this.info.direction === 'incoming' ? this.info.from : this.info.to;
  }

  // The bot's end.

  get state(): CallState {
    return this.#state;
  }

  get facts(): FactSource<CallFacts> {
    return this.#facts;
  }

  async answer({ signal }: Cancel = {}): Promise<AnswerOutcome> {
    signal?.throwIfAborted();
    this.#become({ status: 'connecting' });
    this.#become({ status: 'connected', hasSound: true });
    return this.#ended() ?? { kind: 'answered' };
  }

  async reject(reason: 'busy' | 'declined'): Promise<void> {
    this.#end({ code: 603, subcode: 0, message: reason === 'busy' ? 'The bot was busy.' : 'The bot declined the call.' });
  }

  async redirect(): Promise<void> {
    this.#end({ code: 200, subcode: 0, message: 'The bot sent the call on to somebody else.' });
  }

  async transfer(
    target: Target,
    { signal, consulted }: Cancel & { readonly consulted?: OtherCall | undefined } = {},
  ): Promise<TransferOutcome> {
    this.#become({ status: 'transferring' });
    const other = consulted && this.#callOf(consulted.info.id);
    // Whoever has been asked before is on the line.
    const { does, afterMs } = other && other.state.status !== 'ended' ? ({ does: 'answer', afterMs: 0 } as const) : this.#people(target);
    try {
      await this.#sleep(afterMs, signal);
    } catch {
      signal?.throwIfAborted();
    }
    const ended = this.#ended();
    if (ended) return ended;
    if (does !== 'answer') {
      this.#become({ status: 'connected', hasSound: true });
      return { kind: 'notConnected', reason: notTaken(does) };
    }
    this.putThroughTo = target;
    other?.comesOver();
    this.#end({ code: 0, subcode: 7015, message: 'The caller was put through to somebody else.' });
    return { kind: 'connected' };
  }

  async play(sounds: readonly Sound[], { signal }: Cancel = {}): Promise<PlayOutcome> {
    for (const { wav } of sounds) {
      const ended = this.#ended();
      if (ended) return ended;
      if (signal?.aborted) return { kind: 'stopped' };
      if (this.#state.status !== 'connected') return { kind: 'failed', message: `the call is ${this.#state.status}` };
      this.isSounding = true;
      if (!this.#isMuted) this.person.tell('heard', { text: textIn(wav), wav });
      await this.#sleep(readWav(wav).length / 16, signal).catch(() => undefined);
      this.isSounding = false;
    }
    return this.#ended() ?? (signal?.aborted ? { kind: 'stopped' } : { kind: 'played' });
  }

  async record({ signal, ...options }: RecordingOptions & Cancel): Promise<RecordOutcome> {
    if (options.prompt) {
      const played = await this.play([options.prompt], { signal });
      if (played.kind !== 'played') return played;
    }
    if (options.beep) this.person.tell('beeped', {});
    const stop = AbortSignal.any([this.#life.signal, ...(signal ? [signal] : [])]);
    const { samples, endedBy } = await recordedFrom(this.person, { ...options, clock: this.#clock, signal: stop });
    if (samples.length > 0 && !signal?.aborted) {
      return { kind: 'recorded', wav: writeWav(samples), durationMs: samples.length / 16, endedBy };
    }
    return this.#ended() ?? (signal?.aborted ? { kind: 'stopped' } : { kind: 'silent' });
  }

  async hearKeys(): Promise<void> {
    if (this.#refusesKeys) throw this.#refusesKeys;
    this.#tellsKeys = true;
  }

  async sendKeys(keys: string, { signal, pauseMs = 0 }: Cancel & { readonly pauseMs?: number | undefined } = {}): Promise<PlayOutcome> {
    const ended = this.#ended();
    if (ended) return ended;
    this.person.tell('heard', { text: `(keys ${keys})`, wav: new Uint8Array() });
    await this.#sleep(keys.length * (KEY_MS + pauseMs), signal).catch(() => undefined);
    return this.#ended() ?? (signal?.aborted ? { kind: 'stopped' } : { kind: 'played' });
  }

  async mute(): Promise<DoneOutcome> {
    return this.#setMuted(true);
  }

  async unmute(): Promise<DoneOutcome> {
    return this.#setMuted(false);
  }

  async tellRecording(status: RecordingStatus): Promise<DoneOutcome> {
    const ended = this.#ended();
    if (ended) return ended;
    this.recordingStatus = status;
    return { kind: 'done' };
  }

  async hangUp(): Promise<void> {
    this.#end({ code: 200, subcode: 7000, message: 'The bot hung up.' });
  }

  #setMuted(isMuted: boolean): DoneOutcome {
    const ended = this.#ended();
    if (ended) return ended;
    if (!this.roster.isGroup) {
      throw new CallError('call/cannot', 'a bot is muted in group calls only. Instead: play nothing, or invite somebody first');
    }
    this.#isMuted = isMuted;
    const self = this.roster.participants.find((each) => each.isSelf);
    if (self) this.roster.changes(self.id, { isMuted });
    return { kind: 'done' };
  }

  #become(next: CallState): void {
    const from = this.#state;
    if (!mayFollow(from.status, next.status)) return;
    this.#state = next;
    this.#facts.tell('changed', { from, to: next });
  }

  #end(reason: EndReason): void {
    this.#become({ status: 'ended', reason });
    this.#life.abort();
  }

  #ended(): Ended | undefined {
    return this.#state.status === 'ended' ? { kind: 'ended', reason: this.#state.reason } : undefined;
  }

  #sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
    return this.#clock.sleep(ms, { signal: AbortSignal.any([this.#life.signal, ...(signal ? [signal] : [])]) });
  }
}
