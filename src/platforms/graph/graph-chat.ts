/** The chat of one call on Graph: written to and read, and listened to by a subscription, or by looking where none is given. */
import { anyOf, orAborted, type Cancel } from '../../base/cancel.ts';
import { onceDone } from '../../base/once-done.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import { CallError } from '../../call/errors.ts';
import type { CarrierChat, ChatMessage } from '../../call/media.ts';
import type { ChatMessage as WireMessage } from '../../wire/graph/chat-message.ts';
import type { CallLife } from './call-life.ts';
import type { Change, Changes } from './changes.ts';
import { messageOf } from './chat-messages.ts';
import type { ChatsApi } from './client/chats-api.ts';
import { PlatformError } from './errors.ts';

/** Graph docs, resources/subscription: an hour at most for messages of chats without more ado. */
const SUBSCRIBED_MS = 55 * 60_000;
const RENEW_MS = 40 * 60_000;
const LOOK_EVERY_MS = 2_000;
/** Messages that are remembered, so that none is told twice. */
const REMEMBERED = 500;

export type GraphChatOptions = {
  readonly callId: string;
  readonly threadId: string;
  readonly appId: string;
  /** Where the service tells changes. */
  readonly changesUrl: string;
  readonly chats: ChatsApi;
  readonly changes: Changes;
  readonly life: CallLife;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

export class GraphChat implements CarrierChat {
  readonly #options: GraphChatOptions;
  readonly #known = new Set<string>();
  readonly #listening = onceDone(() => this.#listen());
  #isReading = false;
  #isReadAgain = false;
  #subscriptionId: string | undefined;

  constructor(options: GraphChatOptions) {
    this.#options = options;
  }

  async post(text: string, { signal }: Cancel = {}): Promise<ChatMessage> {
    const { chats, threadId, life } = this.#options;
    const sent = chats.post(threadId, text, { signal: anyOf(signal, life.signal) });
    return this.#seen(
      await this.#allowed(
        sent,
        'post to it as a Teams app that is installed in the chat: Graph lets applications write only when messages are imported',
      ),
    );
  }

  async read({ atMost = 20, signal }: Cancel & { readonly atMost?: number | undefined } = {}): Promise<readonly ChatMessage[]> {
    return (await this.#latest(atMost, signal)).map((message) => this.#seen(message));
  }

  listen({ signal }: Cancel = {}): Promise<void> {
    return orAborted(this.#listening(), signal);
  }

  async #listen(): Promise<void> {
    for (const { id } of await this.#latest(50, undefined)) this.#known.add(id);
    await this.#subscribeOrLook();
  }

  async #subscribeOrLook(): Promise<void> {
    const { life, callId, log } = this.#options;
    try {
      await this.#subscribe();
    } catch (error) {
      if (life.ended) return;
      log.info('changes of a chat are not told, and are looked for every two seconds', { callId, error });
      life.run('looking for messages', () => this.#lookOnAndOn());
    }
  }

  async #subscribe(): Promise<void> {
    const { threadId, changesUrl, chats, changes, life, random } = this.#options;
    const clientState = random.uuid();
    const listening = changes.listen(clientState, (change) => this.#changed(change));
    life.signal.addEventListener('abort', () => listening[Symbol.dispose](), { once: true });
    try {
      const resource = `/chats/${threadId}/messages`;
      const urls = { notificationUrl: changesUrl, lifecycleNotificationUrl: changesUrl };
      const body = { changeType: 'created', resource, ...urls, clientState, expirationDateTime: this.#expiry() };
      this.#subscriptionId = (await chats.subscribe(body, { signal: life.signal })).id;
    } catch (error) {
      listening[Symbol.dispose]();
      throw error;
    }
    life.run('renewing a subscription', () => this.#renewOnAndOn());
    // What was written while it was being made.
    this.#look();
  }

  #changed(change: Change): void {
    const { life } = this.#options;
    if (change === 'reauthorizationRequired') life.run('renewing a subscription', () => this.#renew());
    else if (change === 'subscriptionRemoved') this.#subscribeAnew();
    else this.#look();
  }

  async #renewOnAndOn(): Promise<void> {
    const { clock, life, chats } = this.#options;
    const mine = this.#subscriptionId;
    while (!life.signal.aborted && this.#subscriptionId === mine) {
      await clock.sleep(RENEW_MS, { signal: life.signal }).catch(() => undefined);
      if (!life.signal.aborted && this.#subscriptionId === mine) await this.#renew();
    }
    if (life.signal.aborted && mine !== undefined) await chats.unsubscribe(mine).catch(() => undefined);
  }

  async #renew(): Promise<void> {
    const { chats, life, log, callId } = this.#options;
    if (this.#subscriptionId === undefined) return;
    try {
      await chats.renew(this.#subscriptionId, { expirationDateTime: this.#expiry() }, { signal: life.signal });
    } catch (error) {
      if (life.ended) return;
      log.warn('a subscription to a chat could not be renewed', { callId, error });
      if (error instanceof PlatformError && error.status === 404) this.#subscribeAnew();
    }
  }

  #subscribeAnew(): void {
    this.#subscriptionId = undefined;
    this.#options.life.run('subscribing anew', () => this.#subscribeOrLook());
  }

  async #lookOnAndOn(): Promise<void> {
    const { clock, life } = this.#options;
    while (!life.signal.aborted) {
      await clock.sleep(LOOK_EVERY_MS, { signal: life.signal }).catch(() => undefined);
      if (!life.signal.aborted) this.#look();
    }
  }

  /** Tells what is new, oldest first; what comes meanwhile is looked for once more. */
  #look(): void {
    const { life, callId, log } = this.#options;
    if (this.#isReading) {
      this.#isReadAgain = true;
      return;
    }
    this.#isReading = true;
    life.run('reading a chat', async () => {
      try {
        for (const message of await this.#latest(50, undefined)) this.#tell(message);
      } catch (error) {
        if (!life.ended) log.warn('a chat could not be read', { callId, error });
      } finally {
        this.#isReading = false;
      }
      if (!this.#isReadAgain) return;
      this.#isReadAgain = false;
      this.#look();
    });
  }

  #tell(message: WireMessage): void {
    if (this.#known.has(message.id)) return;
    this.#known.add(message.id);
    if (this.#known.size > REMEMBERED) this.#known.delete(this.#known.values().next().value ?? '');
    this.#options.life.facts.tell('messagePosted', { message: this.#seen(message) });
  }

  /** Of people and apps, oldest first; what the service itself notes is left out. */
  async #latest(atMost: number, signal: AbortSignal | undefined): Promise<readonly WireMessage[]> {
    const { chats, threadId, life } = this.#options;
    const page = chats.list(threadId, { top: atMost, signal: anyOf(signal, life.signal) });
    const { value } = await this.#allowed(page, 'grant the app Chat.Read.All, or ChatMessage.Read.Chat where it is installed');
    return value.filter(({ messageType }) => messageType == null || messageType === 'message').toReversed();
  }

  async #allowed<T>(answer: Promise<T>, instead: string): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      if (!(error instanceof PlatformError) || error.status !== 403) throw error;
      throw new CallError('call/cannot', `${error.message}. Instead: ${instead}`, { cause: error });
    }
  }

  #seen(message: WireMessage): ChatMessage {
    return messageOf(message, this.#options.appId);
  }

  #expiry(): string {
    return new Date(this.#options.clock.wallMs() + SUBSCRIBED_MS).toISOString();
  }
}
