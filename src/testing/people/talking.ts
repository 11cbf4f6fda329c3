/** Whether two people on a call can talk with each other: each says something of their own, and the other listens for it. */
import { said } from '../voices/said.ts';
import type { LineOf, LineSurroundings } from './surroundings.ts';

/** How long the other may take to have heard it after it was said. */
const DELAY_MS = 1_500;

export async function talkTogether(one: LineOf, other: LineOf, around: LineSurroundings): Promise<void> {
  await isHeardBy(one, other, around);
  await isHeardBy(other, one, around);
}

/** Somebody's line, to be talked to by that one; fails where they have none. */
export function otherLine(one: LineOf, name: string, around: LineSurroundings): LineOf {
  const other = around.latestLineOf(name);
  if (other) return other;
  const { userId, name: known } = around.house.people.person(name);
  const hasDeclined = around.deeds.all.some(({ kind, who }) => kind === 'decline' && who.userId === userId);
  const message = hasDeclined
    ? `${one.name} cannot talk to ${known}, who declined the call and has no other.`
    : `${one.name} cannot talk to ${known}, who has no call: lab.person('${name}').answers() takes one, and dial() begins one.`;
  throw around.failure({ code: 'testing/not-done', message, line: one });
}

async function isHeardBy(speaker: LineOf, listener: LineOf, around: LineSurroundings): Promise<void> {
  const { time, house } = around;
  const text = `Hello ${firstName(listener.name)}, this is ${firstName(speaker.name)}.`;
  const { voice, catalogue } = house;
  const { samples } = await said({ voice, catalogue, speaker: speaker.name, text });
  const fromMs = time.clock.now();
  const isHeard = (): boolean =>
    listener.heard.some((each) => each.full === text && each.by === speaker.name && each.fromMs >= fromMs && each.isOver);
  void speaker.handset.say(samples, { text });
  const isSo = await time.until(isHeard, samples.length / 16 + DELAY_MS);
  if (isSo) return;
  const reason = [speaker, listener].map(({ name, ended }) => (ended === undefined ? [] : [`${name}'s call is over: ${ended}`])).flat();
  const message = `${speaker.name} said “${text}”, and ${listener.name} did not hear it.`;
  throw around.failure({ code: 'testing/not-heard', message: [message, ...reason].join('\n'), line: listener, fromMs });
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}
