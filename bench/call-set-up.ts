/**
 * What signalling costs: setting a call up, a key until the next prompt is heard, idle and busy calls. A whole house and
 * a bot on Graph, in one process, over loopback sockets with signed notifications; the people are peers in memory (L16).
 * The floor is a bare HTTP round trip with an RS256 signature made and checked, in the same process.
 *
 *     node --import jiti/register bench/call-set-up.ts [--json FILE] [--check]
 *
 * `--check` compares with that floor, so that it holds on other machines: see `BOUNDS`.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { realClock } from '../src/base/clock.ts';
import { Facts } from '../src/base/facts.ts';
import { silentLog } from '../src/base/log.ts';
import { realRandom } from '../src/base/random.ts';
import { defineBot, type BotServices } from '../src/bot/bot.ts';
import { hostBot } from '../src/bot/host.ts';
import { sine } from '../src/media/tones.ts';
import { writeWav } from '../src/media/wav.ts';
import { GraphPlatform } from '../src/platforms/graph/graph-platform.ts';
import { checked } from '../src/server/config-file.ts';
import { openHouse } from '../src/server/house.ts';
import { listen } from '../src/server/listener.ts';
import { RTP_HEADER_BYTES } from '../src/wire/rtp/rtp-packet.ts';
import { Caller, MemoryExchange } from '../test/caller.ts';

const CALLS = 300;
const BATCHES = 8;
const AT_ONCE = 20;
const KEYS = 60;
const HELD = 100;
const HELD_SECONDS = 4;
/** Multiples of the floor that may not be reached. */
const BOUNDS = { setUpP50: 30, setUpP99: 60, setUpCpu: 40, atOnce: 40, keyToCancel: 8, keyToPrompt: 60 };

type Row = { readonly what: string; readonly p50Ms: number; readonly p99Ms: number; readonly cpuMs: number; readonly floors: number };
type Connected = Awaited<ReturnType<Caller['dial']>>;

setFlagsFromString('--expose-gc');
/** Memory is only comparable once what is unused has been collected. */
const collect = runInNewContext('gc') as () => void;
const clock = realClock();
const random = realRandom();
const { values } = parseArgs({ options: { json: { type: 'string' }, check: { type: 'boolean', default: false } } });

/** What the bot in this process tells the bench. */
const told = new Facts<{ answered: string; cancelled: number }>();
/** Alternates between soft and loud, so that the first frame of a new prompt is known by its level. */
const prompts = [0.02, 0.5].map((amplitude) => writeWav(sine({ hertz: [400], ms: 2_000 }, amplitude)));
const LOUD = 8_000;

const bot = defineBot({
  name: 'bench',
  async onCall(call) {
    await call.answer();
    told.tell('answered', call.from.id);
    for (let turn = 0; !call.ended; turn++) {
      const wav = prompts[turn % 2] ?? new Uint8Array();
      const pressed = await call.ask({ prompt: isTalking ? { wav } : [], keys: ['1'], attempts: 1, timeoutMs: 600_000 });
      if (pressed.kind === 'ended') return;
    }
  },
});
let isTalking = false;

const data = await mkdtemp(join(tmpdir(), 'rollcall-bench-'));
const exchange = new MemoryExchange();
const app = { name: 'bench', number: '100', appId: 'b0000000-0000-4000-8000-000000000100', secret: 'bench-bench-bench' };
let fetchOfBot = (_: Request): Promise<Response> => Promise.resolve(new Response(null, { status: 503 }));
const botAddress = await listen({
  host: '127.0.0.1',
  port: 0,
  fetch: (request) => fetchOfBot(request),
  upgrade: () => ({ status: 404, why: 'there is no web socket here' }),
});
const people = Array.from({ length: HELD }, (_, i) => ({
  userId: `a0000000-0000-4000-8000-0000000${String(10_000 + i)}`,
  name: `Person ${String(i)}`,
  number: String(1_000 + i),
}));
const house = await openHouse(
  checked(
    { port: 0, data, log: 'silent', bots: [], apps: [{ ...app, webhook: `${botAddress.url}/calls` }], people, media: { processes: 0 } },
    'the bench',
  ),
  { clock, engine: exchange.engine, speech: { wavOf: () => Promise.resolve(prompts[0] ?? new Uint8Array()) } },
);
const platform = new GraphPlatform({
  name: 'the house',
  baseUrl: `${house.url}/v1.0`,
  tokenUrl: `${house.url}/${house.directory.tenantId}/oauth2/v2.0/token`,
  openIdUrl: `${house.url}/v1/.well-known/OpenIdConfiguration`,
  tenantId: house.directory.tenantId,
  appId: app.appId,
  secret: app.secret,
  publicUrl: botAddress.url,
  clock,
  random,
  log: silentLog,
});
fetchOfBot = (request) => platform.fetch(request);
platform.facts.on('exchange', ({ url, status }) => {
  if (status === undefined && url.endsWith('/cancelMediaProcessing')) told.tell('cancelled', clock.now());
});
const services: BotServices = { voicemail: { leave: () => Promise.reject(new Error('nobody leaves a message here')) } as never };
const host = hostBot({ bot, platform, speech: { wavOf: () => Promise.reject(new Error('nothing is spoken here')) }, services, clock, log: silentLog }); // prettier-ignore
