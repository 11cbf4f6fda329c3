/** A call as a bot's author handles it: say, ask, record, transfer, invite, hang up, one line after the other. */
import type { Cancel } from '../base/cancel.ts';
import type { FactSource } from '../base/facts.ts';
import type { CarrierMedia, FrameStream, ListenOptions, MediaNeed, SoundFrame } from '../call/media.ts';
import type { Attended, MeetingDetails } from '../call/meeting.ts';
import type { AnswerOutcome, CarrierCall, Ended, Party, RecordingStatus, Target, TransferOutcome } from '../call/platform.ts';
import type { DoneOutcome, InviteOutcome, Participant, PersonOutcome } from '../call/roster.ts';
import type { Recording, RecordingOptions } from '../services/recording/port.ts';
import type { TranscribeOptions, Transcription } from '../services/transcription/port.ts';
import { askDigits, askKey, type AskDigitsOptions, type Asker, type AskKeyOptions, type DigitsAnswer, type KeyAnswer } from './ask.ts';
import { checkAsking } from './check-asking.ts';
import type { CallOptions } from './call-options.ts';
import { BotError } from './errors.ts';
import { GroupVerbs, type HoldOptions } from './group-verbs.ts';
import type { Interpretation, InterpretOptions } from './interpreting.ts';
import { KeptVerbs } from './kept-verbs.ts';
import { KeyHearing } from './key-hearing.ts';
import { Attendance } from './live/attendance.ts';
import { factsOf, type BotCallFacts } from './live/call-facts.ts';
import { chatOf, type CallChat } from './live/chat.ts';
import { begunWhenRead, type InCall } from './live/in-call.ts';
import { LiveCall } from './live/live-call.ts';
import type { PlayOptions } from './live/playing.ts';
import type { Showing, Shows } from './live/showing.ts';
import type { LiveSound } from './live/speaking.ts';
import { idOf, type OneOf } from './one-of.ts';
import type { Waiting } from './patience.ts';
import { checkKeys, press, type PressOptions, type PressOutcome } from './pressing.ts';
import { recordAnswer, type RecordAnswerOptions, type RecordedAnswer } from './recording-answer.ts';
import { say, type SayOptions, type SayOutcome } from './saying.ts';
import { Speaker } from './speaker.ts';
import type { Speakable } from './sounds.ts';
import { TypeAhead } from './type-ahead.ts';
import { Verbs } from './verbs.ts';

/**
 * Every verb resolves with what came of it; `{ kind: 'ended' }` as soon as the call is over.
 * A signal that you hand in rejects the verb with its own reason, and stops what was being said.
 *
 * @example
 * const answer = await call.ask({ prompt: 'Press 1 for sales.', keys: ['1'] });
 * if (answer.kind === 'key') await call.transfer({ user: 'a0000000-0000-4000-8000-000000000202' });
 */
export class Call {
  /** Who comes, goes, is muted, speaks, shows: `call.facts.on('participantJoined', ({ participant }) => …, { signal: call.signal })`. */
  readonly facts: FactSource<BotCallFacts>;
  readonly #carrier: CarrierCall;
  readonly #needs: readonly MediaNeed[];
  readonly #life = new AbortController();
  readonly #asker: Asker;
  #isDecided = false;
  readonly #keys: KeyHearing;
  readonly #live: LiveCall;
  readonly #attendance: Attendance;
  readonly #verbs: Verbs;
  readonly #group: GroupVerbs;
  readonly #kept: KeptVerbs;

