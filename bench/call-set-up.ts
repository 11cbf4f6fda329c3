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
import { realClock } from '../src/base/clock.ts';
import { Facts } from '../src/base/facts.ts';
import { silentLog } from '../src/base/log.ts';
import { realRandom } from '../src/base/random.ts';
import { defineBot, type BotServices } from '../src/bot/bot.ts';
import { hostBot } from '../src/bot/host.ts';
import { sine } from '../src/media/tones.ts';
import { FRAME_MS } from '../src/media/frame.ts';
import { writeWav } from '../src/media/wav.ts';
import { GraphPlatform } from '../src/platforms/graph/graph-platform.ts';
import { checked } from '../src/server/config-file.ts';
import { openHouse } from '../src/server/house.ts';
import { listen } from '../src/server/listener.ts';
import { RTP_HEADER_BYTES } from '../src/wire/rtp/rtp-packet.ts';
import { Caller, MemoryExchange, type Heard } from '../test/caller.ts';
import { busyFor, fail, grownBy, percentile, rounded } from './parts/figures.ts';
import { signedPosts, type Figures } from './parts/signed-post.ts';

const CALLS = 120;
const BATCHES = 5;
const AT_ONCE = 20;
const KEYS = 30;
const HELD = 50;
const HELD_SECONDS = 3;
/** Multiples of the floor that may not be reached. */
const BOUNDS = { setUpP50: 30, setUpP99: 20, setUpCpu: 30, atOnceP50: 30, keyToCancelP50: 12, keyToPromptP50: 2 };

type Row = { readonly what: string; readonly p50Ms: number; readonly p99Ms: number; readonly cpuMs: number; readonly floors: number };
type Dialled = Awaited<ReturnType<Caller['dial']>>;
type Timed = { readonly ms: readonly number[]; readonly cpuMs: number };
type SetUp = { readonly dialled: Dialled; readonly tookMs: number };

const clock = realClock();
const random = realRandom();
const { values } = parseArgs({ options: { json: { type: 'string' }, check: { type: 'boolean', default: false } } });

/** Whether the bot plays prompts, or only waits for keys. */
let isTalking = false;
/** What the bot in this process tells the bench. */
const told = new Facts<{ answered: { userId: string }; cancelled: { atMs: number }; over: { callId: string } }>();
/** Alternates between soft and loud, so that the first frame of a new prompt is known by its level. */
const prompts = [0.02, 0.5].map((amplitude) => writeWav(sine({ hertz: [400], ms: 2_000 }, amplitude)));
const isPrompt = [(peak: number) => peak > 300 && peak < 1_000, (peak: number) => peak > 8_000] as const;

const bot = defineBot({
  name: 'bench',
  async onCall(call) {
    await call.answer();
    told.tell('answered', { userId: call.from.id });
    for (let turn = 0; !call.ended; turn++) {
      const wav = prompts[turn % 2] ?? new Uint8Array();
      const pressed = await call.ask({ prompt: isTalking ? { wav } : [], keys: ['1'], attempts: 1, timeoutMs: 600_000 });
      if (pressed.kind === 'ended') return;
    }
  },
});

const data = await mkdtemp(join(tmpdir(), 'rollcall-bench-'));
const exchange = new MemoryExchange({ keepMs: 1_000 });
const app = { name: 'bench', number: '100', appId: 'b0000000-0000-4000-8000-000000000100', secret: 'bench-bench-bench' };
let fetchOfBot: (request: Request) => Promise<Response> = () => Promise.resolve(new Response(null, { status: 503 }));
const botAddress = await listen({
  host: '127.0.0.1',
  port: 0,
  fetch: (request) => fetchOfBot(request),
  upgrade: () => ({ status: 404, body: 'there is no web socket here' }),
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
  baseUrl: `${house.url}/v1.0`,
  tokenUrl: `${house.url}/${house.directory.tenantId}/oauth2/v2.0/token`,
  openIdUrl: `${house.url}/v1/.well-known/OpenIdConfiguration`,
  tenantId: house.directory.tenantId,
  ...app,
  publicUrl: botAddress.url,
  clock,
  random,
  log: silentLog,
});
fetchOfBot = (request) => platform.fetch(request);
platform.facts.on('exchange', ({ url, status }) => {
  if (status === undefined && url.endsWith('/cancelMediaProcessing')) told.tell('cancelled', { atMs: clock.now() });
});
const host = hostBot({
  bot,
  platform,
  speech: { wavOf: () => Promise.reject(new Error('nothing is spoken here')) },
  // The bot takes no messages.
  services: {} as BotServices,
  clock,
  log: silentLog,
  onFact: (fact) => fact.kind === 'callOver' && told.tell('over', { callId: fact.callId }),
});

