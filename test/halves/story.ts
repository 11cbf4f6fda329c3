/** Words for stories in the two halves: time goes on while something is done, phones are taken, and who hears whom is found out by ear. */
import { expect } from 'vitest';
import type { Call } from '../../src/bot/call.ts';
import type { Person } from '../../bots/people.ts';
import type { Phone } from './phone.ts';
import type { TwoHalves } from './two-halves.ts';
import { tuneOf } from './tune-voice.ts';

/** Moves time on until the work is over, a minute and a half at most. */
export async function during<T>({ clock }: TwoHalves, work: Promise<T>): Promise<T> {
  const state = { isOver: false };
  const over = (): void => void (state.isOver = true);
  void work.then(over, over);
  for (let ms = 0; ms < 90_000 && !state.isOver; ms += 100) await clock.advance(100);
  if (!state.isOver) throw new Error('the work is not over after a minute and a half');
  return work;
}

/** Moves time on until a phone rings, and takes the call. */
export async function takes(house: TwoHalves, phone: Phone): Promise<void> {
  await rings(house, phone);
  await phone.answer();
  await house.clock.advance(300);
}

export async function rings({ clock }: TwoHalves, phone: Phone): Promise<void> {
  for (let ms = 0; ms < 20_000 && !phone.isRinging; ms += 100) await clock.advance(100);
  expect(phone.isRinging).toBe(true);
}

/** Somebody dials a number, and is answered. */
export async function calls(house: TwoHalves, person: Person, number: string): Promise<Phone> {
  const phone = house.phoneOf(person);
  await phone.dial(number);
  await house.clock.advance(1_000);
  return phone;
}

/** The bot of a call invites people one by one, who take it. */
export async function gathers(house: TwoHalves, call: Call, people: readonly Person[]): Promise<readonly Phone[]> {
  const phones: Phone[] = [];
  for (const person of people) {
    const phone = house.phoneOf(person);
    const invited = call.invite({ user: person.user });
    await takes(house, phone);
    expect(await during(house, invited)).toEqual({ kind: 'joined' });
    phones.push(phone);
  }
  return phones;
}

/** The call of an outcome that has one. */
export function joined(outcome: { readonly kind: string; readonly call?: Call }): Call {
  if (!outcome.call) throw new Error(`there is no call: ${JSON.stringify(outcome)}`);
  return outcome.call;
}

/** One speaks for a while; who of the listeners hears it. */
export async function whoHears(house: TwoHalves, speaker: Phone, words: string, listeners: readonly Phone[]): Promise<readonly boolean[]> {
  for (const { person } of listeners) person.forget();
  speaker.say(tuneOf(words));
  await house.clock.advance(words.length * 60 + 1_500);
  return listeners.map((each) => each.heard(words) > 0.6);
}

/** The bot speaks; who of the listeners hears it. */
export async function whoHearsBot(house: TwoHalves, call: Call, words: string, listeners: readonly Phone[]): Promise<readonly boolean[]> {
  for (const { person } of listeners) person.forget();
  await during(house, call.say(words));
  await house.clock.advance(300);
  return listeners.map((each) => each.heard(words) > 0.6);
}

/** Everybody hangs up, and nothing is left. */
export async function goHome(house: TwoHalves, phones: readonly Phone[]): Promise<void> {
  for (const phone of phones) phone.hangUp();
  await house.clock.advance(10_000);
  await isLeftEmpty(house);
}

/** No bot has failed, and no call, no room and no leg is left behind. */
export async function isLeftEmpty(house: TwoHalves): Promise<void> {
  expect(house.botFacts.filter(({ kind }) => kind === 'botFailed' || kind === 'neverAnswered')).toEqual([]);
  expect(house.switchboard.calls().filter(({ endedMs }) => endedMs === undefined)).toEqual([]);
  expect(await house.engine.health()).toMatchObject([{ rooms: 0, legs: 0 }]);
}
