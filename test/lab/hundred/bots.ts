/** Two bots in a meeting of a hundred: one with the sound of each apart, one whose sound is made by the switchboard. Both keep a roster. */
import { defineBot, type Bot, type Call } from 'rollcall';

export type Watching = {
  /** Who is there as the bot knows it now: `Ada Lovelace`, `Guest 7 (muted)`, `Guest 8 (lobby)`; in the order of the alphabet. */
  roster: () => readonly string[];
  /** What was written, in order. */
  readonly chat: string[];
  /** Milliseconds of sound, by name. */
  readonly heardMs: Map<string, number>;
};

export type Announcing = Watching & { say: (text: string) => Promise<void> };

export function scribe(): { readonly bot: Bot; readonly seen: Watching } {
  const seen: Watching = { roster: () => [], chat: [], heardMs: new Map() };
  const bot = defineBot({
    name: 'scribe',
    needs: ['soundApart'],
    async onCall(call) {
      await call.answer();
      watch(call, seen);
      const hear = async (id: string, name: string): Promise<void> => {
        for await (const { isGap } of call.participant(id)?.hear({ gaps: 'left', mostWaiting: 2_000 }) ?? [])
          if (!isGap) seen.heardMs.set(name, (seen.heardMs.get(name) ?? 0) + 20);
      };
      const begin = ({ id, isSelf, party }: Call['participants'][number]): void => {
        if (!isSelf) void hear(id, party.name ?? '').catch(() => undefined);
      };
      for (const each of call.participants) begin(each);
      call.facts.on('participantJoined', ({ participant }) => begin(participant), { signal: call.signal });
      await ended(call);
    },
  });
  return { bot, seen };
}

export function announcer(): { readonly bot: Bot; readonly seen: Announcing } {
  const seen: Announcing = { roster: () => [], chat: [], heardMs: new Map(), say: () => Promise.resolve() };
  const bot = defineBot({
    name: 'announcer',
    async onCall(call) {
      await call.answer();
      watch(call, seen);
      seen.say = async (text) => void (await call.say(text));
      await ended(call);
    },
  });
  return { bot, seen };
}

export function shown(name: string, { isMuted, isInLobby }: { readonly isMuted: boolean; readonly isInLobby: boolean }): string {
  return `${name}${isMuted ? ' (muted)' : ''}${isInLobby ? ' (lobby)' : ''}`;
}

function watch(call: Call, seen: Watching): void {
  seen.roster = () =>
    call.participants
      .filter(({ isSelf, party }) => !isSelf && party.kind === 'user')
      .map((each) => shown(each.party.name ?? '', each))
      .toSorted();
  call.facts.on('messagePosted', ({ message }) => seen.chat.push(message.text), { signal: call.signal });
}

function ended({ signal }: Call): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