const pages: Caller[] = [];
const floor = await signedPosts(AT_ONCE);
// The first calls compile, fetch the token and the keys.
await openPages(1);
await sequential(pageAt(0), 30);
await openPages(HELD);
const empty = await busyFor(() => clock.sleep(HELD_SECONDS * 1000));
const idle = await held(HELD, false);
await openPages(AT_ONCE);
const talking = await held(AT_ONCE, true);
const parallel = await atOnce(BATCHES);
await openPages(1);
const setUp = await sequential(pageAt(0), CALLS);
const keys = await keyPresses(pageAt(0));

const rows: Row[] = [
  { what: 'floor: signed POST', ...floor.one, floors: 1 },
  { what: `floor: ${String(AT_ONCE)} signed POSTs at once`, ...floor.many, floors: rounded(floor.many.p50Ms / floor.one.p50Ms) },
  rowOf('dial → established, sound up', setUp, floor.one),
  rowOf(`dial → established, ${String(AT_ONCE)} at once`, parallel, floor.many),
  rowOf('key → cancelMediaProcessing sent', { ms: keys.cancel, cpuMs: 0 }, floor.one),
  rowOf('key → next prompt is heard', { ms: keys.prompt, cpuMs: keys.cpuMs }, floor.one),
];
const perCall = [
  { what: `idle, ${String(HELD)} calls`, corePercent: rounded((idle.cpuMs - empty) / HELD_SECONDS / 10 / HELD), kilobytes: idle.kilobytes },
  { what: `a key and a prompt a second, ${String(AT_ONCE)} calls`, corePercent: rounded((talking.cpuMs - empty) / HELD_SECONDS / 10 / AT_ONCE), kilobytes: talking.kilobytes }, // prettier-ignore
];
console.table(rows);
console.table(perCall);
const ratios = {
  setUpP50: rounded(percentile(setUp.ms, 0.5) / floor.one.p50Ms),
  setUpP99: rounded(percentile(setUp.ms, 0.99) / floor.one.p99Ms),
  setUpCpu: rounded(setUp.cpuMs / floor.one.cpuMs),
  atOnceP50: rounded(percentile(parallel.ms, 0.5) / floor.many.p50Ms),
  keyToCancelP50: rounded(percentile(keys.cancel, 0.5) / floor.one.p50Ms),
  /** Against a floor and a frame together: the engine may have just begun a frame when the prompt comes. */
  keyToPromptP50: rounded(percentile(keys.prompt, 0.5) / (floor.one.p50Ms + FRAME_MS)),
};
console.table(ratios);
if (values.json !== undefined) {
  await writeFile(values.json, `${JSON.stringify({ bench: 'call-set-up', node: process.version, rows, perCall, ratios }, null, 2)}\n`);
}
if (values.check) {
  for (const [name, bound] of Object.entries(BOUNDS)) {
    const ratio = ratios[name as keyof typeof BOUNDS];
    if (!(ratio < bound)) fail(`${name} is ${String(ratio)} times the floor; it is to be less than ${String(bound)}`);
  }
  // A call at rest costs less than a round trip each second; a key with its prompt no more than a set-up may.
  const roundTrips = (ms: number, count: number): number => rounded((ms - empty) / HELD_SECONDS / count / floor.one.cpuMs);
  const [atRest, atWork] = [roundTrips(idle.cpuMs, HELD), roundTrips(talking.cpuMs, AT_ONCE)];
  if (!(atRest < 1)) fail(`an idle call costs ${String(atRest)} round trips a second`);
  if (!(atWork < BOUNDS.setUpCpu)) fail(`a key and a prompt cost ${String(atWork)} round trips`);
}

for (const page of pages) page[Symbol.dispose]();
await host[Symbol.asyncDispose]();
await platform[Symbol.asyncDispose]();
await house[Symbol.asyncDispose]();
await botAddress[Symbol.asyncDispose]();
await rm(data, { recursive: true, force: true });

/** Dials, and waits until both ends know that sound is up. */
async function placed(page: Caller, userId: string, hears?: Heard): Promise<SetUp> {
  const answered = told.next('answered', { matches: (fact) => fact.userId === userId });
  const begin = clock.now();
  const dialled = await page.dial(app.number, hears);
  await Promise.all([answered, page.line(dialled.legId, 'connected')]);
  return { dialled, tookMs: clock.now() - begin };
}

