/** Several people who do the same at once. */
import type { Duration } from '../duration.ts';
import type { Heard } from '../hearing/heard.ts';
import type { Listening } from './hearing.ts';
import type { Hears } from './hears-what.ts';
import type { LabMeeting } from './lab-meeting.ts';
import type { LabPerson, Within } from './lab-person.ts';
import type { Line, Sayable } from './line.ts';
import type { LineSurroundings } from './surroundings.ts';

/** Throws a `TypeError` for a group in which nobody is. */
export function checkGroup(names: readonly (string | number)[]): void {
  const wrong = names.find((name) => typeof name === 'number' && !(Number.isInteger(name) && name >= 1));
  if (wrong !== undefined)
    throw new TypeError(`group() wants names, and whole numbers from 1 on for how many others, and not ${String(wrong)}`);
  if (names.length === 0) throw new TypeError("group() wants somebody: names, or how many: lab.group('Grace', 10)");
}

export class Crowd {
  readonly people: readonly LabPerson[];
  readonly #around: LineSurroundings;

  constructor(people: readonly LabPerson[], around: LineSurroundings) {
    this.people = people;
    this.#around = around;
  }

  /** All dial that number, one after the other as fast as they can. */
  dial(number: string, options: { readonly passcode?: string | undefined } = {}): Promise<CrowdLines> {
    return this.#inOrder((person) => person.dial(number, options));
  }

  joins(meeting: LabMeeting): Promise<CrowdLines> {
    return this.#inOrder((person) => person.joins(meeting));
  }

  /** Each waits until the phone rings, and takes the call. */
  async answers(patience: Within = {}): Promise<CrowdLines> {
    return new CrowdLines(await Promise.all(this.people.map((person) => person.answers(patience))), this.#around);
  }

  async declines(patience: Within = {}): Promise<void> {
    await Promise.all(this.people.map((person) => person.declines(patience)));
  }

  async #inOrder(begin: (person: LabPerson) => Promise<Line>): Promise<CrowdLines> {
    const lines: Line[] = [];
    for (const person of this.people) lines.push(await begin(person));
    return new CrowdLines(lines, this.#around);
  }
}

/** The lines of a crowd, in the order of its people. */
export class CrowdLines {
  readonly lines: readonly Line[];
  readonly #around: LineSurroundings;

  constructor(lines: readonly Line[], around: LineSurroundings) {
    this.lines = lines;
    this.#around = around;
  }

  /** Every one of them hears it. */
  hears(what: Hears, options?: Listening): Promise<readonly Heard[]> {
    return Promise.all(this.lines.map((line) => line.hears(what, options)));
  }

  async hearsNothing(duration: Duration, options?: { readonly of?: Hears | undefined }): Promise<void> {
    await Promise.all(this.lines.map((line) => line.hearsNothing(duration, options)));
  }

  /** All at once. */
  async says(what: Sayable): Promise<void> {
    await Promise.all(this.lines.map((line) => line.says(what)));
  }

  async presses(keys: string): Promise<void> {
    await Promise.all(this.lines.map((line) => line.presses(keys)));
  }

  async isLetIn(patience: Within = {}): Promise<void> {
    await Promise.all(this.lines.map((line) => line.isLetIn(patience)));
  }

  async isHungUpOn(patience: Within = {}): Promise<void> {
    await Promise.all(this.lines.map((line) => line.isHungUpOn(patience)));
  }

  async hangsUp(): Promise<void> {
    for (const line of this.lines) line.handset.hangUp();
    await this.#around.time.settle();
  }

  leaves(): Promise<void> {
    return this.hangsUp();
  }
}
