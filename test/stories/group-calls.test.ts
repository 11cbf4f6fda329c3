/** Group calls as a bot makes them, through the real door and by ear: inviting, muting, holding, sending away. */
import { expect, test } from 'vitest';
import { ada, alan, grace, katherine } from '../../bots/people.ts';
import { holdMusic } from '../../src/media/hold-music.ts';
import { findSound } from '../../src/testing/hearing/find-sound.ts';
import type { Line } from '../../src/testing/people/line.ts';
import { namesIn, participantOf, Puppet } from './puppet.ts';
import { calls, during, gathers, hasHeard, hearsAll, story, whoHears, whoHearsBot } from './story.ts';

test('whoever is invited and comes hears everybody and is heard by everybody, and the bot is told who is there', async () => {
  const desk = new Puppet();
  await story({ bots: { '100': desk.bot } }, async (lab) => {
    const caller = await calls(lab, ada, '100');
    expect(desk.call.participants).toEqual([]);
    const [colleague, third] = (await gathers(lab, desk.call, [grace, alan])) as [Line, Line];
    expect(namesIn(desk.call)).toEqual(['Ada Lovelace', 'Alan Turing', 'Grace Hopper', 'the bot']);
    expect(await whoHears(lab, caller, 'good morning to you all', [colleague, third])).toEqual([true, true]);
    expect(await whoHears(lab, third, 'and to you', [caller, colleague])).toEqual([true, true]);
    expect(await whoHearsBot(lab, desk.call, 'Welcome, everybody.', [caller, colleague, third])).toEqual([true, true, true]);
    await colleague.hangsUp();
    await lab.pass(500);
    expect(namesIn(desk.call)).toEqual(['Ada Lovelace', 'Alan Turing', 'the bot']);
    expect([...desk.told].toSorted()).toEqual(['+Ada Lovelace', '+Alan Turing', '+Grace Hopper', '+the bot', '-Grace Hopper']);
  });
});

test('an invitation that is declined, or that nobody takes, is an outcome, and those who talk go on', async () => {
  const desk = new Puppet();
  await story({ bots: { '100': desk.bot } }, async (lab) => {
    const caller = await calls(lab, ada, '100');
    const [colleague] = (await gathers(lab, desk.call, [grace])) as [Line];
    const declined = desk.call.invite({ user: alan.user });
    await lab.person('Alan').declines({ within: '20 s' });
    expect(await during(lab, declined)).toMatchObject({ kind: 'notJoined', reason: { code: 603 } });
    const away = lab.person('Katherine');
    const ignored = desk.call.invite({ user: katherine.user });
    await away.rings({ within: '20 s' });
    expect(await whoHears(lab, caller, 'let us not wait for her', [colleague])).toEqual([true]);
    expect(await during(lab, ignored)).toMatchObject({ kind: 'notJoined', reason: { code: 480, subcode: 10037 } });
    expect(away.isRinging).toBe(false);
    expect(namesIn(desk.call)).toEqual(['Ada Lovelace', 'Grace Hopper', 'the bot']);
  });
});

test('one whom the bot mutes is heard by nobody until she unmutes herself; a muted bot is heard by nobody', async () => {
  const desk = new Puppet();
  await story({ bots: { '100': desk.bot } }, async (lab) => {
    const caller = await calls(lab, ada, '100');
    const [colleague, third] = (await gathers(lab, desk.call, [grace, alan])) as [Line, Line];
    expect(await during(lab, desk.call.mute(participantOf(desk.call, grace)))).toEqual({ kind: 'done' });
    expect(await whoHears(lab, colleague, 'can anybody hear me', [caller, third])).toEqual([false, false]);
    expect(await whoHears(lab, caller, 'no we cannot', [colleague, third])).toEqual([true, true]);
    expect(desk.told.at(-1)).toBe('~Grace Hopper muted');
    await colleague.unmutes();
    expect(await whoHears(lab, colleague, 'and now here I am', [caller, third])).toEqual([true, true]);
    expect(desk.told.at(-1)).toBe('~Grace Hopper');
    expect(await during(lab, desk.call.mute())).toEqual({ kind: 'done' });
    expect(await whoHearsBot(lab, desk.call, 'Nobody hears this.', [caller, colleague, third])).toEqual([false, false, false]);
    expect(await during(lab, desk.call.unmute())).toEqual({ kind: 'done' });
    expect(await whoHearsBot(lab, desk.call, 'But they hear that.', [caller, colleague, third])).toEqual([true, true, true]);
  });
});

test('hold music is heard by the one on hold alone, who neither hears nor is heard until taken back', async () => {
  const desk = new Puppet();
  await story({ bots: { '100': desk.bot } }, async (lab) => {
    const caller = await calls(lab, ada, '100');
    const [colleague, third] = (await gathers(lab, desk.call, [grace, alan])) as [Line, Line];
    const all = [caller, colleague, third];
    const music = holdMusic().subarray(0, 16 * 2_000);
    const hearMusic = (): boolean[] => all.map(({ handset: { ear } }) => findSound(ear, music) !== undefined);
    expect(await during(lab, desk.call.hold(participantOf(desk.call, ada)))).toEqual({ kind: 'done' });
    await lab.pass('3 s');
    expect(hearMusic()).toEqual([true, false, false]);
    expect(colleague.handset.ear.endMs).toBeUndefined();
    expect(await whoHears(lab, colleague, 'we talk about her now', [caller, third])).toEqual([false, true]);
    expect(await whoHears(lab, caller, 'are you still there', [colleague, third])).toEqual([false, false]);
    expect(await during(lab, desk.call.unhold(participantOf(desk.call, ada)))).toEqual({ kind: 'done' });
    expect(await whoHears(lab, colleague, 'welcome back to us', [caller, third])).toEqual([true, true]);
    const fromMs = lab.house.time.clock.now();
    const held = desk.call.hold(participantOf(desk.call, alan), { music: 'A tune of my own.' });
    expect(await during(lab, held)).toEqual({ kind: 'done' });
    await hearsAll(third, 'A tune of my own.');
    expect([caller, colleague].map((each) => hasHeard(each, 'A tune of my own.', fromMs))).toEqual([false, false]);
  });
});

test('one whom the bot removes is gone at once, and again is told to have left; the others go on', async () => {
  const desk = new Puppet();
  await story({ bots: { '100': desk.bot } }, async (lab) => {
    const caller = await calls(lab, ada, '100');
    const [colleague, third] = (await gathers(lab, desk.call, [grace, alan])) as [Line, Line];
    const her = participantOf(desk.call, grace);
    expect(await during(lab, desk.call.remove(her))).toEqual({ kind: 'done' });
    expect(colleague.handset.leg).toMatchObject({ state: 'ended', endedAs: 'removed' });
    expect(namesIn(desk.call)).toEqual(['Ada Lovelace', 'Alan Turing', 'the bot']);
    expect(await during(lab, desk.call.remove(her))).toEqual({ kind: 'gone' });
    expect(await whoHears(lab, caller, 'has she left us then', [third])).toEqual([true]);
    expect(await during(lab, desk.call.tellRecording('recording'))).toEqual({ kind: 'done' });
  });
});
