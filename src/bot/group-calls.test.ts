/** Several in a call: inviting, holding, muting, keys for a machine and asking first, in the lab. */
import { describe, expect, test } from 'vitest';
import { alan, askedOf, doing, grace, heardOn } from '../testing/test-stage.ts';
import type { Call } from './call.ts';

const inWords = (error: { code: string; message: string }): string => `${error.code}: ${error.message}`;
const others = (call: Call): string[] =>
  call.participants
    .filter(({ isSelf }) => !isSelf)
    .map(({ party }) => party.name ?? '')
    .toSorted();

describe('invite', () => {
  test('makes a group call, in which who comes and goes is told', () => {
    const told: string[] = [];
    return doing(
      async (call) => {
        call.facts.on('participantJoined', ({ participant }) => told.push(`+${participant.party.name ?? ''}`), { signal: call.signal });
        call.facts.on('participantLeft', ({ participant }) => told.push(`-${participant.party.name ?? ''}`), { signal: call.signal });
        const invited = await call.invite(grace);
        const there = others(call);
        await call.say('Welcome to both of you.');
        await call.facts.next('participantLeft', { signal: call.signal });
        return [invited, there];
      },
      async ({ lab, line, came }) => {
        const other = await lab.person('Grace').answers({ after: '2 s' });
        await line.hears('Welcome to both of you.');
        await other.hears('Welcome to both of you.');
        await line.talksTo('Grace');
        await other.leaves();
        expect(await came()).toEqual([{ kind: 'joined' }, ['Ada Lovelace', 'Grace Hopper']]);
        expect([told.slice(0, 3).toSorted(), told.slice(3)]).toEqual([['+Ada Lovelace', '+Grace Hopper', '+test'], ['-Grace Hopper']]);
      },
    );
  });

  test('goes on beside what is said, and is an outcome when nobody comes', () =>
    doing(
      (call) => Promise.all([call.invite(grace, { timeoutMs: 3_000 }), call.invite(alan), call.say('One moment.')]),
      async ({ lab, line, came }) => {
        await line.hears('One moment.');
        await lab.pass('4 s');
        await lab.person('Alan').declines();
        expect(await came()).toEqual([
          { kind: 'notJoined', reason: { code: 408, subcode: 0, message: 'The other person did not answer in time.' } },
          { kind: 'notJoined', reason: { code: 603, subcode: 0, message: 'Action failed, nobody who was invited came (declined).' } },
          { kind: 'said' },
        ]);
      },
    ));

  test('brings somebody over with whom the bot speaks in another call, and that call ends', () =>
    doing(
      async (call, { dial }) => {
        const dialled = await dial(grace);
        if (dialled.kind !== 'answered') throw new Error('nobody answered');
        const invited = await call.invite(grace, { from: dialled.call });
        const outcome = [invited, dialled.call.ended?.kind, others(call)];
        await call.say('There you are.');
        return outcome;
      },
      async ({ lab, line, came }) => {
        const other = await lab.person('Grace').answers({ after: '2 s' });
        const before = other.handset.callId;
        await other.hears('There you are.');
        await line.hears('There you are.');
        expect(await came()).toEqual([{ kind: 'joined' }, 'ended', ['Ada Lovelace', 'Grace Hopper']]);
        expect(lab.house.carrier.switchboard.calls().find(({ callId }) => callId === before)?.endedMs).toBeDefined();
      },
    ));
});

describe('those who take part', () => {
  test('are muted, held and removed by themselves or by their ids', () =>
    doing(
      async (call) => {
        await call.invite(grace);
        const one = call.participants.find(({ party }) => party.name === 'Ada Lovelace');
        const other = call.participants.find(({ party }) => party.name === 'Grace Hopper');
        if (!one || !other) throw new Error('nobody is there');
        const outcomes = [await call.mute(one), await call.hold(other, { music: 'Please wait.' })];
        await call.say('Grace is on hold.');
        outcomes.push(await call.unhold(other.id));
        await call.say('Grace is back.');
        outcomes.push(await call.remove(other), await call.remove(other));
        const muted = call.participants.filter(({ isMuted }) => isMuted).map(({ party }) => party.name);
        return [outcomes.map(({ kind }) => kind), others(call), muted];
      },
      async ({ lab, line, came }) => {
        const other = await lab.person('Grace').answers({ after: '2 s' });
        expect(await came()).toEqual([['done', 'done', 'done', 'done', 'gone'], ['Ada Lovelace'], ['Ada Lovelace']]);
        expect(heardOn(line)).toEqual(['Grace is on hold.', 'Grace is back.']);
        expect([heardOn(other)[0], heardOn(other).at(-1)]).toEqual(['Please wait.', 'Grace is back.']);
        expect(heardOn(other)).not.toContain('Grace is on hold.');
        await other.isHungUpOn();
      },
    ));

  test('are not there in a call between two, and what cannot be done says what can', () =>
    doing(
      async (call) => [call.participants, await call.remove('somebody').catch(inWords), await call.mute().catch(inWords)],
      async ({ came }) => {
        const words = expect.stringMatching(/^call\/cannot: .*Instead: .*invit/) as string;
        expect(await came()).toEqual([[], words, words]);
      },
    ));
});

describe('the bot', () => {
  test('is not heard while it is muted', () =>
    doing(
      async (call) => {
        await call.invite(grace);
        await call.mute();
        await call.say('This is a secret.');
        await call.unmute();
        await call.say('Hello to all of you.');
      },
      async ({ lab, line, came }) => {
        const other = await lab.person('Grace').answers({ after: '2 s' });
        await came();
        expect(heardOn(line)).toEqual(['Hello to all of you.']);
        expect(heardOn(other)).toEqual(['Hello to all of you.']);
      },
    ));

  test('presses keys after what it was saying, and tells that it records', () =>
    doing(
      async (call) => {
        const saying = call.say('One moment.');
        const pressed = await call.press('123#', { pauseMs: 100 });
        await saying;
        return [pressed, await call.tellRecording('recording')];
      },
      async ({ lab, line, came }) => {
        await line.hears('One moment.');
        await line.hearsKeys('123#');
        expect(await came()).toEqual([{ kind: 'pressed' }, { kind: 'done' }]);
        const [said] = line.heard;
        expect(line.handset.ear.keys()[0]?.fromMs).toBeGreaterThan(said?.toMs ?? Infinity);
        expect(askedOf(lab)).toContain('updateRecordingStatus');
        expect(lab.messages.find(({ url }) => url.endsWith('/updateRecordingStatus'))?.body).toContain('"recording"');
      },
    ));

  test('says when what it is to press are no keys', () =>
    doing(
      (call) => call.press('12a'),
      async ({ outcome }) => expect(outcome()).toMatchObject({ message: expect.stringContaining('keys of a phone') as string }),
    ));

  test('asks first, and then puts the caller through to whom it has asked', () =>
    doing(
      async (call, { dial }) => {
        const consult = await dial(grace);
        if (consult.kind !== 'answered') throw new Error('nobody answered');
        const answer = await consult.call.ask({ prompt: 'Ada is calling. Press 1 to take it.', keys: ['1'] });
        return answer.kind === 'key' ? [await call.transfer(grace, { after: consult.call }), consult.call.ended?.kind] : undefined;
      },
      async ({ lab, line, came }) => {
        const other = await lab.person('Grace').answers({ after: '2 s' });
        await other.hears('Ada is calling.');
        expect(line.heard).toEqual([]);
        await other.presses('1');
        expect(await came()).toEqual([{ kind: 'connected' }, 'ended']);
        await line.talksTo('Grace');
      },
    ));
});
