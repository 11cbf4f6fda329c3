/** What every carrier's call must keep: run it on each implementation with a driver that plays the world around it. */
import { describe, expect, test } from 'vitest';
import type { VirtualClock } from '../../base/virtual-clock.ts';
import { writeWav } from '../../media/wav.ts';
import type { CallState } from '../call-state.ts';
import type { CarrierCall, RecordingOptions, Sound } from '../platform.ts';

/** A world with one call in it, and what happens at its other end. Each step resolves when the carrier knows. */
export type CallDriver = {
  readonly clock: VirtualClock;
  readonly call: CarrierCall;
  /** The carrier says that sound flows, after `answer` was asked for. */
  readonly soundComes: () => Promise<void>;
  /** What is being played has been heard to its end. */
  readonly playingEnds: () => Promise<void>;
  /** The person speaks for a second and then presses the stop key. */
  readonly speaksAndStops: () => Promise<void>;
  /** The person says nothing until the recording gives up. */
  readonly staysSilent: () => Promise<void>;
  readonly presses: (key: string) => Promise<void>;
  /** What comes of a transfer to the user of that name. */
  readonly transferIs: (result: 'taken' | 'notTaken') => Promise<void>;
  readonly hangsUp: () => Promise<void>;
  /** The carrier tells that these people and the bot take part. */
  readonly takePart: (names: readonly string[]) => Promise<void>;
  /** What comes of an invitation to the user of that name. */
  readonly inviteIs: (result: 'joined' | 'notJoined') => Promise<void>;
  /** The carrier has put somebody on hold, or taken them back. */
  readonly holdingIsDone: () => Promise<void>;
  readonly keysAreSent: () => Promise<void>;
  /** The bot speaks with the user `taken` in another call. */
  readonly consult: () => Promise<CarrierCall>;
};

const sound: Sound = { name: 'sound', wav: writeWav(new Int16Array(16_000)) };
const recording: RecordingOptions = {
  bargeIn: false,
  beep: true,
  initialSilenceMs: 4_000,
  maxSilenceMs: 3_000,
  maxDurationMs: 60_000,
  stopKeys: ['#'],
};

/** `ring` makes a new world in which a call has just come in. */
export function carrierCallConformance(name: string, ring: () => Promise<CallDriver>): void {
  async function up(): Promise<CallDriver> {
    const driver = await ring();
    const answering = driver.call.answer();
    await driver.soundComes();
    expect(await answering).toEqual({ kind: 'answered' });
    return driver;
  }

  describe(`a call on ${name}`, () => {
    test('rings, is answered, and is ended by the person, forward only', async () => {
      const driver = await ring();
      expect(driver.call.state).toEqual({ status: 'ringing' });
      const states: CallState['status'][] = [];
      driver.call.facts.on('changed', ({ from, to }) => {
        expect(from).not.toEqual(to);
        states.push(to.status);
      });
      const answering = driver.call.answer();
      await driver.soundComes();
      await answering;
      expect(driver.call.state).toEqual({ status: 'connected', hasSound: true });
      await driver.hangsUp();
      expect(driver.call.state.status).toBe('ended');
      expect(states.filter((status) => status === 'ended')).toHaveLength(1);
      expect(states.at(-1)).toBe('ended');
    });

    test('plays to the end', async () => {
      const driver = await up();
      const playing = driver.call.play([sound]);
      await driver.playingEnds();
      expect(await playing).toEqual({ kind: 'played' });
    });

    test('stops playing when the signal aborts, and can play again', async () => {
      const driver = await up();
      const stop = new AbortController();
      const playing = driver.call.play([sound], { signal: stop.signal });
      await driver.clock.settle();
      stop.abort();
      expect(await playing).toEqual({ kind: 'stopped' });
      expect(await driver.call.play([sound], { signal: stop.signal })).toEqual({ kind: 'stopped' });
      const again = driver.call.play([sound]);
      await driver.playingEnds();
      expect(await again).toEqual({ kind: 'played' });
    });

    test('records until the stop key', async () => {
      const driver = await up();
      const recorded = driver.call.record(recording);
      await driver.clock.settle();
      await driver.speaksAndStops();
      const outcome = await recorded;
      expect(outcome).toMatchObject({ kind: 'recorded', endedBy: 'stopKey' });
      // With the moment before the first word, and the one before the key.
      const { durationMs } = outcome as Extract<typeof outcome, { kind: 'recorded' }>;
      expect(durationMs).toBeGreaterThanOrEqual(1_000);
      expect(durationMs).toBeLessThan(1_500);
    });

    test('tells silence from a recording', async () => {
      const driver = await up();
      const recorded = driver.call.record(recording);
      await driver.clock.settle();
      await driver.staysSilent();
      expect(await recorded).toEqual({ kind: 'silent' });
    });

    test('stops recording when the signal aborts', async () => {
      const driver = await up();
      const stop = new AbortController();
      const recorded = driver.call.record({ ...recording, signal: stop.signal });
      await driver.clock.settle();
      stop.abort();
      expect(await recorded).toEqual({ kind: 'stopped' });
    });

    test('tells each key once and in order, once it was asked to', async () => {
      const driver = await up();
      const keys: string[] = [];
      driver.call.facts.on('keyPressed', ({ key }) => keys.push(key));
      await Promise.all([driver.call.hearKeys(), driver.call.hearKeys()]);
      for (const key of ['1', '*', '#', '1', '0']) await driver.presses(key);
      expect(keys).toEqual(['1', '*', '#', '1', '0']);
    });

    test('is over when a transfer is taken', async () => {
      const driver = await up();
      const transfer = driver.call.transfer({ user: 'taken' });
      await driver.clock.settle();
      expect(driver.call.state.status).toBe('transferring');
      await driver.transferIs('taken');
      expect(await transfer).toEqual({ kind: 'connected' });
      expect(driver.call.state.status).toBe('ended');
    });

    test('is ours again when a transfer is not taken', async () => {
      const driver = await up();
      const transfer = driver.call.transfer({ user: 'notTaken' });
      await driver.clock.settle();
      await driver.transferIs('notTaken');
      expect(await transfer).toMatchObject({ kind: 'notConnected', reason: { message: expect.stringMatching(/\.$/) as string } });
      expect(driver.call.state).toEqual({ status: 'connected', hasSound: true });
      const playing = driver.call.play([sound]);
      await driver.playingEnds();
      expect(await playing).toEqual({ kind: 'played' });
    });

    test.each<[string, (call: CarrierCall) => Promise<unknown>]>([
      ['play', (call) => call.play([sound])],
      ['record', (call) => call.record(recording)],
      ['transfer', (call) => call.transfer({ user: 'taken' })],
    ])('that the person ends ends %s, and what is asked after it', async (_, verb) => {
      const driver = await up();
      const working = verb(driver.call);
      await driver.clock.settle();
      await driver.hangsUp();
      await driver.clock.advance(3_000);
      const ended = { kind: 'ended', reason: { message: expect.stringMatching(/\.$/) as string } };
      expect(await working).toMatchObject(ended);
      expect(await verb(driver.call)).toMatchObject(ended);
    });

    test('can be hung up twice, and is ended by it', async () => {
      const { call } = await up();
      await Promise.all([call.hangUp(), call.hangUp()]);
      await call.hangUp();
      expect(call.state).toMatchObject({ status: 'ended', reason: { message: 'The bot hung up.' } });
    });

    test('that is rejected has ended, and cannot be answered', async () => {
      const { call } = await ring();
      await call.reject('busy');
      expect(call.state.status).toBe('ended');
      expect(await call.answer()).toMatchObject({ kind: 'ended' });
    });
  });
}
