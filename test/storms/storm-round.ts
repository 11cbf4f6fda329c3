/** One round of a storm: random people on the phone with the reference bots while all kinds of faults come and go; then calm, and all is well. */
import { expect } from 'vitest';
import { bot as echo } from '../../bots/echo.ts';
import { bot as frontDesk } from '../../bots/front-desk.ts';
import { bot as voicemail } from '../../bots/voicemail.ts';
import { seededRandom } from '../../src/base/random.ts';
import { findSound } from '../../src/testing/hearing/find-sound.ts';
import type { Duration } from '../../src/testing/duration.ts';
import type { Lab } from '../../src/testing/lab.ts';
import type { Line } from '../../src/testing/people/line.ts';
import { withLab } from '../../src/testing/with-lab.ts';
import { livesOn } from './random-people.ts';

const STORM_MS = 60_000;
const names = ['Ada', 'Grace', 'Alan'];

/** What a bot may throw while Graph, its voice or its store fail; anything else is a fault of its own, or of ours. */
const excuses: readonly RegExp[] = [
  /refused with (401|429|500|502|503)/,
  /was not answered: ECONNRESET|was not answered: nobody listens there|was not answered: no answer came/,
  /was not sent: \d+ requests in a row came to nothing/,
  /gave no token/,
  /the voice broke down, as the lab has it/,
  /the disk is full, as the lab has it/,
  /no sound came up within/,
  /could not be recorded: /,
];

export type StormRound = { readonly seed: number; readonly isCalm?: boolean };

const strengths = [0.2, 0.4, 0.6, 0.8, 1];

/** Gives the lab back as it was when the storm was over and everybody had hung up. */
export async function stormRound<T>({ seed, isCalm = false }: StormRound, judge: (lab: Lab) => Promise<T>): Promise<T> {
  const bots = { '100': frontDesk, '101': echo, '102': voicemail };
  // In every third house Graph itself is unruly: old formats first, batches, some things twice and out of order.
  const graph = { profile: seed % 3 === 0 ? 'unruly' : 'teams' } as const;
  const noAnswer = { after: '15 s', forwardTo: '102' } as const;
  return withLab(
    { bots, seed, noAnswer, graph, voice: 'built-in', codec: 'l16', keep: false, name: `storm ${String(seed)}` },
    async (lab) => {
      for (const excuse of excuses) lab.forgives(excuse);
      const storm = isCalm ? undefined : lab.storm({ strength: strengths[seed % strengths.length] });
      await Promise.all(
        names.map((name, index) => livesOn(lab, lab.person(name), { whims: seededRandom(seed * 31 + index * 1_009), untilMs: STORM_MS })),
      );
      storm?.stop();
      for (const line of lab.lines) line.handset.hangUp();
      return judge(lab);
    },
  );
}

/** A bot to which the end of a recording was not told finds out when it must have been over. */
const LONGEST: Duration = '4 min';

/** Lets all come to its end that a storm has left behind. */
export async function calmsDown(lab: Lab): Promise<void> {
  const { house } = lab;
  const isQuiet = (): boolean =>
    house.isCarrierUp &&
    house.carrier.switchboard.calls().every(({ endedMs }) => endedMs !== undefined) &&
    house.bots.size === house.numbers.length &&
    [...house.bots.values()].every((place) => place.activeCalls() === 0);
  await lab.until(isQuiet, { within: LONGEST });
}

/** Nothing is lost or stuck. */
export async function isAllWell(lab: Lab): Promise<void> {
  const { house } = lab;
  await calmsDown(lab);
  expect(house.carrier.switchboard.calls().filter(({ endedMs }) => endedMs === undefined)).toEqual([]);
  expect([...house.bots].filter(([, place]) => place.activeCalls() > 0).map(([number]) => number)).toEqual([]);
  expect(await house.carrier.engine.health()).toMatchObject([{ rooms: 0, legs: 0 }]);
  for (const line of lab.lines) expect(line.ended, `${line.name}'s call is over`).toBeTypeOf('string');
  for (const line of lab.lines) expect(isToldAsEnded(line, lab), `the end of ${line.name}'s call is on record`).toBe(true);
  await areMessagesKept(lab);
}

/** Whether a caller heard that the message is saved. All that was said is only listened to where that may have been: it takes long. */
function isToldOfMessage(line: Line, { house }: Lab): boolean {
  const { time, record, catalogue } = house;
  const { callId, ear } = line.handset;
  const end = record.find((fact) => fact.type === 'taskEnded' && fact.callId === callId && fact.task === 'record');
  if (!end) return false;
  const fromMs = end.atMs - time.clock.wallMs() + time.clock.now();
  const mayHave = [...catalogue.all].some(({ text, samples }) => /has been saved/.test(text) && findSound(ear, samples, { fromMs }));
  return mayHave && line.heard.some(({ text }) => /has been saved/.test(text));
}

function isToldAsEnded(line: Line, { house }: Lab): boolean {
  const { legId } = line.handset;
  return house.record.some((fact) => fact.type === 'legEnded' && fact.legId === legId) || line.ended === 'The switchboard was killed.';
}

/** Each that a caller was told is saved is there once; none is there twice. */
async function areMessagesKept(lab: Lab): Promise<void> {
  const startMs = lab.house.time.clock.wallMs() - lab.house.time.clock.now();
  const kept = (await Promise.all(['Ada', 'Grace', 'Alan', 'Katherine'].map((name) => lab.voicemail(name)))).flat();
  for (const { name, lines } of names.map((each) => lab.person(each))) {
    for (const [index, line] of lines.entries()) {
      const toMs = lines[index + 1]?.beganMs ?? Infinity;
      const count = kept.filter(
        ({ from, leftMs }) => from.name === name && leftMs - startMs >= line.beganMs && leftMs - startMs < toMs,
      ).length;
      if (count !== 1 && isToldOfMessage(line, lab)) expect(count, `messages of ${name}, who was told that one is saved`).toBe(1);
      else expect(count).toBeLessThanOrEqual(1);
    }
  }
}
