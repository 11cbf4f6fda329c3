/**
 * What it costs a lab to know by their sound which texts were heard: somebody hears ten sentences out of Opus, asks what was
 * heard every 100 ms, and the catalogue holds 20 texts, or 500 of which nearly none is ever said.
 *
 *     node --import jiti/register bench/hearing.ts [--json FILE] [--check]
 *
 * `--check` fails when 500 texts cost more than 3.5 times as much as 20, or when a sentence is missed or made up.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { seededRandom } from '../src/base/random.ts';
import { Catalogue } from '../src/testing/hearing/spoken.ts';
import { Hearing, laid, throughOpus } from '../src/testing/hearing/test-arrangement.ts';
import { builtInVoice } from '../src/testing/voices/built-in-voice.ts';
import { busyFor, fail, rounded } from './parts/figures.ts';

type Row = {
  readonly texts: number;
  /** Of speech that was heard. */
  readonly seconds: number;
  readonly missed: number;
  readonly madeUp: number;
  /** Once for each text of the catalogue. */
  readonly learnMsPerText: number;
  /** Processor time for each second of speech, without learning. */
  readonly cpuMsPerSecond: number;
};

const SENTENCES = 10;
const ROUNDS = 3;
const SYLLABLES = 'ba co di fe gu ha jo ki le mu na po qui re so tu va we xi yo ze bri cla dro fle gri plo spe tra'.split(' ');

const { values } = parseArgs({ options: { json: { type: 'string' }, check: { type: 'boolean', default: false } } });
const texts = textsOf(500);
const said = Array.from({ length: SENTENCES }, (_, i) => texts[i * 2 + 1] ?? '');
// The first run is thrown away: it compiles.
await measured(20);
const rows = [await measured(20), await measured(500)];
const [few, many] = rows;
const ratios = { manyToFew: rounded((many?.cpuMsPerSecond ?? NaN) / (few?.cpuMsPerSecond ?? NaN)) };
console.table(rows);
console.table(ratios);
if (values.json !== undefined) {
  await writeFile(values.json, `${JSON.stringify({ bench: 'hearing', node: process.version, rows, ratios }, null, 2)}\n`);
}
if (values.check) {
  if (!(ratios.manyToFew <= 3.5)) fail(`with 500 texts hearing costs ${String(ratios.manyToFew)} times as much as with 20`);
  for (const { texts: count, missed, madeUp } of rows) {
    if (missed + madeUp > 0) fail(`of ${String(count)} texts ${String(missed)} were missed and ${String(madeUp)} made up`);
  }
}

async function measured(count: number): Promise<Row> {
  const voice = builtInVoice();
  const catalogue = new Catalogue();
  for (const text of texts.slice(0, count)) catalogue.add({ text, by: 'bot', ...(await voice.speak(text, { speaker: 'bot' })) });
  const sounds = new Map(Array.from(catalogue.all, ({ text, samples }) => [text, samples]));
  let atMs = 500;
  const parts = said.map((text) => {
    const part = { samples: sounds.get(text) ?? new Int16Array(0), atMs };
    atMs += part.samples.length / 16 + 600;
    return part;
  });
  const heard = await throughOpus(laid(parts, Math.ceil(atMs / 20) * 20));
  const learnMs = await busyFor(async () => new Hearing(catalogue).take(heard.subarray(0, 1_600)));
  const found: string[][] = [];
  const cpuMs = await busyFor(async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const hearing = new Hearing(catalogue).take(heard).listen(atMs + 3_000);
      found.push(hearing.listener.heard().map(({ full }) => full));
    }
  });
  const seconds = parts.reduce((sum, { samples }) => sum + samples.length / 16_000, 0);
  const all = found.flat();
  const right = found.reduce((sum, list) => sum + said.filter((text) => list.includes(text)).length, 0);
  return {
    texts: count,
    seconds: rounded(seconds),
    missed: SENTENCES * ROUNDS - right,
    madeUp: all.length - right,
    learnMsPerText: rounded(learnMs / count),
    cpuMsPerSecond: rounded(cpuMs / ROUNDS / seconds),
  };
}

/** Sentences of made-up words, the same on each machine: a few dozen syllables, so that many begin alike or hold the beginning of others. */
function textsOf(count: number): string[] {
  const random = seededRandom(7);
  const one = (list: readonly string[]): string => list[Math.floor(random.unit() * list.length)] ?? '';
  const made = new Set<string>();
  while (made.size < count) {
    const word = (): string => one(SYLLABLES) + one(SYLLABLES) + (random.unit() < 0.5 ? one(SYLLABLES) : '');
    made.add(`${Array.from({ length: 4 + Math.floor(random.unit() * 6) }, word).join(' ')}.`);
  }
  return [...made];
}
