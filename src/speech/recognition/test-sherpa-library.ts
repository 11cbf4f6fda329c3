/** Does what the library of sherpa-onnx does, for a model of tones (test-tone-speech.ts); of a process of tests. */
import { existsSync } from 'node:fs';
import type { RecognisedWord } from './speech-to-text.ts';
import { ToneEar } from './test-tone-speech.ts';

type Config = { readonly modelConfig: { readonly tokens: string; readonly zipformer2Ctc?: { readonly model: string } } };

class Stream {
  readonly ear: ToneEar = new ToneEar();
  ended: readonly RecognisedWord[] | undefined;

  acceptWaveform({ samples }: { readonly samples: Float32Array }): void {
    const over = this.ear.push(Int16Array.from(samples, (sample) => Math.round(sample * 32_768)));
    this.ended = over[0] ?? this.ended;
  }

  inputFinished(): void {}
}

class Recognizer {
  readonly #isOnline: boolean;

  constructor({ modelConfig }: Config, isOnline: boolean) {
    this.#isOnline = isOnline;
    if (!existsSync(modelConfig.tokens)) throw new Error(`cannot open ${modelConfig.tokens}`);
    // The real one ends the process when a model is broken.
    if (modelConfig.zipformer2Ctc?.model.includes('broken')) {
      process.stderr.write('the protobuf could not be parsed\n');
      process.exit(255);
    }
  }

  createStream(): Stream {
    return new Stream();
  }

  isReady(): boolean {
    return false;
  }

  decode(stream: Stream): void {
    stream.acceptWaveform({ samples: new Float32Array(0) });
  }

  isEndpoint(stream: Stream): boolean {
    return stream.ended !== undefined;
  }

  reset(stream: Stream): void {
    stream.ended = undefined;
  }

  getResult(stream: Stream): object {
    const words = stream.ended ?? stream.ear.words;
    // As models of pieces of words do, and in capitals as many of them.
    const pieces = words.flatMap(({ text, startMs }) => [
      { token: ` ${text.slice(0, 2).toUpperCase()}`, at: startMs },
      { token: text.slice(2).toUpperCase(), at: startMs + 100 },
    ]);
    const start = this.#isOnline ? 0.1 : 0;
    return {
      text: words.map(({ text }) => text.toUpperCase()).join(' '),
      tokens: pieces.map(({ token }) => token),
      timestamps: pieces.map(({ at }) => at / 1000 - start),
      ys_probs: pieces.map(() => -0.1),
      start_time: start,
    };
  }
}

export class OnlineRecognizer extends Recognizer {
  constructor(config: Config) {
    super(config, true);
  }
}

export class OfflineRecognizer extends Recognizer {
  constructor(config: Config) {
    super(config, false);
  }
}
