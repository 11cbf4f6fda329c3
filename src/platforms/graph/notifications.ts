/** The webhook: takes in what the service posts, checks that it is genuine and new, says 202, and hands it on. */
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import { shownBody, shownHeaders, type WireExchange } from '../../wire/graph/exchange.ts';
import { parseNotifications, type Notification } from '../../wire/graph/notification.ts';
import { readLimited } from './read-limited.ts';
import { ReplayGuard } from './replay-guard.ts';
import type { NotificationVerifier } from './verify-notification.ts';

const LONGEST_BODY = 1024 * 1024;

export type NotificationsOptions = {
  readonly verifier: Pick<NotificationVerifier, 'verify'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly appId: string;
  readonly report: (exchange: WireExchange) => void;
  /** Called after the answer was given, in the order of the messages. Must not throw. */
  readonly deliver: (notification: Notification) => void;
};

export class Notifications {
  readonly #options: NotificationsOptions;
  readonly #guard: ReplayGuard;

  constructor(options: NotificationsOptions) {
    this.#options = options;
    this.#guard = new ReplayGuard(options);
  }

  /** Answers 202, 204 to a call in the older format, which then comes again in Graph's, or 403 with no word of why: that is for the log and the inspector alone. */
  async receive(request: Request): Promise<Response> {
    const { clock, random, appId, report, log } = this.#options;
    const startedAt = clock.now();
    const body = await readLimited(request.body, LONGEST_BODY).catch(() => undefined);
    const text = body && new TextDecoder().decode(body);
    const messageId = request.headers.get('x-microsoft-skype-message-id');
    const came: WireExchange = {
      exchangeId: messageId ?? random.uuid(),
      seenBy: 'bot',
      direction: 'notification',
      appId,
      callId: text === undefined ? undefined : /\/calls\/([^/"?\\]+)/i.exec(text)?.[1],
      atMs: clock.wallMs(),
      method: request.method,
      url: request.url,
      requestHeaders: shownHeaders(request.headers),
      requestBody: text === undefined ? `(more than ${String(LONGEST_BODY)} bytes, or cut off)` : shownBody(text),
    };
    report(came);
    const { response, problem } = await this.#judge(request, text, messageId);
    if (problem !== undefined) log.warn('a notification was turned away', { problem, status: response.status, callId: came.callId });
    report({
      ...came,
      status: response.status,
      responseHeaders: shownHeaders(response.headers),
      responseBody: '',
      tookMs: clock.now() - startedAt,
      problem,
    });
    return response;
  }

  async #judge(request: Request, text: string | undefined, messageId: string | null): Promise<{ response: Response; problem?: string }> {
    if (text === undefined) return { response: answer(request, 413), problem: 'the notification is too large, or was cut off' };
    const verdict = await this.#options.verifier.verify(request.headers.get('authorization'));
    if (verdict.kind === 'refused') return { response: answer(request, 403), problem: `not accepted: ${verdict.why}` };
    if (verdict.kind === 'undecided') return { response: answer(request, 503), problem: verdict.why };
    if (this.#guard.isRepeat(messageId)) return { response: answer(request, 202), problem: 'a repeat, ignored' };
    const read = parsed(text);
    if (read === 'legacy') return { response: answer(request, 204), problem: 'in the older format; asked for it in Graph’s' };
    if ('problem' in read) return { response: answer(request, 400), problem: read.problem };
    this.#guard.taken(messageId);
    queueMicrotask(() => read.notifications.forEach((each) => this.#options.deliver(each)));
    return { response: answer(request, 202) };
  }
}

function parsed(text: string): { readonly notifications: readonly Notification[] } | { readonly problem: string } | 'legacy' {
  try {
    const json: unknown = JSON.parse(text);
    return isLegacy(json) ? 'legacy' : { notifications: parseNotifications(json) };
  } catch (error) {
    return { problem: `it could not be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The first message of a call in the format that was before Graph: `{ id, participants, callState: 'incoming', … }`. 204 asks for Graph's. */
function isLegacy(json: unknown): boolean {
  return typeof json === 'object' && json !== null && !('value' in json) && 'callState' in json && 'participants' in json;
}

/** The service finds its own headers again in the answer, as Microsoft's SDK does it. */
function answer(request: Request, status: number): Response {
  const headers = new Headers();
  for (const name of ['client-request-id', 'scenario-id']) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(null, { status, headers });
}
