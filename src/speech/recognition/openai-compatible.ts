/**
 * Recognises with any server that speaks OpenAI's `POST /audio/transcriptions`: OpenAI itself, and the many that answer alike (faster-whisper
 * and vLLM at home, others for hire). The utterance is sent when it is over: results come after that alone.
 * https://platform.openai.com/docs/api-reference/audio/createTranscription
 */
import type { Clock } from '../../base/clock.ts';
import { msOf, SAMPLE_RATE } from '../../media/frame.ts';
import { writeWav } from '../../media/wav.ts';
import { askProvider, jsonIn, saidIn, tooMuch } from '../ask-provider.ts';
import { SpeechError } from '../errors.ts';
import { primaryLanguage } from './language-names.ts';
import { openAiAnswerSchema, recognisedIn, type OpenAiAnswer } from './openai-answer.ts';
import { providerHost, refusalOf } from './provider-host.ts';
import { wholeSound } from './read-sound.ts';
import type { Recognised, RecogniseOptions, SpeechToText } from './speech-to-text.ts';

export type OpenAiRecogniserOptions = {
  readonly clock: Clock;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** With its version: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
  readonly model: string;
  readonly name?: string | undefined;
  readonly atOnce?: number | undefined;
  /** How long an answer may take from the end of the utterance on. */
  readonly withinMs?: number | undefined;
};

/** From the richest answer to the plainest: which of them a model gives is found out at its first refusal. */
const FORMATS = [
  { response_format: 'verbose_json', granularities: ['word', 'segment'] },
  { response_format: 'verbose_json', granularities: [] },
  { response_format: 'json', granularities: [] },
] as const;
const REFUSES_FORMAT = /response_format|verbose_json|timestamp_granularit/iu;
/** The limit of OpenAI's servers is 25 MB a file. */
const MOST_SAMPLES = 12_500_000;
/** Less is no speech, and is refused. */
const LEAST_SAMPLES = SAMPLE_RATE / 10;
/** The model reads the last 224 tokens of a prompt. */
const LONGEST_PROMPT = 800;

export function openAiRecogniser(options: OpenAiRecogniserOptions): SpeechToText {
  const { clock, baseUrl, apiKey, model, name = 'openai', atOnce = 8, withinMs = 60_000 } = options;
  const fetch = options.fetch ?? globalThis.fetch;
  const url = new URL(`${baseUrl.replace(/\/+$/u, '')}/audio/transcriptions`);
  const where = `${name} at ${url.host}`;
  let format = 0;

  const ask = async (wav: Uint8Array, { language, hints, signal }: RecogniseOptions, lengthMs: number): Promise<readonly Recognised[]> => {
    for (;;) {
      const asked = format;
      const answer = await posted(formOf(wav, asked, { language, hints }), signal);
      if (answer !== 'refuses-format') return recognisedIn(answer, { lengthMs, language });
      format = Math.max(format, asked + 1);
    }
  };
  const formOf = (wav: Uint8Array, asked: number, { language, hints }: RecogniseOptions): FormData => {
    const form = new FormData();
    const { response_format, granularities } = FORMATS[asked] ?? FORMATS[2];
    form.append('file', new Blob([new Uint8Array(wav)], { type: 'audio/wav' }), 'speech.wav');
    form.append('model', model);
    form.append('response_format', response_format);
    for (const each of granularities) form.append('timestamp_granularities[]', each);
    if (language !== undefined) form.append('language', primaryLanguage(language));
    if (hints !== undefined && hints.length > 0) form.append('prompt', hints.join(', ').slice(0, LONGEST_PROMPT));
    return form;
  };
  const posted = async (body: FormData, signal: AbortSignal | undefined): Promise<OpenAiAnswer | 'refuses-format'> => {
    const headers = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
    const got = await askProvider({ clock, fetch, where, url, request: { method: 'POST', headers, body }, withinMs, signal });
    if (!got) throw new SpeechError('speech/provider-failed', tooMuch(where));
    const { status, text, retryAfter } = got;
    if (got.isOk) return answerIn(text);
    if ([400, 415, 422].includes(status) && REFUSES_FORMAT.test(text) && format < FORMATS.length - 1) return 'refuses-format';
    const said = saidIn(text) ?? text.trim().slice(0, 300);
    throw refusalOf(where, { status, said, retryAfter, wallMs: clock.wallMs() });
  };
  const answerIn = (text: string): OpenAiAnswer => {
    const parsed = openAiAnswerSchema.safeParse(jsonIn(text));
    if (parsed.success) return parsed.data;
    throw new SpeechError('speech/provider-failed', `${where} answered with something that is no transcription; check its address`, {
      isRecoverable: false,
      cause: parsed.error,
    });
  };

  return {
    name,
    ...providerHost(url),
    languages: 'any',
    // What the server refused to tell it will not tell the next time.
    get gives() {
      return { interims: false, words: format === 0, confidence: format <= 1 };
    },
    atOnce,
    missing: async () => undefined,
    async *recognise(sound, given: RecogniseOptions = {}): AsyncGenerator<Recognised, void, undefined> {
      const samples = await wholeSound(sound, { signal: given.signal, mostSamples: MOST_SAMPLES, name });
      if (samples.length < LEAST_SAMPLES) return;
      yield* await ask(writeWav(samples), given, Math.ceil(msOf(samples.length)));
    },
  };
}
