/** Tells apps what became of their calls: in order, with patience that ends. */
import type { Log } from '../../base/log.ts';
import type { AppEntry } from '../../switchboard/directory.ts';
import type { TaskEnd } from '../../switchboard/media-task.ts';
import type { AppNotice } from '../../switchboard/notice.ts';
import { Delivery, type DeliveryOptions } from './delivery.ts';
import { noticeItem } from './notice-item.ts';
import { NotificationQueue, type Outgoing } from './notification-queue.ts';
import type { Recordings } from './recordings.ts';

export type NotifierOptions = DeliveryOptions & {
  readonly log: Log;
  readonly recordings: Recordings;
  readonly locationOf: (recordingId: string) => string;
  /** An app could not be told of an incoming call. */
  readonly onIncomingFailed: (failure: { readonly appId: string; readonly legId: string; readonly message: string }) => void;
};

export class Notifier {
  readonly #options: NotifierOptions;
  readonly #queues = new Map<string, NotificationQueue>();
  readonly #delivery: Delivery;

  constructor(options: NotifierOptions) {
    this.#options = options;
    this.#delivery = new Delivery(options);
    options.signal.addEventListener('abort', () => this.#close(), { once: true });
  }

  /** Queues a notice behind those of the same leg. */
  notify(notice: AppNotice): void {
    const app = this.#options.directory.apps.find(({ appId }) => appId === notice.appId);
    if (!app || this.#options.signal.aborted) return;
    this.#queueOf(app, notice).push(this.#outgoing(notice));
    if (notice.kind === 'terminated') this.#options.recordings.callEnded(notice.legId);
  }

  #outgoing(notice: AppNotice): Outgoing {
    const { directory, settings } = this.#options;
    const recording = this.#keptRecording(notice);
    const item = noticeItem(notice, { tenantId: directory.tenantId, settings, recording });
    const isMereUpdate = notice.kind === 'tone' || notice.kind === 'establishing' || notice.kind === 'terminating';
    return { callbackUri: notice.callbackUri, item, isMereUpdate, isLast: notice.kind === 'terminated' };
  }

  #keptRecording(notice: AppNotice): { readonly location: string; readonly token: string } | undefined {
    const wav = notice.kind === 'taskEnded' ? soundOf(notice.end) : undefined;
    if (!wav) return undefined;
    const { recordingId, token } = this.#options.recordings.add(notice.legId, wav);
    return { location: this.#options.locationOf(recordingId), token };
  }

  #queueOf(app: AppEntry, { legId, callId }: AppNotice): NotificationQueue {
    const there = this.#queues.get(legId);
    if (there) return there;
    const { settings, log } = this.#options;
    const queue = new NotificationQueue({
      limit: settings.notificationQueue,
      log: log.with({ legId, appId: app.appId }),
      post: (outgoing) => this.#post(app, { legId, callId }, outgoing),
      onDone: () => this.#queues.delete(legId),
    });
    this.#queues.set(legId, queue);
    return queue;
  }

  async #post(app: AppEntry, ids: { readonly legId: string; readonly callId: string }, outgoing: Outgoing): Promise<void> {
    const { settings, clock, signal, log } = this.#options;
    const isIncoming = outgoing.item.changeType === 'created';
    for (let attempt = 0; !signal.aborted; attempt++) {
      const problem = await this.#delivery.post(app, ids, outgoing);
      if (!problem || signal.aborted) return;
      const isLastTry = isIncoming || !problem.isUnheard || attempt >= settings.notificationRetries;
      if (isLastTry) {
        log.warn('a notification failed', { appId: app.appId, legId: ids.legId, problem: problem.message });
        if (isIncoming) this.#options.onIncomingFailed({ appId: app.appId, legId: ids.legId, message: problem.message });
        return;
      }
      await clock.sleep(settings.notificationRetryAfterMs, { signal }).catch(() => undefined);
    }
  }

  #close(): void {
    for (const queue of this.#queues.values()) queue.close();
    this.#queues.clear();
  }
}

/** A recording that heard nothing has nothing to fetch; one that a hang-up cut short has what was said until then. */
function soundOf(end: TaskEnd): Uint8Array | undefined {
  if (end.outcome === 'cancelled') return end.wav;
  return end.outcome === 'recorded' && end.because !== 'initialSilence' ? end.wav : undefined;
}
