/** What every carrier's call must keep of those who take part, and of the bot's own voice among them. */
import { describe, expect, test } from 'vitest';
import { writeWav } from '../../media/wav.ts';
import type { CarrierCall, Sound } from '../platform.ts';
import type { Participant } from '../roster.ts';
import type { CallDriver } from './carrier-call.ts';

const music: Sound = { name: 'music', wav: writeWav(new Int16Array(16_000)) };
const over = { kind: 'ended', reason: { message: expect.stringMatching(/\.$/) as string } };

/** `ring` makes a new world in which a call has just come in. */
export function carrierRosterConformance(name: string, ring: () => Promise<CallDriver>): void {
  async function up(): Promise<CallDriver> {
    const driver = await ring();
    const answering = driver.call.answer();
    await driver.soundComes();
    expect(await answering).toEqual({ kind: 'answered' });
    return driver;
  }

  async function group(): Promise<CallDriver & { readonly ada: Participant }> {
    const driver = await up();
    await driver.takePart(['ada', 'grace']);
    const ada = driver.call.roster.participants.find(({ party }) => party.id === 'ada');
    if (!ada) throw new Error('ada does not take part');
    return { ...driver, ada };
  }

  describe(`those who take part in a call on ${name}`, () => {
    test('are nobody until the carrier tells, and then each is told once', async () => {
      const { call, takePart } = await up();
      const told: string[] = [];
      call.facts.on('participantJoined', ({ participant }) => told.push(`+${participant.isSelf ? 'bot' : participant.party.id}`));
      call.facts.on('participantLeft', ({ participant }) => told.push(`-${participant.party.id}`));
      call.facts.on('participantChanged', ({ to }) => told.push(`~${to.party.id}`));
      expect(call.roster.participants).toEqual([]);
      await takePart(['ada']);
      await takePart(['ada']);
      await takePart(['ada', 'grace']);
      await takePart(['grace']);
      await takePart(['grace', 'ada']);
      expect(told).toEqual(['+bot', '+ada', '+grace', '-ada', '+ada']);
      expect(call.roster.participants.map(({ party, isSelf }) => (isSelf ? 'bot' : party.id)).sort()).toEqual(['ada', 'bot', 'grace']);
      expect(call.roster.participants.filter(({ isSelf }) => isSelf)).toHaveLength(1);
    });

    test('are more when an invitation is taken', async () => {
      const { call, inviteIs, clock } = await up();
      const inviting = call.roster.invite({ user: 'joined' });
      await clock.settle();
      await inviteIs('joined');
      expect(await inviting).toEqual({ kind: 'joined' });
      expect(call.state).toEqual({ status: 'connected', hasSound: true });
      expect(call.roster.participants.map(({ party }) => party.id)).toContain('joined');
    });

    test('are no more when an invitation is not taken', async () => {
      const { call, inviteIs, clock } = await up();
      const inviting = call.roster.invite({ user: 'notJoined' });
      await clock.settle();
      await inviteIs('notJoined');
      expect(await inviting).toMatchObject({ kind: 'notJoined', reason: { message: expect.stringMatching(/\.$/) as string } });
      expect(call.state.status).toBe('connected');
    });

    test('can be removed, muted, held and taken back', async () => {
      const { call, ada, holdingIsDone } = await group();
      expect(await call.roster.mute(ada.id)).toEqual({ kind: 'done' });
      const holding = call.roster.hold(ada.id, { music });
      await holdingIsDone();
      expect(await holding).toEqual({ kind: 'done' });
      const second = call.roster.participants.find(({ party }) => party.id === 'grace')?.id ?? '';
      await expect(call.roster.hold(second)).rejects.toMatchObject({
        code: 'call/cannot',
        message: expect.stringMatching(/Instead: .*unhold/) as string,
      });
      const back = call.roster.unhold(ada.id);
      await holdingIsDone();
      expect(await back).toEqual({ kind: 'done' });
      expect(await call.roster.remove(ada.id)).toEqual({ kind: 'done' });
    });

    test('hear a bot that is not muted', async () => {
      const { call } = await group();
      expect(await call.mute()).toEqual({ kind: 'done' });
      expect(await call.mute()).toEqual({ kind: 'done' });
      expect(await call.unmute()).toEqual({ kind: 'done' });
      expect(await call.tellRecording('recording')).toEqual({ kind: 'done' });
    });
  });

  describe(`a call on ${name}, among others`, () => {
    test('presses keys', async () => {
      const { call, keysAreSent } = await up();
      const sending = call.sendKeys('12#');
      await keysAreSent();
      expect(await sending).toEqual({ kind: 'played' });
    });

    test('is put through to somebody whom the bot has asked before', async () => {
      const { call, consult, transferIs, clock } = await up();
      const other = await consult();
      const transfer = call.transfer({ user: 'taken' }, { consulted: other });
      await clock.settle();
      await transferIs('taken');
      expect(await transfer).toEqual({ kind: 'connected' });
    });

    test.each<[string, (call: CarrierCall, ada: string) => Promise<unknown>]>([
      ['invite', (call) => call.roster.invite({ user: 'joined' })],
      ['hold', (call, ada) => call.roster.hold(ada)],
      ['sendKeys', (call) => call.sendKeys('1')],
    ])('that the person ends ends %s, and what is asked after it', async (verbName, verb) => {
      const { call, ada, clock, hangsUp } = await group();
      const working = verb(call, ada.id);
      await clock.settle();
      await hangsUp();
      await clock.advance(3_000);
      const outcome = await working;
      // What a carrier does at once may have been done before, and that nobody comes may be told before the call's end.
      const isEarlier = (verbName === 'hold' && isOf(outcome, 'done')) || (verbName === 'invite' && isOf(outcome, 'notJoined'));
      if (!isEarlier) expect(outcome).toMatchObject(over);
      expect(await verb(call, ada.id)).toMatchObject(over);
    });

    test.each<[string, (call: CarrierCall, ada: string) => Promise<unknown>]>([
      ['mute', (call) => call.mute()],
      ['unmute', (call) => call.unmute()],
      ['tellRecording', (call) => call.tellRecording('recording')],
      ['remove', (call, ada) => call.roster.remove(ada)],
      ['mute of somebody', (call, ada) => call.roster.mute(ada)],
      ['unhold', (call, ada) => call.roster.unhold(ada)],
    ])('that is over tells so to %s', async (_, verb) => {
      const { call, ada, hangsUp } = await group();
      await hangsUp();
      expect(await verb(call, ada.id)).toMatchObject(over);
    });
  });
}

function isOf(outcome: unknown, kind: string): boolean {
  return typeof outcome === 'object' && outcome !== null && 'kind' in outcome && outcome.kind === kind;
}
