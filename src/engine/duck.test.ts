/** People under an interpreter: the others are heard lower while she speaks, and as loud as ever when she does not; judged by what is heard. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toneDb } from '../media/goertzel.ts';
import { sine } from '../media/tones.ts';
import { TestStage } from './test-stage.ts';

let stage: TestStage;
beforeEach(() => {
  stage = new TestStage();
});
afterEach(async () => {
  await stage[Symbol.asyncDispose]();
  expect(stage.errors).toEqual([]);
});

const at = (ms: number): number => ms * 16;

/** `ann` speaks for 5 s, `voice` over her from the second second to the third, for those who have chosen to hear it. */
async function interpreted(
  receivers: readonly string[],
  { codec = 'l16', entered }: { readonly codec?: 'l16' | 'opus'; readonly entered?: (legId: string, payloads: string[]) => void } = {},
): Promise<void> {
  for (const legId of ['ann', 'bob', 'cat', 'dan', 'eve', 'voice']) {
    const { transport } = await stage.enter(legId, { codec });
    const payloads: string[] = [];
    const send = transport.send.bind(transport);
    Object.assign(transport, {
      send: (packet: Uint8Array) => (payloads.push(Buffer.from(packet.subarray(12)).toString('hex')), send(packet)),
    });
    entered?.(legId, payloads);
  }
  stage.engine.send({
    kind: 'route',
    roomId: 'room',
    apart: ['voice'],
    groups: [{ sources: ['voice'], receivers, duckDb: 14 }],
  });
  void stage.people.get('ann')?.say(sine({ hertz: [stage.pitchOf('ann')], ms: 5_000 }, 0.2));
  await stage.clock.advance(1_000);
  void stage.people.get('voice')?.say(sine({ hertz: [stage.pitchOf('voice')], ms: 1_000 }, 0.2));
  await stage.clock.advance(6_000);
}

/** How loud a pitch is in what somebody heard, between two moments. */
function heard(legId: string, of: string, fromMs: number, toMs: number): number {
  const sound = stage.people.get(legId)?.heard() ?? new Int16Array(0);
  return toneDb(sound.subarray(at(fromMs), at(toMs)), stage.pitchOf(of));
}

test('who has chosen the interpreter hears the others so much lower while she speaks; nobody else hears her, or anything lower', async () => {
  await interpreted(['bob', 'cat']);
  for (const listener of ['bob', 'cat']) {
    const before = heard(listener, 'ann', 300, 900);
    within(heard(listener, 'ann', 1_300, 1_900) - before, -15, -13);
    within(heard(listener, 'voice', 1_300, 1_900) - before, -1, 1);
    within(heard(listener, 'ann', 4_000, 4_600) - before, -0.5, 0.5);
  }
  for (const listener of ['dan', 'eve']) {
    within(heard(listener, 'ann', 1_300, 1_900) - heard(listener, 'ann', 300, 900), -0.5, 0.5);
    expect(heard(listener, 'voice', 1_300, 1_900)).toBeLessThan(-60);
  }
});

test('it goes down and up without a click: no two samples are further apart than those of the loud tone', async () => {
  await interpreted(['bob']);
  const sound = stage.people.get('bob')?.heard() ?? new Int16Array(0);
  const steepest = (from: number, to: number): number => {
    let most = 0;
    for (let i = at(from); i < at(to); i++) most = Math.max(most, Math.abs((sound[i] ?? 0) - (sound[i - 1] ?? 0)));
    return most;
  };
  // Both at once are the sum of both at most; after her there is only the one that comes up again.
  const own = steepest(300, 900);
  const hers = own * (stage.pitchOf('voice') / stage.pitchOf('ann'));
  expect(steepest(950, 2_200)).toBeLessThan(own + hers + 200);
  expect(steepest(2_700, 4_700)).toBeLessThanOrEqual(own + 200);
  const levels = Array.from({ length: 20 }, (_, i) => heard('bob', 'ann', 2_200 + i * 100, 2_300 + i * 100));
  for (const [i, level] of levels.slice(1).entries()) expect(level).toBeGreaterThan((levels[i] ?? 0) - 1);
});

test('it stays low in the pauses of her speech, and goes on where the routing is said anew meanwhile', async () => {
  const [ann, , voice] = [await stage.enter('ann', { codec: 'l16' }), await stage.enter('bob', { codec: 'l16' }), await stage.enter('voice', { codec: 'l16' })]; // prettier-ignore
  const group = { sources: ['voice'], duckDb: 20 };
  stage.engine.send({ kind: 'route', roomId: 'room', apart: ['voice'], groups: [{ ...group, receivers: ['bob'] }] });
  void ann.say(sine({ hertz: [440], ms: 4_000 }, 0.2));
  void voice.say(sine({ hertz: [1_730], ms: 600 }, 0.2));
  await stage.clock.advance(700);
  stage.engine.send({ kind: 'route', roomId: 'room', apart: ['voice'], groups: [{ ...group, receivers: ['ann', 'bob'] }] });
  await stage.clock.advance(100);
  void voice.say(sine({ hertz: [1_730], ms: 600 }, 0.2));
  await stage.clock.advance(5_000);
  const level = (from: number, to: number): number =>
    toneDb((stage.people.get('bob')?.heard() ?? new Int16Array(0)).subarray(at(from), at(to)), 440);
  const loud = level(3_200, 3_800);
  for (const from of [250, 400, 600, 700, 800, 1_000, 1_200]) expect(level(from, from + 100) - loud).toBeLessThan(-18);
});

test('in Opus, many who listen to one interpreter are sent the same bytes', async () => {
  const sent = new Map<string, string[]>();
  const listeners = ['bob', 'cat', 'dan', 'eve'];
  await interpreted(listeners, { codec: 'opus', entered: (legId, payloads) => sent.set(legId, payloads) });
  for (const listener of listeners) within(heard(listener, 'ann', 1_300, 1_900) - heard(listener, 'ann', 400, 900), -16, -12);
  const lowered = (legId: string): string[] => (sent.get(legId) ?? []).slice(60, 90);
  expect(new Set(lowered('bob')).size).toBe(30);
  for (const listener of listeners) expect(lowered(listener)).toEqual(lowered('bob'));
});

function within(value: number | undefined, from: number, to: number): void {
  expect(value).toBeGreaterThanOrEqual(from);
  expect(value).toBeLessThanOrEqual(to);
}
