/** Group calls by chance: the same seed gives the same story, message for message, and on the unruly profile no bot fails and nothing is left behind. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { ada, alan, grace, katherine } from '../../bots/people.ts';
import { proofRounds } from '../proof-rounds.ts';
import { seededRandom, type Random } from '../../src/base/random.ts';
import type { Bot } from '../../src/bot/bot.ts';
import type { CallFact } from '../../src/switchboard/call-fact.ts';
import type { Phone } from './phone.ts';
import { isLeftEmpty } from './story.ts';
import { tuneOf } from './tune-voice.ts';
import { openTwoHalves, type TwoHalves } from './two-halves.ts';
import type { Carried } from './wire.ts';

type Story = {
  readonly carried: readonly Carried[];
  readonly record: readonly CallFact[];
  readonly heard: readonly string[];
  readonly outcomes: readonly string[];
};

test.each(proofRounds(6, 100))('seed %i: the same story twice', async (seed) => {
  const [first, second] = [await storyOf(seed), await storyOf(seed)];
  expect(second.carried).toEqual(first.carried);
  expect(second).toEqual(first);
  expect(first.carried.length).toBeGreaterThan(10);
});

test.each(proofRounds(6, 100))('seed %i: on the unruly profile the bot comes to the end of what it does', async (seed) => {
  const { outcomes, carried } = await storyOf(seed, { graph: { profile: 'unruly' } });
  expect(outcomes[0]).toBe('answer answered');
  // The old format comes first, and bots leave it alone.
  expect(carried.find(({ url }) => url.endsWith('/bots/100/calls'))?.status).toBe(204);
});

test('over some seeds all comes about: people come and do not, and are there or not when the bot turns to them', async () => {
  const outcomes = new Set<string>();
  for (let seed = 1; seed <= 12; seed++) for (const each of (await storyOf(seed)).outcomes) outcomes.add(each);
  const some = ['invite joined', 'invite notJoined', 'hold done', 'unhold done', 'unhold gone', 'mute done', 'mute gone', 'say ended', 'remove done', 'ask key', 'ask noInput']; // prettier-ignore
  expect([...outcomes]).toEqual(expect.arrayContaining(some));
});

/** Whoever calls is brought together with others, some of whom come, and then the bot does this and that with them. */
function host(outcomes: string[]): Bot {
  const keep = async (what: string, work: Promise<{ readonly kind: string }>): Promise<string> => {
    const { kind } = await work;
    outcomes.push(`${what} ${kind}`);
    return kind;
  };
  return {
    name: 'host',
    async onCall(call) {
      await keep('answer', call.answer());
      await call.say('One moment.');
      const invited = await Promise.all([grace, alan].map(({ user }) => keep('invite', call.invite({ user }))));
      if (!invited.includes('joined')) return;
      await keep('invite', call.invite({ user: katherine.user }, { timeoutMs: 8_000 }));
      await keep('say', call.say('Who is here?'));
      for (const { id, isSelf } of call.participants.slice(0, 3)) {
        if (isSelf) continue;
        await keep('hold', call.hold(id));
        await keep('say', call.say('She does not hear this.'));
        await keep('mute', call.mute(id));
        await keep('unhold', call.unhold(id));
      }
      await keep('mute', call.mute());
      await call.say('Nobody hears this.');
      await keep('unmute', call.unmute());
      const last = call.participants.find(({ isSelf }) => !isSelf);
      if (last) await keep('remove', call.remove(last));
      await keep('ask', call.ask({ prompt: 'Press 1.', keys: ['1'], attempts: 1 }));
    },
  };
}

async function storyOf(seed: number, options: Pick<Parameters<typeof openTwoHalves>[0], 'graph'> = {}): Promise<Story> {
  const outcomes: string[] = [];
  await using house = await openTwoHalves({ ...options, bots: { '100': host(outcomes) }, seed });
  const whims = seededRandom(seed * 41);
  const phones = [ada, grace, alan, katherine].map((person) => house.phoneOf(person));
  await phones[0]?.dial('100');
  for (let step = 0; step < 16; step++) {
    await house.clock.advance(500 + Math.floor(whims.unit() * 3_000));
    for (const phone of phones) await someWhim(phone, whims);
  }
  await allGo(house, phones);
  const heard = phones.filter(({ hasPerson }) => hasPerson).map(({ person }) => createHash('sha256').update(person.heard()).digest('hex'));
  await isLeftEmpty(house);
  return structuredClone({ carried: house.wire.carried, record: house.record, heard, outcomes });
}

async function someWhim(phone: Phone, whims: Random): Promise<void> {
  const whim = whims.unit();
  if (phone.isRinging && !isUp(phone)) {
    if (whim < 0.5) await phone.answer();
    else if (whim < 0.6) phone.decline();
  } else if (!isUp(phone)) return;
  else if (whim < 0.3) phone.say(tuneOf('what a lovely day'));
  else if (whim < 0.45) phone.press('1');
  else if (whim < 0.5) phone.mute(whims.unit() < 0.5);
  else if (whim < 0.57) phone.person.vanish();
  else if (whim < 0.64) phone.hangUp();
}

/** Whoever is up hangs up, whoever is rung declines, until all is over. */
async function allGo({ clock }: TwoHalves, phones: readonly Phone[]): Promise<void> {
  for (let step = 0; step < 20; step++) {
    for (const phone of phones) {
      if (phone.isRinging) phone.decline();
      if (isUp(phone)) phone.hangUp();
    }
    await clock.advance(5_000);
  }
}

function isUp({ leg }: Phone): boolean {
  return leg !== undefined && leg.state !== 'ended';
}
