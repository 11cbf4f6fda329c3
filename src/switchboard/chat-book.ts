/** What was written in conversations: by their threads, in memory and bounded. It is filled by facts, also by those of earlier runs. */
import type { CallFact } from './call-fact.ts';
import type { Party } from './directory.ts';

export type ChatMessage = {
  readonly messageId: string;
  readonly threadId: string;
  readonly callId: string;
  readonly from: Party;
  readonly text: string;
  /** Milliseconds since 1970 UTC. */
  readonly sentMs: number;
};

export type ChatBookOptions = { readonly threads?: number | undefined; readonly messagesPerThread?: number | undefined };

type Thread = { readonly messages: ChatMessage[]; readonly isOfMeeting: boolean };

export class ChatBook {
  readonly #threads = new Map<string, Thread>();
  readonly #limits: { readonly threads: number; readonly messagesPerThread: number };

  constructor({ threads = 1_000, messagesPerThread = 500 }: ChatBookOptions = {}) {
    this.#limits = { threads, messagesPerThread };
  }

  /** Takes a fact in; the oldest messages of a thread go when it is full, and the thread that was quiet longest. */
  take(fact: CallFact): ChatMessage | undefined {
    if (fact.type !== 'posted') return undefined;
    const { callId, threadId, messageId, party, text, atMs, isOfMeeting } = fact;
    const messages = this.#threads.get(threadId)?.messages ?? [];
    const message: ChatMessage = { messageId, threadId, callId, from: party, text, sentMs: atMs };
    messages.push(message);
    if (messages.length > this.#limits.messagesPerThread) messages.shift();
    this.#threads.delete(threadId);
    this.#threads.set(threadId, { messages, isOfMeeting });
    const [quietest] = this.#threads.keys();
    if (this.#threads.size > this.#limits.threads && quietest !== undefined) this.#threads.delete(quietest);
    return message;
  }

  /** What earlier runs wrote. The chat of a group call went with it; that of a meeting stays. */
  recall(facts: readonly CallFact[]): void {
    for (const fact of facts) if (fact.type === 'posted' && fact.isOfMeeting) this.take(fact);
  }

  /** Oldest first. */
  of(threadId: string): readonly ChatMessage[] {
    return [...(this.#threads.get(threadId)?.messages ?? [])];
  }

  /** A conversation is over for good. */
  ended(threadId: string): void {
    if (this.#threads.get(threadId)?.isOfMeeting === false) this.#threads.delete(threadId);
  }
}
