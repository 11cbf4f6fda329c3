/** People who do on the phone whatever comes into their heads, by a seed: dial, press, talk, hang up, vanish, answer, decline, let it ring. */
import type { Random } from '../../src/base/random.ts';
import type { Lab } from '../../src/testing/lab.ts';
import { LabError } from '../../src/testing/errors.ts';
import type { LabPerson } from '../../src/testing/people/lab-person.ts';
import type { Line } from '../../src/testing/people/line.ts';

const words = ['Please call me back.', 'It is about the delivery.'];

/** Goes on until then. What the switchboard refuses, and what a call that is over cuts short, is a part of life. */
export async function livesOn(
  lab: Lab,
  person: LabPerson,
  { whims, untilMs }: { readonly whims: Random; readonly untilMs: number },
): Promise<void> {
  const { clock } = lab.house.time;
  while (clock.now() < untilMs) {
    await lab.pass(upTo(5_000, whims));
    const line = person.lines.at(-1);
    try {
      if (line && line.ended === undefined) await talks(line, lab, whims);
      else if (person.isRinging) await isRung(person, whims);
      else if (lab.house.isCarrierUp && whims.unit() < 0.8) await calls(person, lab, whims);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
    }
  }
}

async function isRung(person: LabPerson, whims: Random): Promise<void> {
  const whim = whims.unit();
  if (whim < 0.4) await person.answers({ within: 0 });
  else if (whim < 0.7) await person.declines({ within: 0 });
}

async function calls(person: LabPerson, lab: Lab, whims: Random): Promise<void> {
  const line = await person.dial(oneOf(['100', '100', '101', '102', '102', '202'], whims));
  if (whims.unit() < 0.5) await leavesMessage(line, lab, whims);
}

/** As the bots would have it, without listening: whoever knows them dials ahead. */
async function leavesMessage(line: Line, lab: Lab, whims: Random): Promise<void> {
  await lab.pass(1_000 + upTo(3_000, whims));
  if (isUp(line)) await line.presses(oneOf(['1', '2', '202', '203'], whims));
  await lab.pass(6_000 + upTo(12_000, whims));
  if (isUp(line)) await line.says(oneOf(words, whims));
  if (isUp(line)) await line.presses('#');
  await lab.pass(5_000);
}

/** Somebody is there to talk to. */
function isUp({ ended, handset }: Line): boolean {
  return ended === undefined && handset.leg?.connectedMs !== undefined;
}

async function talks(line: Line, lab: Lab, whims: Random): Promise<void> {
  const whim = whims.unit();
  if (!isUp(line)) await (whim < 0.1 ? line.hangsUp() : lab.pass(1_000));
  else if (whim < 0.35) await line.presses(oneOf(['0', '1', '1', '2', '9', '#', '202'], whims));
  else if (whim < 0.55) await line.says(oneOf(words, whims));
  else if (whim < 0.68) await line.hangsUp();
  else if (whim < 0.73) await line.losesNetwork();
  else if (whim < 0.78) await line.losesNetwork({ for: upTo(4_000, whims) });
  else await lab.pass(upTo(5_000, whims));
}

function oneOf<T>(choices: readonly T[], whims: Random): T {
  const choice = choices[Math.floor(whims.unit() * choices.length)];
  if (choice === undefined) throw new TypeError('there is nothing to choose from');
  return choice;
}

function upTo(mostMs: number, whims: Random): number {
  return Math.round(whims.unit() * mostMs);
}
