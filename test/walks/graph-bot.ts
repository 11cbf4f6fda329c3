/** A bot of somebody else for walks: a web server that is told of calls, and speaks Graph with the secret that it was given. */
import { ForeignBot, type Told } from '../contract/foreign-bot.ts';

/** What a bot has to be told; the names are those of the printed variables. */
export type BotWords = {
  readonly MicrosoftAppId: string;
  readonly MicrosoftAppPassword: string;
  readonly TOKEN_URL: string;
  readonly GRAPH_BASE_URL: string;
};

export const hostedMedia = { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' };

export class GraphBot implements AsyncDisposable {
  readonly #server: ForeignBot;
  #words: BotWords | undefined;
  #token = '';

  private constructor(server: ForeignBot) {
    this.#server = server;
  }

  /** Listens; `prompt` is the WAV that it serves. */
  static async open(prompt: Uint8Array): Promise<GraphBot> {
    return new GraphBot(await ForeignBot.open(prompt));
  }

  get webhook(): string {
    return `${this.#server.url}/calls`;
  }

  get prompts(): object[] {
    const mediaInfo = { '@odata.type': '#microsoft.graph.mediaInfo', uri: `${this.#server.url}/prompt.wav` };
    return [{ '@odata.type': '#microsoft.graph.mediaPrompt', mediaInfo }];
  }

  /** Fetches a token with the secret: what was consented to by now is in it. */
  async signIn(words: BotWords | undefined = this.#words): Promise<void> {
    if (words === undefined) throw new TypeError('the bot was not told who it is');
    this.#words = words;
    const answer = await fetch(words.TOKEN_URL, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: words.MicrosoftAppId,
        client_secret: words.MicrosoftAppPassword,
        scope: 'https://graph.microsoft.com/.default',
      }),
    });
    const { access_token: token, error_description: why } = (await answer.json()) as { access_token?: string; error_description?: string };
    if (token === undefined) throw new Error(`no token: ${String(answer.status)} ${why ?? ''}`);
    this.#token = token;
  }

  /** Any answer, with its body. `path` is `/calls/…`, or `/users/…`. */
  async ask(method: string, path: string, body?: object): Promise<{ readonly status: number; readonly body: unknown }> {
    const under = path.startsWith('/calls') ? '/communications' : '';
    const answer = await fetch(`${this.#words?.GRAPH_BASE_URL ?? ''}${under}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }

  /** An answer that must not be a refusal. */
  async done<T = { readonly id: string }>(method: string, path: string, body?: object): Promise<T> {
    const answer = await this.ask(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  }

  /** Calls people; several make a group call. Gives the call's id. */
  async call(userIds: readonly string[], subject?: string): Promise<string> {
    const targets = userIds.map((id) => ({ '@odata.type': '#microsoft.graph.invitationParticipantInfo', identity: { user: { id } } }));
    const body = { callbackUri: this.webhook, targets, requestedModalities: ['audio'], mediaConfig: hostedMedia, subject };
    return (await this.done('POST', '/calls', { '@odata.type': '#microsoft.graph.call', ...body })).id;
  }

  /** Who takes part, by name. */
  async participants(callId: string): Promise<ReadonlyMap<string, string>> {
    type Listed = { value: { id: string; info: { identity: Record<string, { displayName?: string } | null> } }[] };
    const { value } = await this.done<Listed>('GET', `/calls/${callId}/participants`);
    const nameOf = (identity: Record<string, { displayName?: string } | null>): string =>
      Object.values(identity).find((each) => each?.displayName !== undefined)?.displayName ?? 'nobody';
    return new Map(value.map(({ id, info }) => [nameOf(info.identity), id]));
  }

  told(matches: (told: Told) => boolean): Promise<Told> {
    return this.#server.told(matches);
  }

  /** The call has sound. */
  established(callId: string): Promise<Told> {
    return this.#server.state(callId, 'established', { withSound: true });
  }

  operation(operationId: string): Promise<Told> {
    return this.#server.operation(operationId);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#server[Symbol.asyncDispose]();
  }
}
