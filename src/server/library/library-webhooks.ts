/** Deliveries of web hooks as their panel shows them: those of recordings that are open to whoever asks. */
import type { Viewer } from '../../archive/port.ts';
import type { LibraryAnswer, WebhookDeliveries } from '../../wire/live/library.ts';
import type { BothArchives } from './both-archives.ts';
import { answered, refused } from './library-answers.ts';

export type LibraryWebhooks = {
  /** Newest first. */
  deliveries(): Promise<WebhookDeliveries>;
  /** Resolves to false where there is no such delivery any more. */
  sendAgain(deliveryId: string): Promise<boolean>;
};

export async function webhooksAnswer(webhooks: LibraryWebhooks, both: BothArchives, viewer: Viewer): Promise<Response> {
  return answered(await visible(webhooks, both, viewer));
}

export async function againAnswer(webhooks: LibraryWebhooks, both: BothArchives, viewer: Viewer, deliveryId: string): Promise<Response> {
  const { deliveries } = await visible(webhooks, both, viewer);
  const isThere = deliveries.some((each) => each.deliveryId === deliveryId) && (await webhooks.sendAgain(deliveryId));
  return isThere ? answered({ done: true } satisfies LibraryAnswer) : refused(404, 'This delivery is not known here (any more).');
}

async function visible(webhooks: LibraryWebhooks, both: BothArchives, viewer: Viewer): Promise<WebhookDeliveries> {
  const { hooks, deliveries } = await webhooks.deliveries();
  const ids = [...new Set(deliveries.map(({ recordingId }) => recordingId))];
  const found = await Promise.all(ids.map(async (id) => ((await both.find(viewer, id)) ? id : undefined)));
  const open = new Set(found);
  return { hooks, deliveries: deliveries.filter(({ recordingId }) => open.has(recordingId)) };
}
