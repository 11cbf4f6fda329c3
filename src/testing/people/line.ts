/** The line of somebody who is on a call: what they hear, and what they do. Time passes only while something is waited for. */
import type { PersonEntry } from '../../switchboard/directory.ts';
import { msOf, type Duration } from '../duration.ts';
import type { Heard } from '../hearing/heard.ts';
import { Attendance } from './attendance.ts';
import type { Handset } from './handset.ts';
import { Hearing, type Level, type Listening } from './hearing.ts';
import { checkHears, type Hears } from './hears-what.ts';
import { meetingSide, type MeetingSide } from './meeting-side.ts';
import type { Read, Words } from './reading.ts';
import type { Looking, Seen, Unseen } from './seeing.ts';
import type { Shows } from './showing.ts';
import { Speech, type Sayable } from './speech.ts';
import type { LineOf, LineSurroundings } from './surroundings.ts';
import { otherLine, talkTogether } from './talking.ts';

export type { Sayable };

export type LineOptions = { readonly handset: Handset; readonly owner: PersonEntry; readonly around: LineSurroundings };

type Within = { readonly within?: Duration | undefined };

export class Line implements LineOf {
  /** Whose line it is. */
  readonly name: string;
  readonly beganMs: number;
  readonly #around: LineSurroundings;
  readonly #handset: Handset;
  readonly #hearing: Hearing;
  readonly #speech: Speech;
  readonly #attendance: Attendance;
  readonly #side: MeetingSide;

  constructor({ handset, owner, around }: LineOptions) {
    this.name = owner.name;
    this.#handset = handset;
    this.#around = around;
    this.beganMs = around.time.clock.now();
    this.#hearing = new Hearing({ line: this, handset, around });
    this.#speech = new Speech(this, around);
    this.#attendance = new Attendance(this, around);
    this.#side = meetingSide(this, around, this.#attendance);
  }

  /** What was heard so far, in order of time. */
  get heard(): readonly Heard[] {
    return this.#hearing.heard;
  }

  /** The sound itself, and what can be measured of it. */
  get handset(): Handset {
    return this.#handset;
  }

  /** Why the call is over, in plain words; undefined while it is up. */
  get ended(): string | undefined {
    return this.#handset.endedBecause;
  }

  /**
   * Waits until these words were heard, to the end of the sentence, or of the call: a sentence that was cut off after the words is
   * given with `isWhole` false. Each call goes on where the last one stopped. Rejects with a `TypeError` for no words at all.
   */
  hears(what: Hears, options?: Listening): Promise<Heard> {
    return this.#books('hears', () => (checkHears('hears', what), this.#hearing.hears(what, options)));
  }

  /** For so long nothing is heard; or nothing of these words. Rejects with `testing/call-over` where the call is over before it begins. */
  hearsNothing(duration: Duration, options?: { readonly of?: Hears | undefined }): Promise<void> {
    return this.#books('hearsNothing', () => this.#hearing.hearsNothing(duration, options));
  }

  /** Waits until these keys were heard, as tones, from a bot (`call.press`): keys of a person never reach another as tones. */
  hearsKeys(keys: string, options?: { readonly within?: Duration | undefined }): Promise<void> {
    return this.#books('hearsKeys', () => this.#hearing.hearsKeys(keys, options));
  }

  /** Waits until what is heard is so loud; gives the level, in dB below full scale. */
  hearsLevel(level: Level): Promise<number> {
    return this.#books('hearsLevel', () => this.#hearing.hearsLevel(level));
  }

  /** Waits until what was heard since the last time, put into words by a recogniser, matches. Gives those words. */
  recognises(words: RegExp, options?: { readonly within?: Duration | undefined }): Promise<string> {
    return this.#books('recognises', () => this.#hearing.recognises(words, options));
  }

  /** From being connected to the first sound, in milliseconds. */
  timeToFirstWord(options?: { readonly within?: Duration | undefined }): Promise<number> {
    return this.#books('timeToFirstWord', () => this.#hearing.timeToFirstWord(options));
  }

