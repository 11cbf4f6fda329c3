/** Group calls by chance: the same seed gives the same story, message for message, and on the unruly profile no bot fails and nothing is left behind. */
import { expect, test } from 'vitest';
import { alan, grace, katherine } from '../../bots/people.ts';
import { seededRandom, type Random } from '../../src/base/random.ts';
import type { Bot } from '../../src/bot/bot.ts';
import type { CallFact } from '../../src/switchboard/call-fact.ts';
import type { Carried } from '../../src/testing/house/wire.ts';
import type { Lab } from '../../src/testing/lab.ts';
import type { LabPerson } from '../../src/testing/people/lab-person.ts';
import type { LabOptions } from '../../src/testing/with-lab.ts';
import { proofRounds } from '../proof-rounds.ts';
import { isUp, soundOfAll, story } from './story.ts';

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
  const { outcomes, carried } = await storyOf(seed, { profile: 'unruly' });
  expect(outcomes[0]).toBe('answer answered');
  // The old format comes first, and bots leave it alone.
  expect(carried.find(({ url }) => url.endsWith('/bots/100/calls'))?.status).toBe(204);
});

test('over some seeds all comes about: people come and do not, and are there or not when the bot turns to them', async () => {
  const outcomes = new Set<string>();
  for (let seed = 1; seed <= 12; seed++) for (const each of (await storyOf(seed)).outcomes) outcomes.add(each);
  const some = ['invite joined', 'invite notJoined', 'hold done', 'unhold done', 'unhold gone', 'mute done', 'hold gone', 'mute gone', 'remove done', 'ask key', 'ask ended']; // prettier-ignore
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

function storyOf(seed: number, graph: LabOptions['graph'] = {}): Promise<Story> {
  const outcomes: string[] = [];
  return story({ graph, bots: { '100': host(outcomes) }, seed }, async (lab) => {
    const whims = seededRandom(seed * 41);
    const { people } = lab.group('Ada', 'Grace', 'Alan', 'Katherine');
    await lab.person('Ada').dial('100');
    for (let step = 0; step < 16; step++) {
      await lab.pass(500 + Math.floor(whims.unit() * 3_000));
      for (const person of people) await someWhim(person, { lab, whims });
    }
    await allGo(lab, people);
    // As it is now: what the closing of the house still sends is no part of the story.
    return structuredClone({ carried: lab.messages, record: lab.house.record, heard: soundOfAll(lab), outcomes });
  });
}

async function someWhim(person: LabPerson, { lab, whims }: { readonly lab: Lab; readonly whims: Random }): Promise<void> {
  const whim = whims.unit();
  if (person.isRinging && !isUp(person)) {
    if (whim < 0.5) await person.answers();
    else if (whim < 0.6) await person.declines();
    return;
  }
  if (!isUp(person)) return;
  const { handset } = person.line;
  if (whim < 0.3) void handset.say(await soundOf(lab, person.name));
  else if (whim < 0.45) void handset.press('1', 100);
  else if (whim < 0.5) handset.mute(whims.unit() < 0.5);
  else if (whim < 0.57) handset.vanish();
  else if (whim < 0.64) handset.hangUp();
}

async function soundOf({ house: { voice } }: Lab, speaker: string): Promise<Int16Array> {
  return (await voice.speak('what a lovely day', { speaker })).samples;
}

/** Whoever is up hangs up, whoever is rung declines, until all is over. */
async function allGo(lab: Lab, people: readonly LabPerson[]): Promise<void> {
  for (let step = 0; step < 20; step++) {
    for (const person of people) {
      if (person.isRinging) await person.declines();
      if (isUp(person)) person.line.handset.hangUp();
    }
    await lab.pass('5 s');
  }
}
