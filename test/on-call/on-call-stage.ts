/** What tests of bots that ring people have in common: a machine that picks up, a line that is busy, and an incident that is reported. */
import { defineBot, type Bot } from 'rollcall';
import { withLab, type Lab, type LabOptions, type Line } from 'rollcall/testing';
import { expect } from 'vitest';
import { incidentCommander, type OnCall } from '../../bots/incident-commander.ts';
import { alan, grace, katherine } from '../../bots/people.ts';
import type { Somebody } from '../../bots/ring-and-ask.ts';
import { inWords, type Entry } from '../../bots/time-line.ts';
import { registrationOf } from '../../src/testing/house/lab-directory.ts';

/** Picks up, listens for two minutes, and presses nothing. */
const machine = defineBot({
  name: 'Mailbox',
  async onCall(call) {
    await call.answer();
    await call.recordAnswer({ prompt: 'Nobody is here. Please leave a message after the tone.', maxMs: 120_000, silenceMs: 120_000 });
  },
});
const busyLine = defineBot({ name: 'Busy Line', onCall: (call) => call.reject('busy') });

/** For the `bots` of a lab. */
export const callees: Readonly<Record<string, Bot>> = { '555': busyLine, '556': machine };
export const busy: Somebody = { app: registrationOf('555').appId, name: 'Busy Line' };
export const mailbox: Somebody = { app: registrationOf('556').appId, name: 'Mailbox' };
/** A carrier that says so when a line is busy. */
export const sayingBusy: Pick<LabOptions, 'graph'> = { graph: { settings: { callEnds: { otherRejected: { code: 486, subcode: 0 } } } } };

export type Stage = { readonly lab: Lab; readonly timeLine: () => readonly Entry[] };

export function commanding(
  story: (stage: Stage) => Promise<void>,
  onCall: Partial<OnCall> = {},
  options: Partial<LabOptions> = {},
): Promise<void> {
  let told: readonly Entry[] | undefined;
  const bot: Bot = incidentCommander({ levels: [[grace], [alan, katherine]], ...onCall, onClosed: (timeLine) => void (told = timeLine) });
  return withLab({ bots: { '107': bot, ...callees }, voice: 'built-in', codec: 'l16', ...options }, (lab) =>
    story({ lab, timeLine: () => told ?? [] }),
  );
}

const sentence = 'The shop is down since noon.';

/** Ada dials, and reports something major. */
export async function reported(lab: Lab): Promise<Line> {
  const line = await lab.person('Ada').dial('107');
  await reports(line);
  return line;
}

export async function reports(line: Line): Promise<void> {
  await line.hears('This is the incident commander.');
  await line.presses('2');
  await line.hears('(tone)');
  await line.says(sentence);
  await line.presses('#');
}

/** Takes the call, hears what has happened, and presses that key. */
export async function replies(lab: Lab, name: string, key: string): Promise<Line> {
  const line = await lab.person(name).answers();
  await line.hears('Ada Lovelace reports a major incident.');
  await line.hears(sentence);
  await line.hears('Press 1 to join, 2 to decline.', { toTheEnd: false });
  await line.presses(key);
  return line;
}

/** Two or more may talk on when the incident is closed. */
export async function closes(line: Line): Promise<void> {
  await line.presses('9');
  await line.hears('The incident is closed after');
  await line.hears('Goodbye.');
  await line.isSilent('2 s');
  expect(line.ended).toBeUndefined();
}

/** What was written in the chat, oldest first. */
export const chatOf = (lab: Lab, line: Line): readonly string[] =>
  lab.house.carrier.switchboard.chats.of(line.handset.call?.group?.threadId ?? '').map(({ text }) => text);

/** Without the times. */
export const happened = (timeLine: readonly Entry[]): readonly string[] => timeLine.map((entry) => inWords(entry).slice(9));

/** Seconds since the beginning at which that happened. */
export const secondsTo = (timeLine: readonly Entry[], words: string): number =>
  Math.round(((timeLine.find((each) => inWords(each).endsWith(words))?.atMs ?? NaN) - (timeLine[0]?.atMs ?? NaN)) / 1_000);