async function ended(page: Caller, { legId }: Dialled): Promise<void> {
  const over = told.next('over');
  await page.hangUp(legId);
  await over;
}

async function sequential(page: Caller, count: number): Promise<Timed> {
  const ms: number[] = [];
  const cpuMs = await busyFor(async () => {
    for (let i = 0; i < count; i++) {
      const { dialled, tookMs } = await placed(page, userOf(0));
      ms.push(tookMs);
      await ended(page, dialled);
    }
  });
  return { ms, cpuMs: cpuMs / count };
}

async function atOnce(batches: number): Promise<Timed> {
  const ms: number[] = [];
  const cpuMs = await busyFor(async () => {
    for (let batch = 0; batch < batches; batch++) {
      const calls = await Promise.all(pages.slice(0, AT_ONCE).map((page, i) => placed(page, userOf(i))));
      ms.push(...calls.map(({ tookMs }) => tookMs));
      for (const [i, { dialled }] of calls.entries()) await ended(pageAt(i), dialled);
    }
  });
  return { ms, cpuMs: cpuMs / batches / AT_ONCE };
}

async function keyPresses(page: Caller): Promise<{ readonly cancel: number[]; readonly prompt: number[]; readonly cpuMs: number }> {
  isTalking = true;
  const cancel: number[] = [];
  const prompt: number[] = [];
  const levels = new Facts<{ peak: { peak: number } }>();
  const { dialled } = await placed(page, userOf(0), (_, packet) => levels.tell('peak', { peak: peakOf(packet) }));
  const heard = (turn: number): Promise<unknown> => levels.next('peak', { matches: ({ peak }) => isPrompt[turn % 2 === 0 ? 0 : 1](peak) });
  await heard(0);
  const cpuMs = await busyFor(async () => {
    for (let turn = 1; turn <= KEYS; turn++) {
      await clock.sleep(60 + random.unit() * 60);
      const begin = clock.now();
      const cancelled = told.next('cancelled');
      const next = heard(turn).then(() => clock.now());
      const pressing = dialled.person.press('1', { ms: 40 });
      cancel.push((await cancelled).atMs - begin);
      prompt.push((await next) - begin);
      await pressing;
    }
  });
  await ended(page, dialled);
  isTalking = false;
  return { cancel, prompt, cpuMs: cpuMs / KEYS };
}

/** Calls that are up together, and what they cost while they are. */
async function held(count: number, talk: boolean): Promise<{ readonly cpuMs: number; readonly kilobytes: number }> {
  isTalking = talk;
  // What the people themselves take is theirs, not the calls'.
  const bytesOfPerson = await grownBy(() => Promise.all(Array.from({ length: count }, () => exchange.person())));
  const calls: Dialled[] = [];
  const grown = await grownBy(async () => {
    for (let i = 0; i < count; i++) calls.push((await placed(pageAt(i), userOf(i))).dialled);
    return calls;
  });
  // What setting them up left to do is not theirs any more.
  await clock.sleep(1_000);
  const cpuMs = await busyFor(async () => {
    for (let second = 0; second < HELD_SECONDS; second++) {
      const end = clock.now() + 1_000;
      if (talk) await Promise.all(calls.map(({ person }) => person.press('1', { ms: 40 })));
      await clock.sleep(Math.max(0, end - clock.now()));
    }
  });
  for (const [i, call] of calls.entries()) await ended(pageAt(i), call);
  isTalking = false;
  return { cpuMs, kilobytes: Math.round((grown - bytesOfPerson) / count / 1024) };
}

/** So many pages are open after this. */
async function openPages(count: number): Promise<void> {
  for (const page of pages.splice(count)) page[Symbol.dispose]();
  while (pages.length < count) pages.push(await Caller.open(house.url, userOf(pages.length), exchange));
}

function pageAt(index: number): Caller {
  const page = pages[index];
  if (!page) throw new Error(`there is no page ${String(index)}`);
  return page;
}

function userOf(index: number): string {
  return people[index]?.userId ?? '';
}

/** The loudest sample of a packet of L16. */
function peakOf(packet: Uint8Array): number {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  let peak = 0;
  for (let at = RTP_HEADER_BYTES; at + 1 < packet.length; at += 2) peak = Math.max(peak, Math.abs(view.getInt16(at)));
  return peak;
}

function rowOf(what: string, { ms, cpuMs }: Timed, { p50Ms }: Figures): Row {
  return {
    what,
    p50Ms: percentile(ms, 0.5),
    p99Ms: percentile(ms, 0.99),
    cpuMs: rounded(cpuMs),
    floors: rounded(percentile(ms, 0.5) / p50Ms),
  };
}