  constructor({ carrier, speech, clock, log, needs = [], attendance = new Attendance({ carrier, clock }), recording }: CallOptions) {
    const { signal: life } = this.#life;
    this.#carrier = carrier;
    this.#verbs = new Verbs(carrier);
    this.#keys = new KeyHearing(carrier, log);
    this.facts = factsOf(carrier, log);
    this.#needs = needs;
    this.#attendance = attendance;
    this.#asker = { speaker: new Speaker({ carrier, speech, clock, life }), typed: new TypeAhead({ clock }), clock, life };
    this.#group = new GroupVerbs({ carrier, verbs: this.#verbs, speaker: this.#asker.speaker, clock });
    const sayIt = (wav: Uint8Array, cancel: Cancel): Promise<SayOutcome> => say(this.#asker, { wav }, cancel);
    this.#live = new LiveCall({ carrier, needs, clock, life, ended: () => this.ended, say: sayIt });
    this.#kept = new KeptVerbs({ carrier, means: recording, live: this.#live, asker: this.#asker, speech, log });
    carrier.facts.on('keyPressed', ({ key }) => this.#asker.typed.press(key), { signal: life });
    carrier.facts.on('changed', ({ to }) => this.#follow(to), { signal: life });
    this.#follow(carrier.state);
  }

  /** The carrier's id of this call. */
  get id(): string {
    return this.#carrier.info.id;
  }

  get from(): Party {
    return this.#carrier.info.from;
  }

  get to(): Party {
    return this.#carrier.info.to;
  }

  /** Whom the caller meant, when the call was forwarded to this bot. */
  get forwardedFrom(): Party | undefined {
    return this.#carrier.info.forwardedFrom;
  }

  /** Aborts when the call ends: hand it to whatever should not outlive the call. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }

  /** How the call ended, once it has. */
  get ended(): Ended | undefined {
    return this.#asker.speaker.ended;
  }

  /** Whether it was answered, rejected or redirected, or tried to be. */
  get isDecided(): boolean {
    return this.#isDecided;
  }

  /** Resolves when sound flows both ways. */
  async answer(options: Cancel = {}): Promise<AnswerOutcome> {
    this.#isDecided = true;
    return this.#carrier.answer(this.#needs.length === 0 ? options : { ...options, needs: this.#needs });
  }

  async reject(reason: 'busy' | 'declined' = 'declined', options: Cancel = {}): Promise<void> {
    this.#isDecided = true;
    await this.#carrier.reject(reason, options);
  }

  /** Sends a call that was not answered on to others; several ring together. */
  async redirect(targets: Target | readonly Target[], options: Cancel & { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#isDecided = true;
    await this.#carrier.redirect(Array.isArray(targets) ? (targets as readonly Target[]) : [targets as Target], options);
  }

  /** Says a text, a WAV file (`{ file }`) or sound in memory (`{ wav }`). */
  say(what: Speakable | readonly Speakable[], options: SayOptions = {}): Promise<SayOutcome> {
    return this.#verbs.inTurn('say', () => say(this.#asker, what, options));
  }

  /** Asks for one of some keys, or for a number. Keys pressed before or during the prompt count, and cut it off. */
  ask<const Key extends string>(options: AskKeyOptions<Key>): Promise<KeyAnswer<Key>>;
  ask(options: AskDigitsOptions): Promise<DigitsAnswer>;
  ask(options: AskKeyOptions<string> | AskDigitsOptions): Promise<KeyAnswer<string> | DigitsAnswer> {
    checkAsking(options);
    return this.#verbs.inTurn('ask', async () => {
      const signal = this.#keys.whileHeard(options.signal);
      return 'digits' in options ? askDigits(this.#asker, { ...options, signal }) : askKey(this.#asker, { ...options, signal });
    });
  }

  /** Records what the caller answers. What was recorded when the caller hung up comes too, where the carrier has it. */
  recordAnswer(options: RecordAnswerOptions = {}): Promise<RecordedAnswer> {
    return this.#verbs.inTurn('recordAnswer', () => recordAnswer(this.#carrier, this.#asker, options));
  }

  /**
   * Records the call: sound of each who agrees on a track of their own, and pictures, into the house's library. Resolves once consent was
   * obtained. It stops with the call, when the bot's function ends, or with `await using`. With `needs: ['soundApart']`; with `['sound']`
   * several people are one track, and only while all agree.
   */
  record(options: RecordingOptions = {}): Promise<Recording> {
    return this.#kept.record(options);
  }

  /**
   * What is said, as text, while it is said: each under their own name, shown as captions, translated and kept as the options say. It stops with
   * the call, when the bot's function ends, or with `await using`. With `needs: ['soundApart']`; with `['sound']` several are one unknown speaker.
   */
  transcribe(options: TranscribeOptions = {}): Promise<Transcription> {
    return this.#kept.transcribe(options);
  }

  /** Speaks what another call of this bot in the same meeting transcribes, in another language, to those who choose to hear it. Joined `apart`. */
  interpret(options: InterpretOptions): Promise<Interpretation> {
    return this.#kept.interpret(options);
  }

  /**
   * Puts the caller through. `connected` ends this bot's part of the call; after `notConnected` the caller is ours again.
   * With `after`, the call in which you have asked the other person first: the caller takes your place in it, and both calls
   * of this bot end. Carriers end the ringing by themselves; `timeoutMs` only stops the waiting for it, and the caller may
   * still be ringing.
   */
  transfer(target: Target, { after, ...wait }: Waiting & { readonly after?: Call | undefined } = {}): Promise<TransferOutcome> {
    return this.#group.transfer(target, { ...wait, consulted: after && after.#carrier });
  }

  /** Those who take part, the bot included; empty in a call between two. */
  get participants(): readonly Participant[] {
    return this.#carrier.roster.participants;
  }

  /** One who takes part, with what they say and show; undefined for somebody who is not there. */
  participant(who: OneOf): InCall | undefined {
    return this.#live.participant(idOf(who));
  }

  /** Who has been at this call: each with when they came and left and, in calls with `needs`, how long they spoke. Stays when the call is over. */
  attendance(): readonly Attended[] {
    return this.#attendance.list;
  }

  /**
   * What is known of the meeting or group call; undefined in a call between two. What the app may not read of its organizer's
   * meetings is left out: of Teams permission OnlineMeetings.Read.All, and an application access policy.
   */
  meeting(options?: Cancel): Promise<MeetingDetails | undefined> {
    return this.#carrier.meeting(options);
  }

  /** Sound and pictures frame by frame, who speaks, who shows; with `needs`, once the call was answered. */
  get media(): CarrierMedia {
    return this.#live.mediaFor('call.media', 'sound');
  }

  /** What all others say, from now on: a stream for each who reads it, 20 ms a frame. Do not write to its samples. With `needs: ['sound']`. */
  get audio(): AsyncIterable<SoundFrame> {
    return begunWhenRead(() => this.hear());
  }

  /** As `audio`, with options: silence left out (`gaps: 'left'`), how much may wait, a signal. */
  hear(options?: ListenOptions): FrameStream<SoundFrame> {
    return this.#live.hear(options);
  }

  /**
   * Says live sound: samples after what was begun before; a stream as it comes, beside what else is said. Aborting brings silence within
   * a tick and rejects with the signal's reason.
   */
  speak(sound: LiveSound, options: Cancel = {}): Promise<{ readonly kind: 'said' } | Ended> {
    return this.#verbs[sound instanceof Int16Array ? 'inTurn' : 'beside']('speak', () => this.#live.speak(sound, options));
  }

  /** Shares a screen: slides, a video, or pictures of one's own; ends with the call, or when something else is shared. With `needs: ['pictures']`. */
  share(what: Shows): Showing {
    return this.#live.show(what, 'screen', 'call.share()');
  }

  /** The same as the bot's camera. */
  showCamera(what: Shows): Showing {
    return this.#live.show(what, 'camera', 'call.showCamera()');
  }

  /** Plays any file of sound or video that ffmpeg reads; with `needs: ['pictures']` a video is seen, too. */
  play(file: string | URL, options: PlayOptions = {}): Promise<{ readonly kind: 'played' } | Ended> {
    return this.#verbs.inTurn('play', () => this.#live.play(file, options));
  }

  /** The chat of a group call or meeting. Throws a `BotError` with `bot/no-chat` in a call between two. */
  get chat(): CallChat {
    return chatOf(this.#carrier.chat);
  }

  /**
   * Rings somebody into this call, which becomes a group call by it. With `from`, whoever is in that other call of this bot
   * comes over, and that call ends. `timeoutMs` only stops the waiting.
   */
  invite(target: Target, { from, ...wait }: Waiting & { readonly from?: Call | undefined } = {}): Promise<InviteOutcome> {
    return this.#group.invite(target, { ...wait, replaces: from && from.#carrier });
  }

  /** Mutes the bot, or somebody; nobody but that person can undo the latter. In group calls. */
  mute(who?: OneOf, options?: Cancel): Promise<PersonOutcome> {
    return this.#group.mute(who, options);
  }

  /** The bot is heard again. */
  unmute(options?: Cancel): Promise<DoneOutcome> {
    return this.#group.unmute(options);
  }

  /** Takes one out of the conversation; they hear music, or what you give. One at a time. In group calls. */
  hold(who: OneOf, options: HoldOptions = {}): Promise<PersonOutcome> {
    return this.#group.hold(who, options);
  }

  /** Takes one who was held back into the conversation. */
  unhold(who: OneOf, options?: Cancel): Promise<PersonOutcome> {
    return this.#group.unhold(who, options);
  }

  /** Sends one out of the call. */
  remove(who: OneOf, options?: Cancel): Promise<PersonOutcome> {
    return this.#group.remove(who, options);
  }

  /** Presses keys, for a machine at the other end: `'123#'`. */
  press(keys: string, options: PressOptions = {}): Promise<PressOutcome> {
    checkKeys(keys);
    return this.#verbs.inTurn('press', () => press(this.#carrier, keys, options));
  }

  /** Shows those in the call whether it is recorded. Teams wants `recording` before anything of a call is kept. */
  tellRecording(status: RecordingStatus, options?: Cancel): Promise<DoneOutcome> {
    return this.#verbs.beside('tellRecording', () => this.#carrier.tellRecording(status, options));
  }

  /** Ends the call; calm when it is over already. A call also ends when the bot's function ends. */
  hangUp(): Promise<void> {
    this.#isDecided = true;
    return this.#carrier.hangUp();
  }

  #follow(state: CarrierCall['state']): void {
    if (state.status === 'ended') return this.#life.abort(new BotError('bot/call-over', state.reason.message));
    if (state.status === 'connected' && state.hasSound) this.#keys.begin();
  }
}
