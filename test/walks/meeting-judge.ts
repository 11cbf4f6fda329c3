/** Judges a meeting as a whole: whether each hears, sees and is told of exactly those whom they should be. */
import { expect } from 'vitest';
import { until } from './ear.ts';
import type { Colour } from './films.ts';
import type { MeetingPerson } from './meeting-person.ts';
import type { Voice } from './pitches.ts';
import type { SingerProcess } from './singer-process.ts';
import type { Teller } from './teller.ts';

/** Everything takes longer on a machine that is busy. */
export const patience = { withinMs: 45_000 } as const;

type Bots = {
  readonly singer: () => SingerProcess;
  readonly teller: Teller;
};

export class MeetingJudge {
  readonly #bots: Bots;

  constructor(bots: Bots) {
    this.#bots = bots;
  }

  /** Each hears all others who speak, and nobody else, oneself included; the singer in the mix, and each alone. */
  async hear(people: readonly MeetingPerson[], bots: readonly Voice[], muted: readonly Voice[] = []): Promise<void> {
    const speaking = [...people.map(({ voice }) => voice), ...bots].filter((voice) => !muted.includes(voice)).toSorted();
    for (const one of people) {
      const others = speaking.filter((voice) => voice !== one.voice);
      await until(async () => expect((await one.hears()).toSorted(), one.name).toEqual(others), patience);
    }
    if (!bots.includes('singer')) return;
    const others = speaking.filter((voice) => voice !== 'singer');
    await until(() => expect(this.#bots.singer().hears.toSorted(), 'the singer').toEqual(others), patience);
    const alone = Object.fromEntries(people.map(({ name, voice }) => [name, speaking.includes(voice) ? [voice] : []]));
    await until(() => expect(this.#bots.singer().hearsApart, 'the singer').toMatchObject(alone), patience);
  }

  /** Each sees all others in their colours, moving, and no other picture; the singer, too. */
  async see(people: readonly MeetingPerson[], bots: readonly 'singer'[]): Promise<void> {
    for (const one of people) {
      const others = people.filter((other) => other !== one).map(({ name, camera }) => [name, camera]);
      const all = Object.fromEntries([...others, ...bots.map((name) => [name, 'yellow'])]) as Readonly<Record<string, string>>;
      await until(async () => expect(await one.coloursSeen(), one.name).toEqual(all), patience);
      await this.#moves(() => one.sees(), Object.keys(all));
    }
    if (bots.length === 0) return;
    const cameras = Object.fromEntries(people.map(({ name, camera }) => [`${name} camera`, camera]));
    await until(() => expect(this.#bots.singer().sees, 'the singer').toEqual(cameras), patience);
    await this.#moves(() => this.#bots.singer().report.pictures, Object.keys(cameras));
  }

  /** All of them see a screen of that colour, which moves. */
  async seeScreen(people: readonly MeetingPerson[], colour: Colour): Promise<void> {
    for (const one of people) {
      await until(async () => expect((await one.coloursSeen())['screen'], one.name).toBe(colour), patience);
      await this.#moves(() => one.sees(), ['screen']);
    }
  }

  /** Who takes part, as every page and Graph have it. */
  async roster(people: readonly MeetingPerson[], bots: readonly string[]): Promise<void> {
    const names = [...people.map(({ name }) => name), ...bots].toSorted();
    for (const one of people)
      await until(async () => expect(await one.there(), one.name).toEqual(names.filter((name) => name !== one.name)), patience);
    if (bots.includes('teller')) await until(async () => expect(await this.#bots.teller.roster(), 'Graph').toEqual(names), patience);
  }

  /** The count in each picture goes on. */
  async #moves(look: () => unknown, names: readonly string[]): Promise<void> {
    const codes = new Map<string, Set<number>>(names.map((name) => [name, new Set()]));
    await until(async () => {
      const seen = (await look()) as Readonly<Record<string, { readonly code: number | undefined } | undefined>>;
      for (const [name, known] of codes) {
        const code = seen[name]?.code;
        if (code !== undefined) known.add(code);
      }
      const still = [...codes].filter(([, known]) => known.size < 3).map(([name]) => name);
      expect(still, 'pictures that stand still').toEqual([]);
    }, patience);
  }
}
