/** At the end of a test everybody goes home; whatever then goes on is a fault of a bot, and fails the test. */
import { shownMs } from './duration.ts';
import { LabError } from './errors.ts';
import type { Lab } from './lab.ts';

/** How long bots may go on after the last person has hung up. */
const AFTERWARDS_MS = 60_000;

/** Throws a `LabError` when something is still waited for, a bot threw, a call is still up, or a bot's code has not come to its end. */
export async function nothingIsLeft(lab: Lab): Promise<void> {
  const { house } = lab;
  allIsAwaited(lab);
  lab.faults.end();
  for (const line of lab.lines) line.handset.hangUp();
  const isEmpty = (): boolean => openCalls(lab).length === 0 && busyBots(lab).length === 0;
  await house.time.until(isEmpty, AFTERWARDS_MS);
  const { threw } = house;
  if (threw) {
    const cause = Object.assign(new Error(threw.error), threw.stack === undefined ? {} : { stack: threw.stack });
    const { message } = lab.around.failure({ code: 'testing/bot-threw', message: `The bot at ${threw.number} threw: ${threw.error}` });
    throw new LabError('testing/bot-threw', message, { cause });
  }
  const left = [...openCalls(lab), ...busyBots(lab)];
  if (left.length === 0) return;
  const message = [
    `Everybody has hung up, and ${shownMs(AFTERWARDS_MS)} later something goes on:`,
    ...left.map((each) => `  – ${each}`),
  ].join('\n');
  throw lab.around.failure({ code: 'testing/left-over', message });
}

/** Throws where the test has not waited for something: whoever forgets an `await` would pass whatever comes of it. */
export function allIsAwaited({ around }: Lab): void {
  const open = around.expectations.giveUp();
  const [first] = open;
  if (!first) return;
  const message = ['The test has ended, and did not wait for this; put an await before it:', ...open.map(({ shown }) => `  – ${shown}`)];
  const error = around.failure({ code: 'testing/not-awaited', message: message.join('\n') });
  error.stack = [`${error.name}: ${error.message}`, ...first.frames].join('\n');
  throw error;
}

function openCalls({ house }: Lab): readonly string[] {
  if (!house.isCarrierUp) return [];
  const open = house.carrier.switchboard.calls().filter(({ endedMs }) => endedMs === undefined);
  return open.map(({ from, to, legs }) => {
    const there = legs.filter(({ state }) => state !== 'ended').map(({ self, state }) => `${self.name} (${state})`);
    return `the call from ${from.name} to ${to.name}: ${there.join(', ')}`;
  });
}

function busyBots({ house }: Lab): readonly string[] {
  return [...house.bots]
    .filter(([, place]) => place.activeCalls() > 0)
    .map(([number, place]) => `the code of the bot at ${number}: ${String(place.activeCalls())} of its calls have not come to their end`);
}
