/** A bot that a test leads by the hand: it answers and stays, and keeps what it is told of those who take part. */
import type { Bot, BotContext } from '../../src/bot/bot.ts';
import type { Call } from '../../src/bot/call.ts';
import type { Participant } from '../../src/call/roster.ts';

export class Puppet {
  readonly bot: Bot;
  /** `+` came, `-` left, `~` changed: name, and whether muted or in the lobby. */
  readonly told: string[] = [];
  #latest: { readonly call: Call; readonly context: BotContext } | undefined;

  constructor(name: string = 'desk') {
    this.bot = {
      name,
      onCall: async (call, context) => {
        this.listen(call);
        await call.answer();
        this.#latest = { call, context };
        await overOf(call);
      },
    };
  }

  /** The call that was answered last. */
  get call(): Call {
    return this.#now.call;
  }

  get context(): BotContext {
    return this.#now.context;
  }

  /** Keeps what is told in a call that it began itself, too. */
  listen(call: Call): void {
    const { signal } = call;
    call.facts.on('participantJoined', ({ participant }) => this.told.push(`+${shown(participant)}`), { signal });
    call.facts.on('participantLeft', ({ participant }) => this.told.push(`-${shown(participant)}`), { signal });
    call.facts.on('participantChanged', ({ to }) => this.told.push(`~${shown(to)}`), { signal });
  }

  get #now(): { readonly call: Call; readonly context: BotContext } {
    if (!this.#latest) throw new Error(`${this.bot.name} has no call`);
    return this.#latest;
  }
}

/** The participant who is that person. */
export function participantOf({ participants }: Call, { user }: { readonly user: string }): Participant {
  const found = participants.find(({ party }) => party.id === user);
  if (!found) throw new Error('they are not in the roster');
  return found;
}

export function namesIn({ participants }: Call): string[] {
  return participants.map(shown).toSorted();
}

function shown({ party, isMuted, isInLobby, isSelf }: Participant): string {
  return [isSelf ? 'the bot' : (party.name ?? party.id), ...(isMuted ? ['muted'] : []), ...(isInLobby ? ['in the lobby'] : [])].join(' ');
}

function overOf({ signal }: Call): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
