/** What a bot asks of the service about its calls: Graph's actions, each with its retries, its token and its refusals in plain words. */
import { z } from 'zod';
import type { Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import { callResource, type Call } from '../../wire/graph/call.ts';
import { operationResource, type Operation } from '../../wire/graph/operation.ts';
import type {
  AnswerBody, CreateCallBody, PlayPromptBody, RecordResponseBody, RedirectBody, RejectBody, TransferBody,
} from '../../wire/graph/request.ts'; // prettier-ignore
import { textOf, type Answer, type Courier, type Letter } from './courier.ts';
import { PlatformError } from './errors.ts';
import { refusalOf } from './explain-refusal.ts';
import { withRetries } from './retry.ts';
import type { TokenSource } from './token.ts';

export type CommandsOptions = {
  readonly courier: Courier;
  readonly tokens: TokenSource;
  readonly clock: Clock;
  readonly random: Random;
  /** Graph's root with its version. */
  readonly baseUrl: string;
};

/** What may not be done twice may not be left in doubt either: its signal only ends the waiting between two tries. */
type Sending = Cancel & { readonly isRepeatable: boolean };

/** Each rejects with a `PlatformError` when the service says no. */
export class GraphCommands {
  readonly #options: CommandsOptions;
  readonly #calls: string;

  constructor(options: CommandsOptions) {
    this.#options = options;
    this.#calls = `${options.baseUrl.replace(/\/+$/, '')}/communications/calls`;
  }

  async create(body: CreateCallBody, options?: Cancel): Promise<Call & { readonly id: string }> {
    const letter = { method: 'POST', url: this.#calls, body: JSON.stringify(body) } as const;
    const answer = await this.#send('POST calls', letter, { ...options, isRepeatable: false });
    const call = parsed(callResource, answer, 'POST calls');
    if (call.id === undefined) throw new PlatformError('platform/odd-answer', 'POST calls was answered with a call that has no id');
    return { ...call, id: call.id };
  }

  async answer(callId: string, body: AnswerBody, options?: Cancel): Promise<void> {
    await this.#post(callId, 'answer', body, { ...options, isRepeatable: true });
  }

  async reject(callId: string, body: RejectBody, options?: Cancel): Promise<void> {
    await this.#post(callId, 'reject', body, { ...options, isRepeatable: true });
  }

  async redirect(callId: string, body: RedirectBody, options?: Cancel): Promise<void> {
    await this.#post(callId, 'redirect', body, { ...options, isRepeatable: false });
  }

  async transfer(callId: string, body: TransferBody, options?: Cancel): Promise<void> {
    await this.#post(callId, 'transfer', body, { ...options, isRepeatable: false });
  }

  /** Resolves with the operation that has begun; undefined when the answer does not name one. */
  async playPrompt(callId: string, body: PlayPromptBody, options?: Cancel): Promise<Operation | undefined> {
    return operationIn(await this.#post(callId, 'playPrompt', body, { ...options, isRepeatable: false }), 'POST playPrompt');
  }

  async recordResponse(callId: string, body: RecordResponseBody, options?: Cancel): Promise<Operation | undefined> {
    return operationIn(await this.#post(callId, 'recordResponse', body, { ...options, isRepeatable: false }), 'POST recordResponse');
  }

  async cancelMediaProcessing(callId: string, options?: Cancel): Promise<void> {
    await this.#post(callId, 'cancelMediaProcessing', { clientContext: this.#options.random.uuid() }, { ...options, isRepeatable: true });
  }

  async subscribeToTone(callId: string, options?: Cancel): Promise<void> {
    await this.#post(callId, 'subscribeToTone', { clientContext: this.#options.random.uuid() }, { ...options, isRepeatable: true });
  }

  /** `gone` once the service no longer knows the call. */
  async keepAlive(callId: string, options?: Cancel): Promise<'alive' | 'gone'> {
    return this.#unlessGone(this.#post(callId, 'keepAlive', undefined, { ...options, isRepeatable: true }), 'alive');
  }

  /** Ends the bot's part of the call; `gone` when it had ended already. */
  async hangUp(callId: string): Promise<'done' | 'gone'> {
    const letter = { method: 'DELETE', url: this.#urlOf(callId), callId } as const;
    return this.#unlessGone(this.#send('DELETE call', letter, { isRepeatable: true }), 'done');
  }

  /** Fetches a recording; its own token opens it, not ours. */
  async download(
    callId: string,
    { url, token, signal }: Cancel & { readonly url: string; readonly token: string | undefined },
  ): Promise<Uint8Array> {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const attempt = (): Promise<Answer> => this.#options.courier.send({ method: 'GET', url, headers, callId }, { signal });
    const answer = await withRetries(attempt, { ...this.#options, signal, isRepeatable: true });
    if (!isSuccess(answer)) throw refusalOf(answer, 'the download of a recording');
    return answer.bytes;
  }

  #post(callId: string, action: string, body: object | undefined, sending: Sending): Promise<Answer> {
    const letter = { method: 'POST', url: `${this.#urlOf(callId)}/${action}`, body: body && JSON.stringify(body), callId } as const;
    return this.#send(`POST ${action}`, letter, sending);
  }

  async #send(what: string, letter: Letter, { signal, isRepeatable }: Sending): Promise<Answer> {
    let tokensRefused = 0;
    const attempt = async (): Promise<Answer> => {
      const token = await this.#options.tokens.get({ signal });
      const headers = {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...(letter.body === undefined ? {} : { 'content-type': 'application/json' }),
      };
      const answer = await this.#options.courier.send({ ...letter, headers }, isRepeatable ? { signal } : {});
      if (answer.status !== 401 || tokensRefused++ > 0) return answer;
      // Keys are rolled over and tokens revoked: one new token is worth a try.
      this.#options.tokens.forget(token);
      return attempt();
    };
    const answer = await withRetries(attempt, { ...this.#options, signal, isRepeatable });
    if (!isSuccess(answer)) throw refusalOf(answer, what);
    return answer;
  }

  async #unlessGone<T>(sent: Promise<Answer>, done: T): Promise<T | 'gone'> {
    try {
      await sent;
      return done;
    } catch (error) {
      if (error instanceof PlatformError && error.status === 404) return 'gone';
      throw error;
    }
  }

  #urlOf(callId: string): string {
    return `${this.#calls}/${encodeURIComponent(callId)}`;
  }
}

function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

function operationIn(answer: Answer, what: string): Operation | undefined {
  return answer.bytes.length === 0 ? undefined : parsed(operationResource, answer, what);
}

function parsed<T>(schema: z.ZodType<T>, answer: Answer, what: string): T {
  try {
    return schema.parse(JSON.parse(textOf(answer)));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : 'it is not JSON';
    throw new PlatformError('platform/odd-answer', `${what} was answered with something unexpected: ${why}`, {
      cause,
      status: answer.status,
    });
  }
}
