/** Tells apps what became of their calls: signed, in order, with patience that ends. */
import type { Clock } from '../../base/clock.ts';
import type { Facts } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import { called, partyOfApp, type AppEntry, type Directory } from '../../switchboard/directory.ts';
import type { TaskEnd } from '../../switchboard/media-task.ts';
import type { AppNotice } from '../../switchboard/notice.ts';
import { notificationBody } from '../../wire/graph/notification.ts';
import { allowedAddresses, type ResolveHost } from './address-guard.ts';
import { openExchange, type GraphDoorFacts } from './exchanges.ts';
import { notificationIssuer } from './identity.ts';
import { noticeItem } from './notice-item.ts';
import { NotificationQueue, type Outgoing } from './notification-queue.ts';
import type { SendRequest } from './pinned-fetch.ts';
import { readBody } from './read-body.ts';
import type { Recordings } from './recordings.ts';
import type { GraphSettings } from './settings.ts';
import { signed, type SigningKey } from './signing-keys.ts';
import { isUnheard, unless, whyNot } from './why-not.ts';

export type NotifierOptions = {
  readonly directory: Directory;
  readonly key: () => Promise<SigningKey>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settings: GraphSettings;
  readonly send: SendRequest;
  readonly resolveHost: ResolveHost;
  readonly recordings: Recordings;
  readonly locationOf: (recordingId: string) => string;
  readonly facts: Facts<GraphDoorFacts>;
  readonly signal: AbortSignal;
  /** An app could not be told of an incoming call. */
  readonly onIncomingFailed: (failure: { readonly appId: string; readonly legId: string; readonly message: string }) => void;
};

const answerBytes = 64 * 1024;

export class Notifier {
  readonly #options: NotifierOptions;
  readonly #queues = new Map<string, NotificationQueue>();

  constructor(options: NotifierOptions) {
    this.#options = options;
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
      const problem = await this.#attempt(app, ids, outgoing);
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

  /** Posts once. Gives what went wrong, in a sentence. */
  async #attempt(
    app: AppEntry,
    { legId, callId }: { readonly legId: string; readonly callId: string },
    { callbackUri, item }: Outgoing,
  ): Promise<{ readonly message: string; readonly isUnheard: boolean } | undefined> {
    const { clock, random, settings, send, signal, facts } = this.#options;
    const who = called(partyOfApp(app));
    const exchangeId = random.uuid();
    const body = JSON.stringify(notificationBody([item]));
    let exchange: ReturnType<typeof openExchange> | undefined;
    try {
      const headers = { ...notificationHeaders(callId, exchangeId), authorization: `Bearer ${await this.#token(app)}` };
      const opened = {
        exchangeId,
        direction: 'notification',
        appId: app.appId,
        callId: legId,
        method: 'POST',
        url: callbackUri,
        body,
      } as const;
      exchange = openExchange(facts, clock, { ...opened, headers: new Headers(headers) });
      const url = new URL(callbackUri);
      const addresses = url.origin === new URL(app.webhook).origin ? undefined : await this.#addresses(url, app);
      const stop = AbortSignal.any([signal, clock.deadline(settings.notificationTimeoutMs)]);
      const isFresh = item.changeType === 'created';
      const response = await unless(stop, send(url, { method: 'POST', headers, body, addresses, isFresh, signal: stop }));
      const answer = await readBody(response.body, { limitBytes: answerBytes, signal: stop });
      exchange.answered({ status: response.status, headers: response.headers, body: answer && Buffer.from(answer).toString('utf8') });
      if (response.ok) return undefined;
      const message = `${who} answered a notification at ${callbackUri} with status ${String(response.status)}. Its own log says why.`;
      return { message, isUnheard: false };
    } catch (error) {
      const why = whyNot(error);
      const remedy = why === 'connection refused' ? ' Is it running?' : '';
      const message = `${who} could not be reached at ${callbackUri}: ${why}.${remedy}`;
      exchange?.failed(message);
      return { message, isUnheard: isUnheard(error) };
    }
  }

  #addresses(url: URL, { isLocal }: AppEntry): Promise<readonly string[]> {
    const { clock, resolveHost } = this.#options;
    return allowedAddresses(url, (host) => clock.hold(() => resolveHost(host)), { isLocal });
  }

  async #token(app: AppEntry): Promise<string> {
    const { key, clock, directory, settings } = this.#options;
    const claims = { iss: notificationIssuer, aud: app.appId, tid: directory.tenantId };
    return signed(await key(), clock, claims, settings.tokenLifetimeMs);
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

function notificationHeaders(chainId: string, messageId: string): Record<string, string> {
  return {
    'user-agent': 'Microsoft-Skype/3.0,(Calling/1.0)',
    'x-microsoft-skype-chain-id': chainId,
    'x-microsoft-skype-message-id': messageId,
    'scenario-id': chainId,
    accept: 'application/json',
    'content-type': 'application/json',
  };
}
