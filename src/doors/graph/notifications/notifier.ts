/** Tells apps what became of their calls: in order unless the profile has it otherwise, with patience that ends. */
import type { Log } from '../../../base/log.ts';
import type { AppEntry } from '../../../switchboard/directory.ts';
import type { TaskEnd } from '../../../switchboard/media-task.ts';
import type { AppNotice } from '../../../switchboard/notice.ts';
import { notificationBody } from '../../../wire/graph/notification.ts';
import { Delivery, type DeliveryOptions, type Undelivered } from './delivery.ts';
import { Disorder } from './disorder.ts';
import { postIncoming } from './incoming-post.ts';
import type { ItemWriter } from './item-writer.ts';
import { NotificationQueue, type Outgoing } from './notification-queue.ts';
import type { Profile } from '../profile.ts';
import type { Recordings } from '../calls/recordings.ts';

export type NotifierOptions = DeliveryOptions & {
  readonly log: Log;
  readonly recordings: Recordings;
  readonly itemOf: ItemWriter;
  readonly locationOf: (recordingId: string) => string;
  /** An app could not be told of an incoming call. */
  readonly onIncomingFailed: (failure: { readonly appId: string; readonly legId: string; readonly message: string }) => void;
};

/** One leg's way out: what chance makes of the order, then the queue. */
type Line = { readonly queue: NotificationQueue; readonly disorder: Disorder };
type Ids = { readonly legId: string; readonly callId: string };

export class Notifier {
  readonly #options: NotifierOptions;
  readonly #lines = new Map<string, Line>();
  readonly #delivery: Delivery;

  constructor(options: NotifierOptions) {
    this.#options = options;
    this.#delivery = new Delivery(options);
    options.signal.addEventListener('abort', () => this.#close(), { once: true });
  }

  /** Queues a notice behind those of the same leg. */
  notify(notice: AppNotice): void {
    const { directory, signal, settings, recordings } = this.#options;
    const app = directory.apps.find(({ appId }) => appId === notice.appId);
    if (!app || signal.aborted) return;
    if (isTold(notice, settings.profile)) this.#lineOf(app, notice).disorder.push(this.#outgoing(app, notice));
    if (notice.kind === 'terminated') recordings.callEnded(notice.legId);
  }

  #outgoing(app: AppEntry, notice: AppNotice): Outgoing {
    const item = this.#options.itemOf(notice, app, this.#keptRecording(notice));
    return { callbackUri: notice.callbackUri, item, worth: worthOf(notice), isLast: notice.kind === 'terminated' };
  }

  #keptRecording(notice: AppNotice): { readonly location: string; readonly token: string } | undefined {
    const wav = notice.kind === 'taskEnded' ? soundOf(notice.end) : undefined;
    if (!wav) return undefined;
    const { recordingId, token } = this.#options.recordings.add(notice.legId, wav);
    return { location: this.#options.locationOf(recordingId), token };
  }

  #lineOf(app: AppEntry, { legId, callId }: Ids): Line {
    const there = this.#lines.get(legId);
    if (there) return there;
    const { settings, log, scenarios, random, clock } = this.#options;
    const { batch, duplicates, disorder } = settings.profile;
    const queue = new NotificationQueue({
      limit: settings.notificationQueue,
      batch,
      log: log.with({ legId, appId: app.appId }),
      post: (together) => this.#post(app, { legId, callId }, together),
      onDone: () => {
        this.#lines.delete(legId);
        scenarios.forget(legId);
      },
    });
    const chance = { duplicates: settings.hasSameIdWhenRepeated ? 0 : duplicates, disorder, random, clock };
    const line = { queue, disorder: new Disorder({ ...chance, holdMs: settings.disorderHoldMs, push: (next) => queue.push(next) }) };
    this.#lines.set(legId, line);
    return line;
  }

  async #post(app: AppEntry, ids: Ids, batch: readonly Outgoing[]): Promise<void> {
    const { settings, clock, signal, log } = this.#options;
    const [first] = batch;
    if (!first) return;
    const isIncoming = first.item.changeType === 'created';
    for (let attempt = 0; !signal.aborted; attempt++) {
      const problem = isIncoming
        ? await postIncoming(this.#delivery, { app, ...ids, url: first.callbackUri, item: first.item }, settings)
        : await this.#postOnce(app, ids, batch);
      if (!problem || signal.aborted) return;
      const isLastTry = isIncoming || !problem.isUnheard || attempt >= settings.notificationRetries;
      if (isLastTry) {
        log.warn('a notification failed', { appId: app.appId, legId: ids.legId, problem: problem.message });
        if (isIncoming) this.#incomingFailed(app, ids, problem);
        return;
      }
      await clock.sleep(settings.notificationRetryAfterMs, { signal }).catch(() => undefined);
    }
  }

  /** An app that was not reached is told no more of this call. */
  #incomingFailed({ appId }: AppEntry, { legId }: Ids, { message }: Undelivered): void {
    this.#lines.delete(legId);
    this.#options.onIncomingFailed({ appId, legId, message });
  }

  async #postOnce(app: AppEntry, ids: Ids, batch: readonly Outgoing[]): Promise<Undelivered | undefined> {
    const { settings, random } = this.#options;
    const url = batch[0]?.callbackUri ?? '';
    const post = { app, ...ids, url, body: notificationBody(batch.map(({ item }) => item)), isFresh: false };
    const posted = await this.#delivery.post(post);
    if (posted.kind !== 'taken') return posted.undelivered;
    const { duplicates } = settings.profile;
    const mayRepeat = settings.hasSameIdWhenRepeated && duplicates > 0 && batch.every(({ isLast }) => !isLast);
    if (mayRepeat && random.unit() < duplicates) await this.#delivery.post({ ...post, messageId: posted.messageId });
    return undefined;
  }

  #close(): void {
    for (const { queue, disorder } of this.#lines.values()) {
      disorder.close();
      queue.close();
    }
    this.#lines.clear();
  }
}

/** An app that is told once of an established call is told when its sound is up, since that is what apps wait for. */
function isTold(notice: AppNotice, { tellsTerminating, tellsEstablishedTwice }: Profile): boolean {
  if (notice.kind === 'terminating') return tellsTerminating;
  if (notice.kind !== 'established' || tellsEstablishedTwice) return true;
  return notice.isMediaActive || notice.transferFailed !== undefined || notice.group !== undefined;
}

/** A full roster outdates the one before; of keys and deltas a gap in their numbers tells. */
function worthOf(notice: AppNotice): Outgoing['worth'] {
  switch (notice.kind) {
    case 'tone':
    case 'establishing':
    case 'terminating':
      return 'update';
    case 'roster':
      return notice.isDelta ? 'update' : 'snapshot';
    default:
      return 'needed';
  }
}

/** A recording that heard nothing has nothing to fetch; one that a hang-up cut short has what was said until then. */
function soundOf(end: TaskEnd): Uint8Array | undefined {
  if (end.outcome === 'cancelled') return end.wav;
  return end.outcome === 'recorded' && end.because !== 'initialSilence' ? end.wav : undefined;
}
