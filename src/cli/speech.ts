/** `rollcall speech`: what turns speech into text and translates here, tried at a prompt, whether the house is open or not. */
import { text as textOf } from 'node:stream/consumers';
import { realClock, type Clock } from '../base/clock.ts';
import { realRandom, type Random } from '../base/random.ts';
import { fetchSpeechModel } from '../server/transcription/fetch-speech-model.ts';
import { recogniseFile } from '../server/transcription/recognise-file.ts';
import { listSpeech } from '../server/transcription/speech-list.ts';
import { translateText } from '../server/transcription/translate-text.ts';
import { configOf } from './config-words.ts';
import type { LabOutput } from './lab-output.ts';
import { wrongWord } from './lab-words.ts';
import { ProgressLine } from './progress-line.ts';
import { speechHelp } from './speech-help.ts';
import { speechWords, type SpeechWords } from './speech-words.ts';
import { fileWritten, listWritten, megabytes, modelWritten, momentOf, planWritten, textsWritten } from './speech-written.ts';

type Asked<Verb extends SpeechWords['asked']['do']> = Extract<SpeechWords['asked'], { readonly do: Verb }>;
type FullConfig = Awaited<ReturnType<typeof configOf>>;
type Surroundings = {
  readonly clock: Clock;
  readonly random: Random;
  readonly fetch: typeof globalThis.fetch;
  /** What comes by standard input. */
  readonly input: () => Promise<string>;
  readonly signal: AbortSignal;
};
type Desk = Surroundings & LabOutput & { readonly config: FullConfig; readonly isJson: boolean };

/** Of a shorter sound nobody waits to know how far it is, but in a terminal. */
const LONG_MS = 30_000;
/** Nobody turns sound into text for longer than three weeks, and no timer of the machine takes much more. */
const LONGEST_MS = 21 * 86_400_000;
/** As shells have it for what Ctrl-C ended. */
const INTERRUPTED = 130;

/**
 * What follows `speech`. Gives the exit code: 1 where nobody recognises, something could not be turned into text or translated; 2 where the words
 * are not understood. Rejects with a `ServerError` or `SpeechError` that says what to do.
 */
export async function speech(words: readonly string[], output: LabOutput, surroundings: Partial<Surroundings> = {}): Promise<number> {
  const read = parsed(words);
  if ('wrong' in read) {
    if (read.wrong.length > 0) output.error(`${read.wrong.join('\n')}\n\n${speechHelp}`);
    else output.out(speechHelp);
    return read.wrong.length > 0 ? 2 : 0;
  }
  const config = await configOf(read.where);
  const byHand = new AbortController();
  const stop = (): void => byHand.abort(new Error('stopped by hand'));
  // The others have nothing to bring to an end.
  if (read.asked.do === 'try' || read.asked.do === 'fetch') process.once('SIGINT', stop);
  const { clock = realClock(), random = realRandom(), fetch = globalThis.fetch } = surroundings;
  const { input = () => textOf(process.stdin), signal = byHand.signal } = surroundings;
  // Those who wait to be tried again wait by timers that keep nothing alive: this sleep does.
  const awake = new AbortController();
  void clock.sleep(LONGEST_MS, { signal: awake.signal }).catch(() => undefined);
  try {
    return await carriedOut(read.asked, { clock, random, fetch, input, signal, config, isJson: read.isJson, ...output });
  } catch (error) {
    if (!signal.aborted) throw error;
    output.error(`\nStopped.${read.asked.do === 'fetch' ? ' What has come is kept: the same words go on from there.' : ''}\n`);
    return INTERRUPTED;
  } finally {
    awake.abort();
    process.off('SIGINT', stop);
  }
}

function parsed(words: readonly string[]): ReturnType<typeof speechWords> {
  try {
    return speechWords(words);
  } catch (error) {
    return { wrong: [wrongWord(error)] };
  }
}

function carriedOut(asked: SpeechWords['asked'], desk: Desk): Promise<number> {
  switch (asked.do) {
    case 'list':
      return list(desk);
    case 'try':
      return tried(asked, desk);
    case 'translate':
      return translated(asked, desk);
    case 'fetch':
      return fetched(asked, desk);
  }
}

async function list(desk: Desk): Promise<number> {
  const found = await listSpeech(desk.config.transcription, desk);
  told(desk, found, listWritten(found));
  return found.recognisers.some(({ isThere }) => isThere) ? 0 : 1;
}

async function tried(asked: Asked<'try'>, desk: Desk): Promise<number> {
  const line = progressOf(desk);
  const onProgress = (done: number, durationMs: number): void => {
    if (!desk.isTerminal && durationMs < LONG_MS) return;
    line.tell(asked.file, done, () => `${momentOf(done * durationMs)} of ${momentOf(durationMs)}, ${percent(done)}`);
  };
  const result = await recogniseFile(desk.config.transcription, { ...desk, ...asked, onProgress }).finally(() => line.end());
  told(desk, result, fileWritten(result));
  return result.lines.some(({ problem }) => problem !== undefined) ? 1 : 0;
}

async function translated({ text: given, from, to }: Asked<'translate'>, desk: Desk): Promise<number> {
  const text = (given ?? (await desk.input())).trim();
  if (text === '') {
    desk.error(`There is no text to translate.\n\n${speechHelp}`);
    return 2;
  }
  const onFallOver = (name: string, why: string): void => void desk.error(`${name} failed: ${why}\n`);
  const texts = await translateText(desk.config.transcription, { ...desk, text, from, to, onFallOver });
  told(desk, texts, textsWritten(texts));
  const problems = texts.flatMap(({ problem }) => problem ?? []);
  for (const problem of problems) desk.error(`${problem}\n`);
  return problems.length > 0 ? 1 : 0;
}

async function fetched({ source, folder }: Asked<'fetch'>, desk: Desk): Promise<number> {
  const { clock } = desk;
  const line = progressOf(desk);
  let [file, fromMs, fromBytes] = ['', 0, 0];
  const model = await fetchSpeechModel(desk.config, {
    ...desk,
    source,
    folder,
    onBegin: (plan) => (desk.isJson ? undefined : desk.out(planWritten(plan))),
    onProgress: (progress) => {
      const { doneBytes, totalBytes } = progress;
      const isAnew = progress.file !== file || doneBytes < fromBytes;
      if (isAnew) [file, fromMs, fromBytes] = [progress.file, clock.now(), doneBytes];
      const share = totalBytes === undefined ? undefined : doneBytes / totalBytes;
      line.tell(file, share, () => {
        const of = totalBytes === undefined ? '' : ` of ${megabytes(totalBytes)}, ${percent(share ?? 0)}`;
        const ms = clock.now() - fromMs;
        const rate = ms > 0 && doneBytes > fromBytes ? `, ${megabytes(((doneBytes - fromBytes) / ms) * 1_000)}/s` : '';
        return `${file}  ${megabytes(doneBytes)}${of}${rate}`;
      });
    },
  }).finally(() => line.end());
  told(desk, model, modelWritten(model));
  return 0;
}

/** Progress goes beside what is printed, so that this may go into a file. */
function progressOf({ error, isTerminal = false, clock }: Desk): ProgressLine {
  return new ProgressLine({ write: error, isTerminal, clock });
}

function told({ out, isJson }: Desk, value: unknown, written: string): void {
  out(isJson ? `${JSON.stringify(value, null, 2)}\n` : written);
}

function percent(share: number): string {
  return `${String(Math.floor(share * 100))} %`;
}
