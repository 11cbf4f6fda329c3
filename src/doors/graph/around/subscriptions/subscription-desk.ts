/** Tells apps of the changes that they subscribed to, and of what becomes of their subscriptions. */
import type { Log } from '../../../../base/log.ts';
import type { AppEntry, Directory } from '../../../../switchboard/directory.ts';
import type { Switchboard } from '../../../../switchboard/switchboard.ts';
import type { ChangeNotification } from '../../../../wire/graph/subscription.ts';
import type { SigningKeys } from '../../identity/signing-keys.ts';
import type { Surroundings } from '../surroundings.ts';
import { maySeeThread } from '../chats/chat-readers.ts';
import { isAbout, told, type News } from './change-news.ts';
import { about, postChange } from './change-post.ts';
import { ChangeQueue } from './change-queue.ts';
import { encryptedContent } from './encrypted-content.ts';
import type { EndpointOptions } from './endpoint.ts';
import { resourceOf, rules, type SubscribedResource } from './subscribed-resource.ts';
import { SubscriptionTimers } from './subscription-timers.ts';
import type { Subscription } from './subscription.ts';

export type SubscriptionDeskOptions = EndpointOptions & {
  readonly directory: Directory;
  readonly surroundings: Surroundings;
  readonly switchboard: Pick<Switchboard, 'facts' | 'calls'>;
  readonly keys: Pick<SigningKeys, 'key'>;
  readonly log: Log;
  /** What the addresses of contents begin with: `https://host/v1.0`. */
  readonly base: string;
  readonly signal: AbortSignal;
};

type Outgoing = { readonly url: string; readonly item: ChangeNotification };
type LifecycleEvent = NonNullable<ChangeNotification['lifecycleEvent']>;

export class SubscriptionDesk {
  readonly #options: SubscriptionDeskOptions;
  readonly #queues = new Map<string, ChangeQueue<Outgoing>>();
  readonly #timers: SubscriptionTimers;
  /** Read from their texts once. */
  readonly #resources = new Map<string, SubscribedResource | undefined>();

  constructor(options: SubscriptionDeskOptions) {
    this.#options = options;
    this.#timers = new SubscriptionTimers(options.clock);
    const { surroundings, switchboard, directory, signal } = options;
    signal.addEventListener('abort', () => this.#timers[Symbol.dispose](), { once: true });
    surroundings.presence.facts.on(
      'changed',
      (presence) => {
        const tenantIds = directory.people.filter(({ userId }) => userId === presence.userId).map(({ tenantId }) => tenantId);
        this.tell({ kind: 'presence', changeType: 'updated', presence, tenantIds });
      },
      { signal },
    );
    surroundings.records.facts.on(
      'recorded',
      (story) => {
        const tenantIds = [story.from, story.to, ...story.stays.map(({ party }) => party)].map(({ tenantId }) => tenantId);
        this.tell({ kind: 'callRecord', changeType: 'created', story, tenantIds });
      },
      { signal },
    );
    surroundings.meetingCalls.facts.on(
      'happened',
      (event) => {
        const meeting = surroundings.meetings.get(event.meetingId);
        if (!meeting) return;
        const { joinWebUrl, tenantId } = meeting;
        this.tell({ kind: 'meetingCall', changeType: 'updated', event, joinWebUrl, tenantIds: [tenantId] });
      },
      { signal },
    );
    switchboard.facts.on(
      'posted',
      ({ call, message }) => {
        const tenantIds = [call.group?.meeting?.tenantId ?? '', ...call.legs.map(({ self }) => self.tenantId)];
        this.tell({ kind: 'chatMessage', changeType: 'created', message, tenantIds });
      },
      { signal },
    );
    surroundings.transcripts.facts.on(
      'made',
      (transcript) => this.tell({ kind: 'transcript', changeType: 'created', transcript, tenantIds: [transcript.tenantId] }),
      { signal },
    );
    surroundings.recordings.facts.on(
      'saved',
      (recording) => this.tell({ kind: 'recording', changeType: 'created', recording, tenantIds: [recording.tenantId] }),
      { signal },
    );
    for (const subscription of surroundings.subscriptions.values()) this.watch(subscription);
  }

  /** By what endpoints are asked whether they are there. */
  get endpoint(): EndpointOptions {
    return this.#options;
  }

  /** Tells whoever subscribed to it and may still hear of it. */
  tell(news: News): void {
    const { surroundings, base, random } = this.#options;
    const found = surroundings.subscriptions
      .values()
      .filter(({ tenantId, changeTypes }) => news.tenantIds.includes(tenantId) && changeTypes.includes(news.changeType))
      .filter((subscription) => this.#isAbout(subscription, news))
      .filter((subscription) => news.kind !== 'chatMessage' || this.#mayRead(subscription, news.message.threadId));
    if (found.length === 0) return;
    const { resource, resourceData: mere, content, isContentPlain } = told(news, base);
    for (const subscription of found) {
      if (!this.#mayHear(subscription)) {
        this.#lifecycle(subscription.subscriptionId, 'subscriptionRemoved');
        this.#remove(subscription.subscriptionId);
        continue;
      }
      const { subscriptionId, certificate, notificationUrl, tenantId } = subscription;
      const sealed = certificate ? { encryptedContent: encryptedContent(content, certificate, random) } : {};
      const resourceData = isContentPlain && !certificate ? { ...mere, ...content } : mere;
      const change = { changeType: news.changeType, resource, resourceData, organizationId: tenantId, ...sealed };
      this.#queueOf(subscriptionId, subscription.appId).push({ url: notificationUrl, item: { ...about(subscription), ...change } });
    }
  }

  /** From now on it ends in time, and its app is warned before. Again after each renewal. */
  watch({ subscriptionId, expiresMs, authorizedMs, lifecycleUrl }: Subscription): void {
    const { surroundings, signal } = this.#options;
    if (signal.aborted) return;
    const aheadMs = Math.min(surroundings.settings.subscriptions.reauthorizeAheadMs, (expiresMs - authorizedMs) / 2);
    this.#timers.set(subscriptionId, {
      expiresMs,
      warnMs: lifecycleUrl === undefined ? undefined : expiresMs - aheadMs,
      onWarn: () => this.#lifecycle(subscriptionId, 'reauthorizationRequired'),
      onExpired: () => this.#remove(subscriptionId),
    });
  }

  /** It is no more. */
  forget(subscriptionId: string): void {
    this.#timers.clear(subscriptionId);
    this.#resources.delete(subscriptionId);
  }

  #isAbout({ subscriptionId, resource }: Subscription, news: News): boolean {
    if (!this.#resources.has(subscriptionId)) this.#resources.set(subscriptionId, resourceOf(resource));
    const subscribed = this.#resources.get(subscriptionId);
    return subscribed !== undefined && isAbout(subscribed, news);
  }

  #appOf(appId: string): AppEntry | undefined {
    return this.#options.directory.apps.find((app) => app.appId === appId);
  }

