/** What a hundred people do in a meeting, by a seed; and an oracle that knows who must hear, see and know what. */
import { seededRandom, type Random } from '../../../src/base/random.ts';
import { sine } from '../../../src/media/tones.ts';
import { toneDb } from '../../../src/media/goertzel.ts';
import type { Lab, LabMeeting } from 'rollcall/testing';
import { shown } from './bots.ts';
import { gone, guest, lineOf, type Guest } from './guest.ts';

/** Whole turns fit into the 400 ms that are judged. */
const PITCHES = [500, 900, 1_300, 1_700];
const TALK_MS = 1_000;
/** A stream that stops without a word is made up for three frames more, before the engine takes it for a pause. */
const MADE_UP_MS = 60;
const JUDGED = { fromMs: 400, toMs: 800 };
const HEARD_DB = -40;
const UNHEARD_DB = -55;
const MOST_CAMERAS = 10;

export class Story {
  readonly guests: readonly Guest[];
  /** Whoever holds the meeting: always there. */
  readonly host: Guest;
  /** All that was written, in order. */
  readonly chat: string[] = [];
  /** What differed from what the oracle knows. */
  readonly wrong: string[] = [];
  readonly counts = { talks: 0, ears: 0, sights: 0, joins: 0, leaves: 0, admissions: 0 };
  sharer: Guest | undefined;
  readonly #lab: Lab;
  readonly #meeting: LabMeeting;
  readonly #random: Random;

  constructor(lab: Lab, meeting: LabMeeting, { people, seed }: { readonly people: number; readonly seed: number }) {
    this.#lab = lab;
    this.#meeting = meeting;
    this.#random = seededRandom(seed);
    this.guests = Array.from({ length: people }, (_, at) => guest(lab, at === 0 ? 'Ada' : `Guest ${String(at)}`));
    this.host = this.#first(this.guests);
  }

  where(where: Guest['where']): readonly Guest[] {
    return this.guests.filter((each) => each.where === where);
  }

  /** As bots know them. */
  get roster(): readonly string[] {
    return this.guests
      .filter(({ where }) => where !== 'away')
      .map(({ name, isMuted, where }) => shown(name, { isMuted, isInLobby: where === 'lobby' }))
      .toSorted();
  }

  async begins(): Promise<void> {
    for (const each of this.guests) await this.#comes(each);
    await this.#admits(this.where('lobby'));
  }

  /** One thing, whatever comes to somebody's mind. */
  async happens(): Promise<void> {
    const [inside, lobby, away] = [this.where('in'), this.where('lobby'), this.where('away')];
    const others = inside.filter((each) => each !== this.host);
    const one = this.#one(others);
    const dice = this.#random.unit();
    if (dice < 0.16) return this.#talk();
    if (dice < 0.28) return away.length > 0 ? this.#comes(this.#first(away, true)) : undefined;
    if (dice < 0.36) return lobby.length > 0 ? this.#admits(this.#chance(0.5) ? lobby : [this.#first(lobby, true)]) : undefined;
    if (dice < 0.39) return lobby.length > 0 ? this.#denies(this.#first(lobby, true)) : undefined;
    if (dice < 0.48) return one && this.#goes(one);
    if (dice < 0.51) return one && this.#removes(one);
    if (dice < 0.6) return one && this.#hand(one);
    if (dice < 0.67) return one && this.#writes(one);
    if (dice < 0.76) return one && this.#mutes(one);
    if (dice < 0.79) return one && this.#isMuted(one);
    if (dice < 0.88) return one && this.#camera(one);
    if (dice < 0.92) return one && this.#shares(one);
    return this.#looks();
  }

