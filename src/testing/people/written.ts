/** What a page of somebody shows in writing: the chat of the conversation, and captions of what is said in it. */
import type { CallFact } from '../../switchboard/call-fact.ts';
import type { Call, Leg } from '../../switchboard/call.ts';
import { isIn } from '../../switchboard/roles.ts';
import type { Switchboard } from '../../switchboard/switchboard.ts';

type Line = { readonly by: string; text: string };

export type WrittenOptions = {
  readonly switchboard: Switchboard;
  readonly userId: string;
  readonly legId: string;
  /** Ends with the switchboard's process. */
  readonly signal: AbortSignal;
};

export class Written {
  readonly #options: WrittenOptions;
  readonly #messages: Line[] = [];
  readonly #captions = new Map<string, Line>();
  /** The conversation that is on the page. */
  #insideOf: string | undefined;

  constructor(options: WrittenOptions) {
    this.#options = options;
    const { switchboard, signal } = options;
    switchboard.facts.on('told', ({ call, fact }) => this.#told(call, fact), { signal });
    switchboard.facts.on(
      'captioned',
      ({ call, caption, toLegIds }) => {
        const leg = mine(call, options.legId);
        if (!leg || !(call.group ? isIn(call, leg) : leg.state === 'connected')) return;
        // Who has chosen nothing would have to switch them on first; what they could read is kept for them.
        const hasChosen = leg.kind === 'person' && leg.languages?.hasCaptions === true;
        if (hasChosen ? !toLegIds.includes(leg.legId) : caption.isTranslation === true) return;
        const { captionId, speaker, text } = caption;
        const known = this.#captions.get(captionId);
        if (known) known.text = text;
        else this.#captions.set(captionId, { by: speaker, text });
      },
      { signal },
    );
  }

  /** Of others, oldest first: those that were there when the conversation was entered, and what came since. */
  get messages(): readonly Readonly<Line>[] {
    return this.#messages;
  }

  get captions(): readonly Readonly<Line>[] {
    return [...this.#captions.values()];
  }

  #told(call: Call, fact: CallFact): void {
    const leg = mine(call, this.#options.legId);
    if (!leg) return;
    const isInside = isIn(call, leg);
    if (isInside && this.#insideOf !== call.callId) {
      this.#messages.splice(0);
      for (const { from, text } of this.#options.switchboard.chats.of(call.group?.threadId ?? '')) this.#take(from, text);
    } else if (isInside && fact.type === 'posted') this.#take(fact.party, fact.text);
    this.#insideOf = isInside ? call.callId : undefined;
  }

  #take({ id, name }: { readonly id: string; readonly name: string }, text: string): void {
    if (id !== this.#options.userId) this.#messages.push({ by: name, text });
  }
}

function mine(call: Call, legId: string): Leg | undefined {
  return call.legs.find((leg) => leg.legId === legId);
}
