/** Graph that is busy, broken, slow, or not reached: what the caller of a reference bot hears of it. */
import { expect, test } from 'vitest';
import { leavesMessage, testLab } from '../../../test/storms/reference-lab.ts';

test('429: the bot waits as long as it is told to, and goes on', () =>
  testLab(async (lab) => {
    const fault = lab.faults.graph.tooMany({ retryAfter: '2 s', times: 2, of: /playPrompt/ });
    await leavesMessage(lab);
    expect(fault.hits).toBe(2);
    const refused = lab.messages.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(2);
    expect(JSON.parse(refused[0]?.answer ?? '')).toMatchObject({
      error: { code: 'TooManyRequests', innerError: { 'request-id': expect.any(String) } },
    });
  }));

test('503 is tried again', () =>
  testLab(async (lab) => {
    lab.faults.graph.fails(503, { share: 0.4 });
    await leavesMessage(lab);
  }));

test('500: the caller is told that something went wrong, and the call ends', () =>
  testLab(async (lab) => {
    lab.forgives(/refused with 500/);
    lab.faults.graph.fails(500, { times: 1, of: /playPrompt/ });
    const line = await lab.person('Ada').dial('101');
    await line.hears(/something went wrong/i);
    await line.isHungUpOn();
  }));

test('slow: every step takes its time, and nothing is lost', () =>
  testLab(async (lab) => {
    lab.faults.graph.slow('3 s');
    await leavesMessage(lab);
  }));

test.each(['answer', 'subscribeToTone'])('a connection that is cut before or after %s is tried again', (action) =>
  testLab(async (lab) => {
    lab.faults.graph.drops({ times: 1, of: new RegExp(`/${action}`) });
    lab.faults.graph.dropsAnswers({ times: 1, of: new RegExp(`/${action}`) });
    await leavesMessage(lab);
    expect(lab.faults.unused).toEqual([]);
  }),
);

test('a prompt that is to be cut short is, though the connection is', () =>
  testLab(async (lab) => {
    lab.faults.graph.drops({ times: 1, of: /cancelMediaProcessing/ });
    const line = await lab.person('Ada').dial('100');
    await line.interrupts({ pressing: '1' });
    await line.hears(/connecting you to Grace/i);
    expect(lab.faults.unused).toEqual([]);
  }));

test('a prompt is not asked for twice when its answer is lost: the caller is told that something went wrong', () =>
  testLab(async (lab) => {
    lab.forgives(/was not answered/);
    lab.faults.graph.dropsAnswers({ times: 1, of: /playPrompt/ });
    const line = await lab.person('Ada').dial('101');
    await line.hears(/something went wrong/i);
    await line.isHungUpOn();
    expect(line.heard.filter(({ text }) => /echo bot/.test(text)).length).toBeLessThanOrEqual(1);
  }));

test('a hang-up that is cut off is tried again', () =>
  testLab(async (lab) => {
    lab.faults.graph.drops({ times: 2, of: /^DELETE/ });
    await leavesMessage(lab);
    expect(lab.faults.unused).toEqual([]);
  }));
