/**
 * Tells programs elsewhere what became of recordings: signed HTTP requests, each on record before it is first tried, and tried for about a day.
 * What waits goes on at the next start, so that a receiver may get one twice: `webhook-id` is the same then.
 */
import type { Clock, Timer } from '../../base/clock.ts';
import { silentLog, type Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { FactLog } from '../../store/fact-log.ts';
import { waitAfter } from './backoff.ts';
import { bodyOf, type DescribeRecording } from './body.ts';
import { webhookEvents, type Delivery, type WebhookData, type WebhookEvent } from './deliveries.ts';
import { DeliveryBook } from './delivery-book.ts';
import { send, type Sent } from './sending.ts';
import { keyOf } from './signature.ts';

export type Hook = {
  readonly url: string;
  /** `whsec_` and base64, as the receiver has it. */
  readonly secret: string;
  /** All of them unless told otherwise. */
  readonly events?: readonly WebhookEvent[] | undefined;
  /** Names of people as well; without it they are ids. */
  readonly includeNames?: boolean | undefined;
};

export type WebhooksOptions = {
  readonly hooks: readonly Hook[];
  readonly facts: Pick<FactLog, 'append' | 'read'>;
  readonly tenantId: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly random: Random;
  /** What may be told of a recording beside ids, as long as there is one. */
  readonly describe?: DescribeRecording | undefined;
  readonly log?: Log | undefined;
};

/** As panels show it (`WebhookDeliveries` of the library). */
export type WebhookHistory = {
  readonly hooks: readonly { readonly url: string; readonly events: readonly string[] }[];
  readonly deliveries: readonly Pick<Delivery, 'deliveryId' | 'url' | 'event' | 'recordingId' | 'state' | 'tries' | 'nextTryMs'>[];
};

type KnownHook = Hook & { readonly key: Uint8Array; readonly host: string };

/** At once, over all hosts; at one host they go one after the other, as they fell due. */
const MOST_UNDER_WAY = 8;
/** Clocks of the wall jump: nothing is waited for longer without looking again. */
const LONGEST_WAIT_MS = 3_600_000;

export class Webhooks implements AsyncDisposable {
  readonly #options: WebhooksOptions & { readonly log: Log };
  readonly #hooks: ReadonlyMap<string, KnownHook>;
  readonly #book: DeliveryBook;
  readonly #life = new AbortController();
  readonly #underWay = new Map<string, { readonly host: string; readonly done: Promise<void> }>();
  #timer: Timer | undefined;

  /** Reads what earlier runs left, and goes on with it. Throws a `TypeError` for a hook that is none; rejects as the log does. */
  static async open(options: WebhooksOptions): Promise<Webhooks> {
    const hooks = new Map(options.hooks.map((hook) => [hook.url, known(hook)]));
    const webhooks = new Webhooks(options, hooks, await DeliveryBook.open(options));
    webhooks.#pump();
    return webhooks;
  }

  private constructor(options: WebhooksOptions, hooks: ReadonlyMap<string, KnownHook>, book: DeliveryBook) {
    this.#options = { ...options, log: options.log ?? silentLog };
    this.#hooks = hooks;
    this.#book = book;
  }

  /** Resolves when it would survive a crash; it is sent by itself. `data` is numbers and ids: no names, no titles. */
  async tell(event: WebhookEvent, recordingId: string, data: WebhookData = {}): Promise<void> {
    const { random } = this.#options;
    const wanted = [...this.#hooks.values()].filter(({ url, events }) => !this.#book.isDisabled(url) && (events?.includes(event) ?? true));
    const queued = wanted.map(({ url }) => ({
      type: 'deliveryQueued' as const,
      data: { deliveryId: `msg_${random.uuid()}`, url, event, recordingId, data },
    }));
    if (queued.length === 0) return;
    await this.#book.add(queued);
    this.#pump();
  }

  /** Newest first. */
  async deliveries(): Promise<WebhookHistory> {
    return {
      hooks: [...this.#hooks.values()].map(({ url, events }) => ({ url, events: events ?? webhookEvents })),
      deliveries: this.#book.list.toReversed().map(({ deliveryId, url, event, recordingId, state, tries, nextTryMs }) => ({
        deliveryId,
        url,
        event,
        recordingId,
        state,
        tries,
        nextTryMs,
      })),
    };
  }

  /** Also to a receiver that was gone. Resolves to false where there is no such delivery or no such hook any more. */
  async sendAgain(deliveryId: string): Promise<boolean> {
    const delivery = this.#book.get(deliveryId);
    if (!delivery || !this.#hooks.has(delivery.url)) return false;
    if (this.#underWay.has(deliveryId)) return true;
    const { url } = delivery;
    await this.#book.add([
      ...(this.#book.isDisabled(url) ? [{ type: 'hookEnabled', data: { url } } as const] : []),
      { type: 'deliveryWantedAgain', data: { deliveryId } },
    ]);
    this.#pump();
    return true;
  }

  /** Breaks off what is under way: it is tried again at the next start. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#life.abort(new Error('the program is being stopped'));
    this.#timer?.[Symbol.dispose]();
    await Promise.all([...this.#underWay.values()].map(({ done }) => done));
  }

  /** Begins whatever is due and has room, and sets the timer for what comes next. */
  #pump(): void {
    if (this.#life.signal.aborted) return;
    const nowMs = this.#options.clock.wallMs();
    const waiting = this.#book.waiting.filter(({ deliveryId, url }) => this.#hooks.has(url) && !this.#underWay.has(deliveryId));
    const busy = new Set([...this.#underWay.values()].map(({ host }) => host));
    let nextMs = Number.POSITIVE_INFINITY;
    for (const delivery of waiting.toSorted((a, b) => (a.nextTryMs ?? 0) - (b.nextTryMs ?? 0))) {
      const { nextTryMs = 0 } = delivery;
      if (nextTryMs > nowMs) {
        nextMs = nextTryMs;
        break;
      }
      const hook = this.#hooks.get(delivery.url);
      if (!hook || busy.has(hook.host) || this.#underWay.size >= MOST_UNDER_WAY) continue;
      busy.add(hook.host);
      this.#begin(delivery, hook);
    }
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    if (nextMs < Number.POSITIVE_INFINITY)
      this.#timer = this.#options.clock.after(Math.min(nextMs - nowMs, LONGEST_WAIT_MS), () => this.#pump());
  }

  #begin(delivery: Delivery, hook: KnownHook): void {
    const { log } = this.#options;
    const { deliveryId } = delivery;
    const done = this.#try(delivery, hook)
      .then(
        () => true,
        (error: unknown) => {
          if (!this.#life.signal.aborted)
            log.error('a webhook could not be put on record, and waits for the next start', { deliveryId, error });
          return false;
        },
      )
      .then((isOnRecord) => {
        this.#underWay.delete(deliveryId);
        if (!isOnRecord) this.#book.leave(deliveryId);
        this.#pump();
        return undefined;
      });
    this.#underWay.set(deliveryId, { host: hook.host, done });
  }

  async #try(delivery: Delivery, hook: KnownHook): Promise<void> {
    const { clock, fetch, describe } = this.#options;
    const { deliveryId, url } = delivery;
    const body = await bodyOf(delivery, { describe, includeNames: hook.includeNames ?? false });
    const sent = await send({ url, webhookId: deliveryId, body, key: hook.key }, { fetch, clock, signal: this.#life.signal });
    await this.#tried(delivery, sent);
  }

  async #tried({ deliveryId, url, triesOfTurn, event, recordingId }: Delivery, sent: Sent): Promise<void> {
    const { clock, random, log } = this.#options;
    const waitMs = sent.kind === 'failed' ? waitAfter(triesOfTurn + 1, random, sent.retryAfterMs) : undefined;
    const nextTryMs = waitMs === undefined ? null : Math.round(clock.wallMs() + waitMs);
    const { outcome } = sent;
    await this.#book.add([{ type: 'deliveryTried', data: { deliveryId, outcome, isDelivered: sent.kind === 'delivered', nextTryMs } }]);
    if (sent.kind !== 'delivered' && nextTryMs === null) log.warn('a webhook was given up', { deliveryId, event, recordingId, outcome });
    if (sent.kind === 'gone') await this.#gone(url);
  }

  /** Nothing that waits for that receiver is tried any more. */
  async #gone(url: string): Promise<void> {
    const waiting = this.#book.waiting.filter((each) => each.url === url);
    const outcome = 'not sent: the receiver is gone';
    await this.#book.add([
      { type: 'hookDisabled', data: { url } },
      ...waiting.map(({ deliveryId }) => ({
        type: 'deliveryTried' as const,
        data: { deliveryId, outcome, isDelivered: false, nextTryMs: null },
      })),
    ]);
  }
}

function known(hook: Hook): KnownHook {
  const { protocol, host } = new URL(hook.url);
  if (protocol !== 'https:' && protocol !== 'http:') throw new TypeError(`a webhook is called by http or https, not by ${protocol}`);
  return { ...hook, key: keyOf(hook.secret), host };
}
