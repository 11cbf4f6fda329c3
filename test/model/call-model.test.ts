/** The switchboard against the model: random commands, said twice, in any order, with lost windows and lost sound; after each, both must agree. */
import { array, assert, asyncProperty, boolean, constantFrom, nat, oneof, record } from 'fast-check';
import { expect, test } from 'vitest';
import { proofRounds } from '../proof-rounds.ts';
import { CallModel, isApp, type At, type Beginning, type Deed, type ModelCall, type Who } from './call-model.ts';
import { RealCalls } from './real-calls.ts';

const everybody: readonly Who[] = ['ada', 'grace', 'linus', 'desk', 'echo'];
const what = oneof(
  { weight: 2, arbitrary: constantFrom('dial', 'create', 'losePage', 'keepAlive', 'refuse', 'hangUp', 'loseSound') },
  { weight: 9, arbitrary: constantFrom('answer', 'sound') },
  { weight: 6, arbitrary: constantFrom('transfer', 'redirect', 'invite', 'mute', 'remove') },
);
/** What is done, in which call, by whom of those who are in it (or by anybody at all), to whom, and whether it is said twice. */
const step = record({ what, place: nat(5), seat: nat(5), target: constantFrom(...everybody), isAnybody: nat(9), isTwice: boolean() });
type Step = typeof step extends import('fast-check').Arbitrary<infer S> ? S : never;

test.each(proofRounds(2, 40))('the switchboard does what the model does, and nothing else (batch %i)', async (batch) => {
  const reached = new Set<string>();
  const property = asyncProperty(array(step, { minLength: 1, maxLength: 80, size: 'max' }), async (steps) => {
    const model = new CallModel();
    const real = new RealCalls();
    // Every story begins with somebody in a call, so that few are short of one.
    real.begin({ do: 'dial', who: 'ada', target: 'desk' });
    model.begin({ do: 'dial', who: 'ada', target: 'desk' });
    for (const each of steps) for (let time = 0; time < (each.isTwice ? 2 : 1); time++) await both(model, real, each, reached);
  });
  await assert(property, { seed: batch, numRuns: 250 });
  // What was tried is worth little if nothing came of it.
  for (const deed of ['answer', 'sound', 'refuse', 'hangUp', 'loseSound', 'transfer', 'redirect', 'invite', 'mute', 'remove'])
    expect([...reached]).toContain(deed);
});

async function both(model: CallModel, real: RealCalls, said: Step, reached: Set<string>): Promise<void> {
  const index = said.place % Math.max(1, model.calls.length);
  const call = model.calls[index];
  const who = (said.isAnybody === 0 ? undefined : call?.legs[said.seat % call.legs.length]?.who) ?? everybody[said.seat % 5] ?? 'ada';
  const { target } = said;
  if (said.what === 'losePage') {
    if (isApp(who)) return;
    model.losePage(who);
    real.losePage(who);
  } else if (said.what === 'dial' || said.what === 'create') {
    const beginning: Beginning = { do: isApp(who) ? 'create' : 'dial', who, target };
    if (model.calls.length < 4)
      expect({ ...beginning, isDone: real.begin(beginning) }).toEqual({ ...beginning, isDone: model.begin(beginning) });
  } else if (call && (isApp(who) || !onlyApps.has(said.what))) {
    const isAmongThem = said.what === 'mute' || said.what === 'remove';
    const deed = { do: said.what, who, target: isAmongThem ? (call.legs[said.place % call.legs.length]?.who ?? target) : target } as Deed;
    const isDone = model.act(call, deed);
    if (isDone) reached.add(deed.do);
    expect({ ...deed, isDone: await real.act(index, deed) }).toEqual({ ...deed, isDone });
  }
  expect(real.shown()).toEqual(model.calls.map(shown));
}

const onlyApps: ReadonlySet<string> = new Set(['transfer', 'redirect', 'invite', 'mute', 'remove', 'keepAlive']);

function shown({ isGroup, legs }: ModelCall): { readonly isGroup: boolean; readonly legs: Readonly<Record<Who, At | 'up'>> } {
  return { isGroup, legs: Object.fromEntries(legs.map(({ who, at, isUp }) => [who, at === 'talks' && isUp ? 'up' : at])) };
}
