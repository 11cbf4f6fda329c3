/** A bot of somebody else's, registered while the house is open: rung at its number, known by its secret, gone when it is removed. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { realClock } from '../src/base/clock.ts';
import { realRandom } from '../src/base/random.ts';
import { setupOf } from '../src/server/apps/app-setup.ts';
import type { AdminCommand } from '../src/server/apps/admin-command.ts';
import { administer, type Administered } from '../src/server/apps/administer.ts';
import { checked } from '../src/server/config-file.ts';
import { Caller, MemoryExchange } from './caller.ts';
import { ada, Ground } from './small-house.ts';

type Heard = { readonly authorization: string; readonly body: { value: { changeType: string; resource: string; resourceUrl: string }[] } };

let ground: Ground;
const heard: Heard[] = [];
const bot = createServer((request, response) => void hear(request).then(() => response.writeHead(202).end()));
beforeAll(async () => {
  ground = await Ground.find();
  await new Promise<void>((resolve) => void bot.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await ground[Symbol.asyncDispose]();
  bot.closeAllConnections();
  await new Promise((resolve) => void bot.close(resolve));
});

test('one command makes a bot reachable and able to answer, without a restart', { timeout: 30_000 }, async () => {
  const exchange = new MemoryExchange();
  const data = join(ground.folder, 'data');
  const house = await ground.open({ data }, { engine: exchange.engine });
  const say = (command: AdminCommand): Promise<Administered> =>
    administer(command, checked({ data }, 'the test'), { clock: realClock(), random: realRandom() });
  using page = await Caller.open(house.url, ada, exchange);

  const webhook = `http://127.0.0.1:${String((bot.address() as AddressInfo).port)}/calls`;
  const added = await say({ do: 'app.add', name: 'theirs', number: '300', webhook });
  const { answer, places } = added;
  if (answer.kind !== 'app' || !places) throw new Error('it was not added');
  expect([added.isOpen, places.url]).toEqual([true, house.url]);
  const { endpoints, appId } = setupOf(answer.app, places, answer.secret);

  const { legId } = await page.dial('300');
  await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(1);
  const [incoming] = heard;
  const openId = (await (await fetch(endpoints.notificationOpenId)).json()) as { jwks_uri: string; issuer: string };
  const keys = createRemoteJWKSet(new URL(openId.jwks_uri));
  const { payload } = await jwtVerify(incoming?.authorization.replace('Bearer ', '') ?? '', keys, {
    issuer: openId.issuer,
    audience: appId,
  });
  expect(payload['tid']).toBe(house.directory.tenantId);

  const form = {
    grant_type: 'client_credentials',
    client_id: appId,
    client_secret: answer.secret ?? '',
    scope: 'https://graph.microsoft.com/.default',
  };
  const tokenOf = (): Promise<Response> => fetch(endpoints.token, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token: token } = (await (await tokenOf()).json()) as { access_token: string };
  const path = (incoming?.body.value[0]?.resourceUrl ?? incoming?.body.value[0]?.resource ?? '').replace(
    /^\/?(app\/calls|communications\/calls)/,
    '/communications/calls',
  );
  const command = (action: string, body: object): Promise<Response> =>
    fetch(`${endpoints.graph}${path}/${action}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const mediaConfig = { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' };
  const taken = await command('answer', { callbackUri: webhook, acceptedModalities: ['audio'], mediaConfig });
  expect([taken.status, await taken.text()]).toEqual([202, '']);
  await page.line(legId, 'connected');

  await say({ do: 'app.remove', app: 'theirs' });
  const refused = await command('keepAlive', {});
  expect([refused.status, await refused.json()]).toMatchObject([403, { error: { code: '7503' } }]);
  expect((await tokenOf()).status).toBe(400);
});

async function hear(request: IncomingMessage): Promise<void> {
  const body = JSON.parse(await textOf(request)) as Heard['body'];
  heard.push({ authorization: request.headers.authorization ?? '', body });
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
