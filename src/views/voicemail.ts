/** Somebody's voicemail as a page shows it. */
import type { Party as CallParty } from '../call/platform.ts';
import type { Party, VoicemailMessage } from '../wire/live/page-event.ts';

/** What is needed of a message. */
export type KeptMessage = {
  readonly messageId: string;
  readonly from: CallParty;
  readonly leftMs: number;
  readonly durationMs: number;
  readonly isHeard: boolean;
};

/** In the order given. `numberOf` knows the number of a person or a bot, if it has one; `hrefOf` where a message can be played. */
export function voicemailView(
  messages: readonly KeptMessage[],
  options: { readonly numberOf: (party: CallParty) => string | undefined; readonly hrefOf: (messageId: string) => string },
): readonly VoicemailMessage[] {
  return messages.map(({ from, ...message }) => ({
    ...message,
    from: shown(from, options.numberOf(from)),
    href: options.hrefOf(message.messageId),
  }));
}

function shown(party: CallParty, number: string | undefined): Party {
  const known = number ?? (party.kind === 'phone' ? party.id : '');
  return { name: party.name ?? (known || 'Somebody unknown'), number: known, kind: party.kind === 'app' ? 'bot' : 'person' };
}
