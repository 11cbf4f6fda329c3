/** The entry of a process of sherpa-onnx: its library works without letting go, so it works here, where nobody waits for a tick. Ends with its host. */
import { SAMPLE_RATE } from '../../media/frame.ts';
import type { FromSherpa, SherpaResult, ToSherpa } from './sherpa-messages.ts';

type Stream = {
  acceptWaveform(wave: { readonly samples: Float32Array; readonly sampleRate: number }): void;
  inputFinished?(): void;
  setOption?(key: string, value: string): void;
};
type Told = {
  readonly text?: string;
  readonly tokens?: readonly string[];
  readonly timestamps?: readonly number[];
  readonly ys_probs?: readonly number[];
  readonly ys_log_probs?: readonly number[];
  readonly start_time?: number;
  readonly lang?: string;
};
type Recognizer = {
  createStream(): Stream;
  decode(stream: Stream): void;
  getResult(stream: Stream): Told;
  isReady?(stream: Stream): boolean;
  isEndpoint?(stream: Stream): boolean;
  reset?(stream: Stream): void;
};
type Library = {
  readonly OnlineRecognizer: new (config: object) => Recognizer;
  readonly OfflineRecognizer: new (config: object) => Recognizer;
};
type Utterance = {
  readonly stream: Stream;
  /** What a model that is asked at the end was told: its library takes all of it at once, and ends each piece that it gets as if nothing followed. */
  readonly said: Float32Array[];
  toldText: string;
};

/** Silence after the end, in pieces, so that the last word leaves the model: at least half a second of it, at most four. */
const REST = new Float32Array(SAMPLE_RATE / 10);
const [FEWEST_RESTS, MOST_RESTS] = [5, 40];
/** Models work in chunks, each longer than what it looks ahead: after so many more, all that was said is through. */
const LAST_CHUNKS = 2;

let recognizer: Recognizer | undefined;
let isStreaming = true;
const utterances = new Map<number, Utterance>();

/** One after the other: what is said while the model is loaded waits for it. */
let obeyed: Promise<void> = Promise.resolve();
process.on('message', (message: ToSherpa) => {
  obeyed = obeyed.then(() => obey(message));
});
process.on('disconnect', () => process.exit());
// The host decides when to end: what a terminal sends to the whole group reaches it as well.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

async function obey(message: ToSherpa): Promise<void> {
  if (message.kind === 'load') return load(message);
  if (message.kind === 'begin') return begin(message);
  if (message.kind === 'drop') return void utterances.delete(message.id);
  const utterance = utterances.get(message.id);
  if (!utterance) return;
  if (message.kind === 'sound') return hear(message.id, utterance, message.samples);
  finish(message.id, utterance);
}

async function load({ library, isStreaming: streams, config }: Extract<ToSherpa, { kind: 'load' }>): Promise<void> {
  let loaded: Library;
  try {
    const module = (await import(library)) as Library & { readonly default?: Library };
    loaded = module.default ?? module;
  } catch (error) {
    return tell({ kind: 'failed', message: messageOf(error), isMissing: true });
  }
  try {
    isStreaming = streams;
    recognizer = streams ? new loaded.OnlineRecognizer(config) : new loaded.OfflineRecognizer(config);
    tell({ kind: 'loaded' });
  } catch (error) {
    tell({ kind: 'failed', message: messageOf(error), isMissing: false });
  }
}

function begin({ id, language }: Extract<ToSherpa, { kind: 'begin' }>): void {
  if (!recognizer) return;
  const stream = recognizer.createStream();
  // Models of one language pass it over.
  if (language !== undefined) stream.setOption?.('language', language);
  utterances.set(id, { stream, said: [], toldText: '' });
}

function hear(id: number, utterance: Utterance, samples: Int16Array): void {
  const heard = Float32Array.from(samples, (sample) => sample / 32_768);
  if (isStreaming) {
    utterance.stream.acceptWaveform({ samples: heard, sampleRate: SAMPLE_RATE });
    work(id, utterance);
  } else utterance.said.push(heard);
  tell({ kind: 'taken', id, samples: samples.length });
}

function finish(id: number, utterance: Utterance): void {
  if (isStreaming) {
    for (let [rests, chunks] = [0, 0]; rests < FEWEST_RESTS || (chunks < LAST_CHUNKS && rests < MOST_RESTS); rests++) {
      utterance.stream.acceptWaveform({ samples: REST, sampleRate: SAMPLE_RATE });
      chunks += decoded(utterance.stream);
    }
    utterance.stream.inputFinished?.();
    work(id, utterance);
  } else {
    utterance.stream.acceptWaveform({ samples: inOne(utterance.said), sampleRate: SAMPLE_RATE });
    recognizer?.decode(utterance.stream);
  }
  const last = recognizer?.getResult(utterance.stream);
  if (last) tellResult(id, last, true);
  utterances.delete(id);
  tell({ kind: 'done', id });
}

function inOne(pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function work(id: number, utterance: Utterance): void {
  const { stream } = utterance;
  decoded(stream);
  const told = recognizer?.getResult(stream);
  if (!told) return;
  if (recognizer?.isEndpoint?.(stream)) {
    tellResult(id, told, true);
    recognizer.reset?.(stream);
    utterance.toldText = '';
  } else if (told.text !== undefined && told.text !== utterance.toldText) {
    utterance.toldText = told.text;
    tellResult(id, told, false);
  }
}

/** How many chunks of what has come were worked on. */
function decoded(stream: Stream): number {
  let chunks = 0;
  for (let isReady = recognizer?.isReady?.(stream); isReady; isReady = recognizer?.isReady?.(stream)) {
    recognizer?.decode(stream);
    chunks++;
  }
  return chunks;
}

function tellResult(id: number, told: Told, isFinal: boolean): void {
  const { text = '', tokens = [], timestamps: times = [], ys_probs, ys_log_probs, start_time: startTime = 0, lang } = told;
  const language = lang?.replaceAll(/[<|>]/gu, '') || undefined;
  const result: SherpaResult = { text, tokens, times, chances: ys_probs ?? ys_log_probs ?? [], startTime, language };
  tell({ kind: 'result', id, isFinal, result });
}

function tell(message: FromSherpa): void {
  process.send?.(message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