  /** Says a text, 16 kHz samples or a WAV file to its end; where the call ends first, to the end of the call, which is no failure. */
  says(what: Sayable): Promise<void> {
    return this.#books('says', () => this.#speech.says(what));
  }

  /** Plays a WAV file (16 kHz, 16 bit, mono) to its end. */
  plays(file: string | URL): Promise<void> {
    return this.#books('plays', () => this.#speech.plays(file));
  }

  /**
   * Presses keys one after the other, as people do; `every` for a machine's pace. Rejects with a `TypeError` for what is no key, and with
   * `testing/call-over` when the call ends before all are pressed.
   */
  presses(keys: string, { every }: { readonly every?: Duration | undefined } = {}): Promise<void> {
    return this.#books('presses', () => this.#speech.presses(keys, every));
  }

  /** Says nothing for so long. */
  isSilent(duration: Duration): Promise<void> {
    return this.#around.time.pass(msOf(duration));
  }

  /**
   * Waits until the other side speaks (or says these words), and talks or presses keys into it. Gives how long the other side went on:
   * `stoppedAfterMs`, undefined where it spoke to its end.
   */
  interrupts(
    how: { readonly saying: Sayable } | { readonly pressing: string },
    options: Listening & { readonly during?: Hears | undefined } = {},
  ): Promise<{ readonly stoppedAfterMs: number | undefined }> {
    return this.#books('interrupts', async () => {
      if (options.during !== undefined) checkHears('interrupts', options.during);
      const piece = await this.#hearing.begins(options.during, options);
      const fromMs = this.#around.time.clock.now();
      await ('saying' in how ? this.#speech.says(how.saying) : this.#speech.presses(how.pressing, undefined));
      return this.#hearing.stops(piece, fromMs);
    });
  }

  /** Waits until somebody has taken the call. */
  isAnswered(patience: Within = {}): Promise<void> {
    return this.#books('isAnswered', () => this.#attendance.isAnswered(patience));
  }

  /** Each of them says something, and the other hears it. */
  talksTo(...others: readonly string[]): Promise<void> {
    return this.#books('talksTo', async () => {
      for (const other of others) await talkTogether(this, otherLine(this, other, this.#around), this.#around);
    });
  }

  /** Waits until the other side ends the call. */
  isHungUpOn(patience: Within = {}): Promise<void> {
    return this.#books('isHungUpOn', () => this.#attendance.isHungUpOn(patience));
  }

  /** Lays the phone aside: hears nothing, and whatever is said or pressed reaches nobody. */
  holds(): Promise<void> {
    return this.#speech.holds(true);
  }

  resumes(): Promise<void> {
    return this.#speech.holds(false);
  }

  mutes(): Promise<void> {
    return this.#speech.mutes(true);
  }

  unmutes(): Promise<void> {
    return this.#speech.mutes(false);
  }

  /** Calm when the call is over already. */
  async hangsUp(): Promise<void> {
    this.#handset.hangUp();
    await this.#around.time.settle();
  }

  /** For so long nothing passes, in neither direction; for good where left out: in a group they are waited for, and then they are gone. */
  async losesNetwork({ for: duration }: { readonly for?: Duration | undefined } = {}): Promise<void> {
    if (duration === undefined) this.#handset.vanish();
    this.#handset.network.isDown = duration !== undefined;
    await this.#around.time.pass(msOf(duration ?? 0));
    this.#handset.network.isDown = false;
  }

  /** Waits until they are in a meeting's lobby. */
  waitsInLobby(patience: Within = {}): Promise<void> {
    return this.#books('waitsInLobby', () => this.#attendance.waitsInLobby(patience));
  }

  /** Waits until they are in the meeting itself. */
  isLetIn(patience: Within = {}): Promise<void> {
    return this.#books('isLetIn', () => this.#attendance.isLetIn(patience));
  }

  /** Lets somebody in who waits in the lobby; all where nobody is named. */
  admits(name?: string): Promise<void> {
    return this.#books('admits', () => this.#attendance.admits(name));
  }

  /** Sends somebody away who waits in the lobby. */
  denies(name: string): Promise<void> {
    return this.#books('denies', () => this.#attendance.denies(name));
  }

  /** Resolves when all are told of it, or rejects with `testing/refused`. */
  turnsCameraOn(how: Shows = {}): Promise<void> {
    return this.#books('turnsCameraOn', () => this.#side.showing.begins('camera', how));
  }

  turnsCameraOff(): Promise<void> {
    return this.#books('turnsCameraOff', () => this.#side.showing.ends('camera'));
  }

  /** Whoever shared until now shares no longer. */
  sharesScreen(how: Shows = {}): Promise<void> {
    return this.#books('sharesScreen', () => this.#side.showing.begins('screen', how));
  }

  stopsSharing(): Promise<void> {
    return this.#books('stopsSharing', () => this.#side.showing.ends('screen'));
  }

  /** Waits until a whole picture of a person's or bot's arrives here: one from now on, and that can be shown. */
  sees(name: string, options: Looking = {}): Promise<Seen> {
    return this.#books('sees', () => this.#side.seeing.sees(name, options));
  }

  /** For so long no picture of theirs arrives, though it is asked for. */
  seesNothingOf(name: string, options: Unseen = {}): Promise<void> {
    return this.#books('seesNothingOf', () => this.#side.seeing.seesNothingOf(name, options));
  }

  raisesHand(): Promise<void> {
    return this.#books('raisesHand', () => this.#side.part.hand(true));
  }

  /** One's own; that of another, or of `all`, where somebody is named. */
  lowersHand(name?: string): Promise<void> {
    return this.#books('lowersHand', () => (name === undefined ? this.#side.part.hand(false) : this.#side.part.lowersHandOf(name)));
  }

  /** Writes in the chat. */
  posts(text: string): Promise<void> {
    return this.#books('posts', () => this.#side.part.posts(text));
  }

  /** Waits until somebody else has written this in the chat; goes on where the last one stopped. */
  reads(words: Words, options: Within = {}): Promise<Read> {
    return this.#books('reads', () => this.#side.reading.message(words, options));
  }

  /** Waits for a caption, interim ones included. */
  readsCaption(words: Words, options: Within = {}): Promise<Read> {
    return this.#books('readsCaption', () => this.#side.reading.caption(words, options));
  }

  /** Switches captions on, in that language; as spoken without one, and off with `false`. */
  captionsIn(language?: string | false): Promise<void> {
    return this.#books('captionsIn', () => this.#side.part.captionsIn(language));
  }

  /** Hears an interpreter into that language from now on, or none. */
  choosesInterpretation(language: string | null): Promise<void> {
    return this.#books('choosesInterpretation', () => this.#side.part.choosesInterpretation(language));
  }

  /** Mutes somebody, or `all` others. */
  mutesOther(name: string): Promise<void> {
    return this.#books('mutesOther', () => this.#side.part.mutesOther(name));
  }

  removes(name: string): Promise<void> {
    return this.#books('removes', () => this.#side.part.removes(name));
  }

  stopsSharingOf(name: string): Promise<void> {
    return this.#books('stopsSharingOf', () => this.#side.part.stopsSharingOf(name));
  }

  givesRole(name: string, role: 'presenter' | 'attendee'): Promise<void> {
    return this.#books('givesRole', () => this.#side.part.givesRole(name, role));
  }

  /** Rings somebody into it: by number, or by the name of a person or bot. A call between two becomes a group call. */
  invites(whom: string): Promise<void> {
    return this.#books('invites', () => this.#side.part.invites(whom));
  }

  /** Everybody leaves: for the organizer. */
  endsMeeting(): Promise<void> {
    return this.#books('endsMeeting', () => this.#side.part.endsMeeting());
  }

  /** Leaves a meeting, or hangs up. */
  async leaves(): Promise<void> {
    await this.hangsUp();
  }

  #books<T>(verb: string, work: () => Promise<T>): Promise<T> {
    return this.#around.expectations.book(`line.${verb}`, work);
  }
}
