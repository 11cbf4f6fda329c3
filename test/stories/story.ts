/** Words for stories in the lab: time goes on while something is done, people come to calls, and who hears whom is found out by ear. */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Person } from '../../bots/people.ts';
import type { Call } from '../../src/bot/call.ts';
import { Ear } from '../../src/testing/hearing/ear.ts';
import { findSound, type FoundSound } from '../../src/testing/hearing/find-sound.ts';
import type { Heard } from '../../src/testing/hearing/heard.ts';
import type { Lab } from '../../src/testing/lab.ts';
import type { LabPerson } from '../../src/testing/people/lab-person.ts';
import type { Line } from '../../src/testing/people/line.ts';
import { withLab, type LabOptions } from '../../src/testing/with-lab.ts';

/** A lab in the built-in voice, the same on every machine; at the end all hang up, and nothing may be left. */
export function story<T>(options: LabOptions, told: (lab: Lab) => Promise<T>): Promise<T> {
  return withLab({ voice: 'built-in', name: expect.getState().currentTestName, ...options }, async (lab) => {
    const result = await told(lab);
    for (const line of lab.lines) await line.hangsUp();
    await lab.pass('10 s');
    await isLeftEmpty(lab);
    return result;
  });
}

/** Moves time on until the work is over, a minute and a half at most. */
export async function during<T>(lab: Lab, work: Promise<T>): Promise<T> {
  const state = { isOver: false };
  const over = (): void => void (state.isOver = true);
  void work.then(over, over);
  if (!(await lab.until(() => state.isOver, { within: '90 s' }))) throw new Error('the work is not over after a minute and a half');
  return work;
}

/** Somebody's phone rings, and they take the call. */
export async function takes(lab: Lab, person: Person): Promise<Line> {
  const line = await lab.person(person.name).answers({ within: '20 s' });
  await lab.pass(300);
  return line;
}

/** Somebody dials a number, and is answered. */
export async function calls(lab: Lab, person: Person, number: string): Promise<Line> {
  const line = await lab.person(person.name).dial(number);
  await lab.pass('1 s');
  return line;
}

/** The bot of a call invites people one by one, who take it. */
export async function gathers(lab: Lab, call: Call, people: readonly Person[]): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const person of people) {
    const invited = call.invite({ user: person.user });
    lines.push(await takes(lab, person));
    expect(await during(lab, invited)).toEqual({ kind: 'joined' });
  }
  return lines;
}

/** The call of an outcome that has one. */
export function joined(outcome: { readonly kind: string; readonly call?: Call }): Call {
  if (!outcome.call) throw new Error(`there is no call: ${JSON.stringify(outcome)}`);
  return outcome.call;
}

/** One speaks for a while; who of the listeners hears it. */
export async function whoHears(lab: Lab, speaker: Line, words: string, listeners: readonly Line[]): Promise<readonly boolean[]> {
  const fromMs = lab.house.time.clock.now();
  await speaker.says(words);
  await lab.pass(500);
  return listeners.map((each) => hasHeard(each, words, fromMs));
}

/** The bot speaks; who of the listeners hears it. */
export async function whoHearsBot(lab: Lab, call: Call, words: string, listeners: readonly Line[]): Promise<readonly boolean[]> {
  const fromMs = lab.house.time.clock.now();
  await during(lab, call.say(words));
  await lab.pass(300);
  return listeners.map((each) => hasHeard(each, words, fromMs));
}

/** Hears these words to their end, as they were said: as loud, and without a gap. */
export async function hearsAll(line: Line, words: string | RegExp): Promise<Heard> {
  const heard = await line.hears(words);
  isAsSaid(heard);
  return heard;
}

/** Hears a sound that is no text, all of it and as loud. */
export async function hearsSound(line: Line, sound: Int16Array): Promise<Heard> {
  const heard = await line.hears(sound);
  isAsSaid(heard);
  return heard;
}

/** Whether all of it was heard; false where nothing of it was. A part of it, or a distortion, fails. */
export function hasHeard(line: Line, words: string, fromMs: number = line.beganMs): boolean {
  const found = line.heard.filter((each) => each.full === words && each.fromMs >= fromMs);
  found.forEach(isAsSaid);
  expect(found.length, `“${words}” was heard more than once`).toBeLessThan(2);
  return found.length === 1;
}

function isAsSaid(heard: Heard): void {
  expect(heard).toMatchObject({ isWhole: true, gaps: [] });
  expect(Math.abs(heard.gainDb), `level of “${heard.full}”`).toBeLessThan(1.5);
  expect(heard.likeness, `likeness of “${heard.full}”`).toBeGreaterThan(0.9);
}

/** Where in a recording a sound is, and how it is there. */
export function soundIn(recording: Int16Array, sound: Int16Array): FoundSound | undefined {
  const ear = new Ear();
  ear.take(0, recording);
  return findSound(ear, sound);
}

/** Whether somebody has a call, be it that they are still being connected. */
export function isUp({ lines }: LabPerson): boolean {
  return lines.at(-1)?.handset.isOver === false;
}

/** All that each line heard, to the sample. */
export function soundOfAll({ lines }: Lab): readonly string[] {
  return lines.map(({ handset: { ear } }) => {
    const sound = ear.between(ear.startMs ?? 0, ear.endMs ?? 0);
    return createHash('sha256').update(sound).digest('hex');
  });
}

/** No bot has failed, and no call, no room and no leg is left behind. */
export async function isLeftEmpty({ house }: Lab): Promise<void> {
  const { switchboard, engine } = house.carrier;
  expect(house.botFacts.filter(({ fact: { kind } }) => kind === 'botFailed' || kind === 'neverAnswered')).toEqual([]);
  expect(switchboard.calls().filter(({ endedMs }) => endedMs === undefined)).toEqual([]);
  expect(await engine.health()).toMatchObject([{ rooms: 0, legs: 0 }]);
}
