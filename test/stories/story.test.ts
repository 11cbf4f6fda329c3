/** The words of the stories are judges: they must tell what was heard whole from what was lost in part, and must notice what is left over. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ada, grace } from '../../bots/people.ts';
import { readWav } from '../../src/media/wav.ts';
import type { Line } from '../../src/testing/people/line.ts';
import { Puppet } from './puppet.ts';
import { calls, during, gathers, hasHeard, hearsAll, hearsSound, isLeftEmpty, story, takes } from './story.ts';

const speech = readWav(readFileSync(join(import.meta.dirname, '../fixtures/speech/ada-hello.wav')));

test('words of which a part is lost count neither as heard nor as not heard', async () => {
  const desk = new Puppet();
  await story({ bots: [desk.bot] }, async (lab) => {
    const line = await calls(lab, ada, '100');
    const said = desk.call.say('In the middle of these words the network fails.');
    await lab.pass('1 s');
    await line.losesNetwork({ for: '300 ms' });
    await during(lab, said);
    await lab.pass(500);
    expect(() => hasHeard(line, 'In the middle of these words the network fails.')).toThrow(/gaps/);
    await expect(hearsAll(line, /In the middle/)).rejects.toThrow(/gaps/);
    expect(line.heard[0]?.gaps).toHaveLength(1);
  });
});

test('what is heard twice fails, too', async () => {
  const desk = new Puppet();
  await story({ bots: [desk.bot] }, async (lab) => {
    const line = await calls(lab, ada, '100');
    for (let time = 1; time <= 2; time++) await during(lab, desk.call.say('Is there an echo?'));
    await lab.pass(500);
    expect(() => hasHeard(line, 'Is there an echo?')).toThrow(/more than once/);
  });
});

test('a sound of which a part is lost has a gap there', async () => {
  const desk = new Puppet();
  await story({ bots: [desk.bot] }, async (lab) => {
    const caller = await calls(lab, ada, '100');
    const [other] = (await gathers(lab, desk.call, [grace])) as [Line];
    const { clock } = lab.house.time;
    const saying = caller.handset.say(speech);
    await lab.pass('1.2 s');
    const lostMs = clock.now();
    await other.losesNetwork({ for: '200 ms' });
    await during(lab, saying);
    await lab.pass('1 s');
    const { gaps } = await other.hears(speech);
    expect(gaps).toHaveLength(1);
    expect(Math.abs((gaps[0]?.fromMs ?? 0) - lostMs)).toBeLessThan(60);
    // It goes on where it stopped: it is the second time that is heard now, without a gap.
    await caller.says(speech);
    await hearsSound(other, speech);
  });
});

test('a call that goes on is left over', async () => {
  const desk = new Puppet();
  await story({ bots: [desk.bot] }, async (lab) => {
    await calls(lab, ada, '100');
    const dialled = desk.context.dial({ user: grace.user });
    await takes(lab, grace);
    await during(lab, dialled);
    await expect(isLeftEmpty(lab)).rejects.toThrow();
  });
});
