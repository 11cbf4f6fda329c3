/** The group caller: rings everybody of a group at once, and brings those who press 1 into one call with you. */
import { defineBot, type Bot, type Call } from 'rollcall';
import { peopleIn } from './company.ts';
import { ada, alan, grace, katherine } from './people.ts';
import { bringIn, idOf, listed, ringAndAsk, type Somebody } from './ring-and-ask.ts';

export type Group = { readonly name: string; readonly members: readonly Somebody[] };
/** By the key that is pressed for them. */
export type Groups = Readonly<Record<string, Group>>;

const ours: Groups = {
  '1': { name: 'everybody', members: [ada, grace, alan, katherine] },
  '2': { name: 'the engineers', members: [grace, alan] },
  '3': { name: 'the mathematicians', members: [ada, katherine] },
};

const notComing = {
  declined: 'has declined.',
  busy: 'is busy.',
  noAnswer: 'does not answer.',
  silent: 'has picked up, and not said yes.',
  failed: 'cannot be called.',
} as const;

export function groupCaller(groups: Groups): Bot {
  return defineBot({
    name: 'group caller',
    says: 'Rings a whole group and brings those who want into your call',

    async onCall(call, { dial, log }) {
      await call.answer();
      const group = await askForGroup(call, groups);
      if (!group) return;
      const members = membersFor(call, group);
      if (members.length === 0) {
        await call.say('There is nobody to call. Goodbye.');
        return;
      }
      const signal = whileCallerIsHere(call);
      const prompt = `${call.from.name ?? 'Somebody'} calls ${group.name}. Press 1 to join, 2 to decline.`;

      /** Whether they came. The caller is told either way. */
      const bring = async (member: Somebody): Promise<boolean> => {
        const reply = await ringAndAsk(member, { dial, prompt, signal });
        if (reply.kind === 'calledOff') return false;
        if (reply.kind === 'failed') log.warn('somebody could not be called', { who: idOf(member), error: reply.error });
        if (reply.kind !== 'accepted') {
          await call.say(`${member.name} ${notComing[reply.kind]}`);
          return false;
        }
        const isHere = await bringIn(member, { room: call, call: reply.call });
        await call.say(`${member.name} ${isHere ? 'has joined.' : 'could not be brought here.'}`);
        return isHere;
      };
      const [, ...came] = await Promise.all([call.say(`I am calling ${listed(members)}.`), ...members.map(bring)]);
      if (!came.includes(true)) {
        await call.say('Nobody is coming. Goodbye.');
        return;
      }
      while (peopleIn(call).length > 1) await call.facts.next('participantLeft', { signal: call.signal });
      await call.say('Everybody else has left. Goodbye.');
    },
  });
}

export const bot: Bot = groupCaller(ours);

async function askForGroup(call: Call, groups: Groups): Promise<Group | undefined> {
  const choices = Object.entries(groups).map(([key, { name }]) => `For ${name}, press ${key}.`);
  const answer = await call.ask({
    prompt: ['Whom shall I call?', ...choices],
    keys: Object.keys(groups),
    noMatch: 'There is no such group.',
  });
  if (answer.kind === 'key') return groups[answer.key];
  await call.say('Goodbye.');
  return undefined;
}

/** Nobody is rung twice, and the caller not at all. */
function membersFor(call: Call, { members }: Group): readonly Somebody[] {
  const byId = new Map(members.map((member) => [idOf(member), member]));
  byId.delete(call.from.id);
  return [...byId.values()];
}

/** Aborts when the caller hangs up, be it before or after others have joined. */
function whileCallerIsHere(call: Call): AbortSignal {
  const gone = new AbortController();
  call.facts.on('participantLeft', ({ participant }) => participant.party.id === call.from.id && gone.abort(), { signal: call.signal });
  return AbortSignal.any([call.signal, gone.signal]);
}
