/** A bot that knows nothing of Rollcall, registered at a small house, with Microsoft's client at its hand. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { sine } from '../../src/media/tones.ts';
import { writeWav } from '../../src/media/wav.ts';
import type { House } from '../../src/server/house.ts';
import { BRIDGE_PROTOCOL, bridgeSession, type BridgeSession } from '../../src/wire/bridge/session.ts';
import { MemoryExchange } from '../caller.ts';
import { Ground } from '../small-house.ts';
import type { Endpoint } from './endpoints.ts';
import { ForeignBot } from './foreign-bot.ts';
import { MicrosoftDriver } from './microsoft-driver.ts';

export const appId = 'b0000000-0000-4000-8000-000000000900';
const secret = 'a secret of a foreign bot';
/** What its prompts sound like: 700 Hz for 400 ms. */
const prompt = writeWav(sine({ hertz: [700], ms: 400 }, 0.3));

export const serviceHosted = { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' };

export function invited(id: string): object {
  return { '@odata.type': '#microsoft.graph.invitationParticipantInfo', identity: { user: { id } } };
}

export class ForeignApp implements AsyncDisposable {
  readonly house: House;
  readonly bot: ForeignBot;
  readonly exchange: MemoryExchange;
  readonly #ground: Ground;
  readonly #token: string;

  private constructor(parts: { house: House; bot: ForeignBot; exchange: MemoryExchange; ground: Ground; token: string }) {
    this.house = parts.house;
    this.bot = parts.bot;
    this.exchange = parts.exchange;
    this.#ground = parts.ground;
    this.#token = parts.token;
  }

  static async open(permissions?: readonly string[]): Promise<ForeignApp> {
    const ground = await Ground.find();
    const bot = await ForeignBot.open(prompt);
    const exchange = new MemoryExchange();
    const app = {
      name: 'foreign',
      number: '900',
      webhook: `${bot.url}/calls`,
      appId,
      secret,
      ...(permissions ? { permissions: [...permissions] } : {}),
    };
    const house = await ground.open({ apps: [app] }, { engine: exchange.engine });
    const form = {
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    };
    const answer = await fetch(`${house.url}/${house.directory.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    return new ForeignApp({ house, bot, exchange, ground, token });
  }

  graph(endpoints?: ReadonlyMap<string, Endpoint>): MicrosoftDriver {
    return new MicrosoftDriver(this.house.url, this.#token, endpoints);
  }

  /** A session of the media bridge. */
  async session(): Promise<BridgeSession> {
    const headers = { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${this.house.url}/bridge/sessions`, { method: 'POST', headers, body: '{"version":1}' });
    return bridgeSession.parse(await answer.json());
  }

  /** The socket of a session, once it is open. */
  async socket({ socketUrl }: BridgeSession): Promise<WebSocket> {
    const socket = new WebSocket(socketUrl, [BRIDGE_PROTOCOL], { headers: { authorization: `Bearer ${this.#token}` } });
    await once(socket, 'open');
    return socket;
  }

  get callbackUri(): string {
    return `${this.bot.url}/calls`;
  }

  get prompts(): readonly object[] {
    const mediaInfo = { '@odata.type': '#microsoft.graph.mediaInfo', uri: `${this.bot.url}/prompt.wav` };
    return [{ '@odata.type': '#microsoft.graph.mediaPrompt', mediaInfo }];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#ground[Symbol.asyncDispose]();
    await this.bot[Symbol.asyncDispose]();
  }
}