  async #comes(one: Guest): Promise<void> {
    one.line = await this.#lab.person(one.name).joins(this.#meeting);
    one.where = one === this.host || one.isAdmitted ? 'in' : 'lobby';
    this.counts.joins++;
    await (one.where === 'in' ? one.line.isLetIn() : one.line.waitsInLobby());
  }

  async #admits(some: readonly Guest[]): Promise<void> {
    const isAll = some.length === this.where('lobby').length;
    await lineOf(this.host).admits(isAll ? undefined : this.#first(some).name);
    for (const each of some) {
      each.where = 'in';
      each.isAdmitted = true;
      this.counts.admissions++;
    }
    await Promise.all(some.map((each) => lineOf(each).isLetIn()));
  }

  async #denies(one: Guest): Promise<void> {
    await lineOf(this.host).denies(one.name);
    await lineOf(one).isHungUpOn();
    gone(one);
  }

  async #goes(one: Guest): Promise<void> {
    this.counts.leaves++;
    if (this.#chance(0.25)) lineOf(one).handset.closeWindow();
    else await lineOf(one).leaves();
    this.#left(one);
  }

  async #removes(one: Guest): Promise<void> {
    this.counts.leaves++;
    await lineOf(this.host).removes(one.name);
    await lineOf(one).isHungUpOn();
    one.isAdmitted = false;
    this.#left(one);
  }

  #left(one: Guest): void {
    if (this.sharer === one) this.sharer = undefined;
    gone(one);
  }

  async #hand(one: Guest): Promise<void> {
    if (one.hasHand && this.#chance(0.5)) await lineOf(this.host).lowersHand(one.name);
    else await (one.hasHand ? lineOf(one).lowersHand() : lineOf(one).raisesHand());
    one.hasHand = !one.hasHand;
  }

  async #writes(one: Guest): Promise<void> {
    const text = `Message ${String(this.chat.length + 1)} of ${one.name}.`;
    this.chat.push(text);
    await lineOf(one).posts(text);
    const reader = this.#one(this.where('in').filter((each) => each !== one));
    if (reader) await lineOf(reader).reads(text, { within: '2 s' });
  }

  async #mutes(one: Guest): Promise<void> {
    await (one.isMuted ? lineOf(one).unmutes() : lineOf(one).mutes());
    one.isMuted = !one.isMuted;
  }

  async #isMuted(one: Guest): Promise<void> {
    await lineOf(this.host).mutesOther(one.name);
    one.isMuted = true;
  }

  async #camera(one: Guest): Promise<void> {
    const count = this.guests.filter(({ hasCamera }) => hasCamera).length;
    if (!one.hasCamera && count >= MOST_CAMERAS) return;
    await (one.hasCamera ? lineOf(one).turnsCameraOff() : lineOf(one).turnsCameraOn({ framesPerSecond: 2 }));
    one.hasCamera = !one.hasCamera;
  }

  async #shares(one: Guest): Promise<void> {
    if (this.sharer === one) {
      await lineOf(one).stopsSharing();
      this.sharer = undefined;
      return;
    }
    await lineOf(one).sharesScreen({ framesPerSecond: 2 });
    this.sharer = one;
  }

  /** Somebody looks at somebody, who has a camera on or has not; whoever waits in the lobby sees nothing. */
  async #looks(): Promise<void> {
    this.counts.sights++;
    const inside = this.where('in');
    const shower = this.#one(inside.filter(({ hasCamera }) => hasCamera)) ?? this.#first(inside, true);
    const viewer = this.#one(inside.filter((each) => each !== shower));
    const outside = this.#one(this.where('lobby'));
    await Promise.all([
      outside && lineOf(outside).seesNothingOf(shower.name, { for: '500 ms' }),
      viewer &&
        (shower.hasCamera
          ? lineOf(viewer).sees(shower.name, { height: 180 })
          : lineOf(viewer).seesNothingOf(shower.name, { for: '500 ms' })),
      viewer && this.sharer && this.sharer !== viewer && lineOf(viewer).sees(this.sharer.name, { of: 'screen' }),
    ]);
  }

  /** Up to three at once, each with a pitch of their own; and one in the lobby, whom nobody is to hear. Then every ear is asked. */
  async #talk(): Promise<void> {
    this.counts.talks++;
    const inside = [...this.where('in')];
    const speakers = Array.from({ length: 1 + Math.floor(this.#random.unit() * 3) }, () =>
      inside.splice(Math.floor(this.#random.unit() * inside.length), 1),
    ).flat();
    const outside = this.#one(this.where('lobby'));
    const all = [...speakers, ...(outside ? [outside] : [])].map((who, at) => ({ who, hertz: PITCHES[outside === who ? 3 : at] ?? 0 }));
    const fromMs = this.#lab.house.time.clock.now();
    await Promise.all(all.map(({ who, hertz }) => lineOf(who).says(sine({ hertz: [hertz], ms: TALK_MS }, 0.1))));
    await this.#lab.pass('300 ms');
    const audible = all.filter(({ who }) => who.where === 'in' && !who.isMuted);
    for (const { who } of audible) who.heardMs += TALK_MS + MADE_UP_MS;
    for (const each of this.guests) {
      if (each.where === 'away') continue;
      this.counts.ears++;
      const expected = each.where === 'in' ? audible.filter(({ who }) => who !== each).map(({ hertz }) => hertz) : [];
      this.#listens(each, expected, fromMs);
    }
  }

  #listens(one: Guest, expected: readonly number[], fromMs: number): void {
    const sound = lineOf(one).handset.ear.between(fromMs + JUDGED.fromMs, fromMs + JUDGED.toMs);
    for (const hertz of PITCHES) {
      const level = toneDb(sound, hertz);
      if (expected.includes(hertz) ? level > HEARD_DB : level < UNHEARD_DB) continue;
      const should = expected.includes(hertz) ? 'should hear' : 'should not hear';
      this.wrong.push(
        `${String(fromMs)} ms: ${one.name} (${one.where}) ${should} ${String(hertz)} Hz, and it is at ${level.toFixed(0)} dB`,
      );
    }
  }

  #chance(share: number): boolean {
    return this.#random.unit() < share;
  }

  #one(some: readonly Guest[]): Guest | undefined {
    return some[Math.floor(this.#random.unit() * some.length)];
  }

  #first(some: readonly Guest[], byChance: boolean = false): Guest {
    const one = byChance ? this.#one(some) : some[0];
    if (!one) throw new Error('there is nobody');
    return one;
  }
}