  /** Its app is registered, and the permission has not been taken back. */
  #mayHear({ subscriptionId, appId, tenantId }: Subscription): boolean {
    const subscribed = this.#resources.get(subscriptionId);
    const grants = this.#appOf(appId)?.grants[tenantId] ?? [];
    return subscribed !== undefined && rules[subscribed.kind].permissions.some((each) => grants.includes(each));
  }

  /** Whoever has a permission for single chats hears of those in which it takes part, while it does. */
  #mayRead({ appId, tenantId }: Subscription, threadId: string): boolean {
    const caller = { appId, roles: this.#appOf(appId)?.grants[tenantId] ?? [] };
    return maySeeThread({ caller, switchboard: this.#options.switchboard }, threadId, rules.chatMessage.permissions);
  }

  #remove(subscriptionId: string): void {
    const { surroundings, log } = this.#options;
    this.forget(subscriptionId);
    surroundings.subscriptions
      .remove(subscriptionId)
      .catch((error: unknown) => log.error('a subscription could not be removed', { error }));
  }

  #lifecycle(subscriptionId: string, lifecycleEvent: LifecycleEvent): void {
    const subscription = this.#options.surroundings.subscriptions.get(subscriptionId);
    if (subscription?.lifecycleUrl === undefined) return;
    const item = { ...about(subscription), lifecycleEvent };
    this.#queueOf(subscriptionId, subscription.appId, lifecycleEvent).push({ url: subscription.lifecycleUrl, item });
  }

  /** What becomes of the subscription goes beside its changes, which may be stuck. */
  #queueOf(subscriptionId: string, appId: string, lane: LifecycleEvent | 'changes' = 'changes'): ChangeQueue<Outgoing> {
    const { clock, signal, surroundings, log } = this.#options;
    const name = lane === 'changes' ? subscriptionId : `${subscriptionId} lifecycle`;
    const there = this.#queues.get(name);
    if (there) return there;
    const queue = new ChangeQueue<Outgoing>({
      clock,
      signal,
      settings: surroundings.settings.subscriptions,
      post: (outgoing) => this.#post(appId, outgoing),
      onMissed: () => {
        log.warn('changes could not be told', { appId, subscriptionId });
        if (lane === 'changes') this.#lifecycle(subscriptionId, 'missed');
      },
      onIdle: () => this.#queues.delete(name),
    });
    this.#queues.set(name, queue);
    return queue;
  }

  #post(appId: string, { url, item }: Outgoing): Promise<boolean> {
    const app = this.#appOf(appId);
    // Gone, and nobody to try again for.
    if (!app) return Promise.resolve(true);
    const timeoutMs = this.#options.surroundings.settings.subscriptions.notificationMs;
    return postChange(url, item, { app, options: { ...this.#options, timeoutMs } });
  }
}
