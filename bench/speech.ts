/**
 * How soon each voice of this machine is heard, and how much faster than life it speaks.
 *
 *     node --import jiti/register bench/speech.ts [--json FILE] [--check]
 *
 * `--check` fails when the voice that is chosen by default is heard later than 150 ms (median).
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { realClock } from '../src/base/clock.ts';
import { silentLog } from '../src/base/log.ts';
import { chooseVoice, type ProviderName } from '../src/speech/choose-voice.ts';
import type { TextToSpeech } from '../src/speech/text-to-speech.ts';

type Row = {
  readonly voice: string;
  readonly firstSoundMs: number;
  readonly firstSoundWorstMs: number;
  readonly longTextFirstSoundMs: number;
  /** Seconds of work for a second of speech. */
  readonly realTimeFactor: number;
  firstSoundToEspeak?: number;
  realTimeToEspeak?: number;
};

const PROVIDERS: readonly ProviderName[] = ['flite', 'espeak-ng', 'espeak-voice'];
const SHORT = 'Thank you for calling Contoso.';
const LONG =
  'Thank you for calling Contoso. For sales, press one. For support, press two. To speak to a person at the front desk, press zero at any time, or simply stay on the line.';
const LIMIT_MS = 150;
const ROUNDS = 15;
const clock = realClock();

const { values } = parseArgs({ options: { json: { type: 'string' }, check: { type: 'boolean', default: false } } });
const rows: Row[] = [];
for (const provider of PROVIDERS) {
  const row = await measured(provider);
  if (row) rows.push(row);
}
const espeak = rows.find(({ voice }) => voice === 'espeak-ng');
for (const row of rows) {
  if (!espeak) continue;
  row.firstSoundToEspeak = rounded(row.firstSoundMs / espeak.firstSoundMs);
  row.realTimeToEspeak = rounded(row.realTimeFactor / espeak.realTimeFactor);
}
console.table(rows);
if (values.json !== undefined)
  await writeFile(values.json, `${JSON.stringify({ bench: 'speech', node: process.version, limitMs: LIMIT_MS, rows }, null, 2)}\n`);
if (values.check) await check();

async function measured(provider: ProviderName): Promise<Row | undefined> {
  const chosen = await chooseVoice({ clock, log: silentLog, provider }).catch(() => undefined);
  if (!chosen) {
    console.log(`${provider} is not installed: left out`);
    return undefined;
  }
  await using voice = chosen;
  // A server lists the voices and warms them at its start.
  await voice.voices();
  const short = await rounds(() => spoken(voice, SHORT));
  const long = await rounds(() => spoken(voice, LONG));
  return {
    voice: provider,
    firstSoundMs: rounded(middle(short.map(({ firstMs }) => firstMs))),
    firstSoundWorstMs: rounded(Math.max(...short.map(({ firstMs }) => firstMs))),
    longTextFirstSoundMs: rounded(middle(long.map(({ firstMs }) => firstMs))),
    realTimeFactor: rounded(middle(long.map(({ factor }) => factor))),
  };
}

async function spoken(tts: TextToSpeech, text: string): Promise<{ firstMs: number; factor: number }> {
  const start = clock.now();
  let firstMs = 0;
  let samples = 0;
  for await (const chunk of tts.speak(text)) {
    firstMs ||= clock.now() - start;
    samples += chunk.length;
  }
  return { firstMs, factor: (clock.now() - start) / (samples / 16) };
}

async function rounds<T>(work: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let round = 0; round < ROUNDS; round++) results.push(await work());
  return results;
}

async function check(): Promise<void> {
  await using chosen = await chooseVoice({ clock, log: silentLog });
  const [first] = chosen.providers;
  const row = rows.find(({ voice }) => voice === first);
  const worst = Math.max(row?.firstSoundMs ?? Infinity, row?.longTextFirstSoundMs ?? Infinity);
  const isGood = worst <= LIMIT_MS;
  console.log(
    `${isGood ? 'ok' : 'FAILED'}: ${String(first)}, the default voice, is heard after ${String(worst)} ms (at most ${String(LIMIT_MS)} are allowed)`,
  );
  if (!isGood) process.exitCode = 1;
}

function middle(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function rounded(number: number): number {
  return Number(number.toPrecision(3));
}
