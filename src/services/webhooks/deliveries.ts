/** What is on record of webhooks: each delivery with all its tries, as facts of one stream, folded. Pure. */
import type { Fact } from '../../store/fact-log.ts';

export const webhookEvents = ['recordingStarted', 'recordingSaved', 'recordingFailed', 'recordingErased'] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** Numbers and ids alone: what names somebody is not kept here, but asked for when it is sent. */
export type WebhookData = Readonly<Record<string, string | number | boolean | null>>;

export type Delivery = {
  readonly deliveryId: string;
  readonly url: string;
  readonly event: WebhookEvent;
  readonly recordingId: string;
  /** When it happened, in milliseconds since 1970 UTC. */
  readonly happenedMs: number;
  readonly data: WebhookData;
  readonly state: 'waiting' | 'delivered' | 'givenUp';
  readonly tries: readonly { readonly atMs: number; readonly outcome: string }[];
  /** Of the tries, since somebody last wanted it sent: what the next wait goes by. */
  readonly triesOfTurn: number;
  /** When it is due; undefined where it is not waiting. */
  readonly nextTryMs?: number | undefined;
};

export type DeliveryFact =
  | { readonly type: 'deliveryQueued'; readonly data: Pick<Delivery, 'deliveryId' | 'url' | 'event' | 'recordingId' | 'data'> }
  /** `nextTryMs` is null where there is no further try. */
  | {
      readonly type: 'deliveryTried';
      readonly data: {
        readonly deliveryId: string;
        readonly outcome: string;
        readonly isDelivered: boolean;
        readonly nextTryMs: number | null;
      };
    }
  | { readonly type: 'deliveryWantedAgain'; readonly data: { readonly deliveryId: string } }
  /** The receiver said that it is gone (410), or wants it again. */
  | { readonly type: 'hookDisabled' | 'hookEnabled'; readonly data: { readonly url: string } };

export type Deliveries = { readonly byId: ReadonlyMap<string, Delivery>; readonly disabled: ReadonlySet<string> };

/** Nothing on record. */
export function noDeliveries(): Deliveries {
  return { byId: new Map(), disabled: new Set() };
}

/** Of those that are over so many are remembered; the facts stay. */
const MOST_OVER = 1_000;

/** Changes `deliveries` in place of copying it, and gives it back. */
export function fold(deliveries: Deliveries, { type, data, atMs }: DeliveryFact & Pick<Fact, 'atMs'>): Deliveries {
  const byId = deliveries.byId as Map<string, Delivery>;
  const disabled = deliveries.disabled as Set<string>;
  const change = (deliveryId: string, to: (from: Delivery) => Partial<Delivery>): void => {
    const from = byId.get(deliveryId);
    if (from) byId.set(deliveryId, { ...from, ...to(from) });
  };
  switch (type) {
    case 'deliveryQueued':
      byId.set(data.deliveryId, { ...data, happenedMs: atMs, state: 'waiting', tries: [], triesOfTurn: 0, nextTryMs: atMs });
      forget(byId);
      break;
    case 'deliveryTried':
      change(data.deliveryId, ({ tries, triesOfTurn }) => ({
        tries: [...tries, { atMs, outcome: data.outcome }],
        triesOfTurn: triesOfTurn + 1,
        state: data.isDelivered ? 'delivered' : data.nextTryMs === null ? 'givenUp' : 'waiting',
        nextTryMs: data.isDelivered ? undefined : (data.nextTryMs ?? undefined),
      }));
      break;
    case 'deliveryWantedAgain':
      change(data.deliveryId, () => ({ state: 'waiting', triesOfTurn: 0, nextTryMs: atMs }));
      break;
    case 'hookDisabled':
      disabled.add(data.url);
      break;
    case 'hookEnabled':
      disabled.delete(data.url);
  }
  return deliveries;
}

/** The facts of the stream, as they were read. */
export function isDeliveryFact(fact: Fact): fact is Fact & DeliveryFact {
  return ['deliveryQueued', 'deliveryTried', 'deliveryWantedAgain', 'hookDisabled', 'hookEnabled'].includes(fact.type);
}

function forget(byId: Map<string, Delivery>): void {
  if (byId.size <= 2 * MOST_OVER) return;
  const over = [...byId.values()].filter(({ state }) => state !== 'waiting');
  for (const { deliveryId } of over.slice(0, Math.max(0, over.length - MOST_OVER))) byId.delete(deliveryId);
}
