/** A recogniser of sherpa-onnx for the tests that all recognisers share: its processes are counted, and killed. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Clock } from '../../base/clock.ts';
import type { SpeechToTextSubject } from './conformance/speech-to-text.ts';
import type { ModelFamily, ModelManifest } from './models/manifest.ts';
import { isStreaming } from './sherpa-messages.ts';
import { sherpaOnnx } from './sherpa-onnx.ts';
import type { SpeechToText } from './speech-to-text.ts';

/** Where the model is is asked when it is needed. */
export function sherpaSubject(
  family: ModelFamily,
  model: () => { readonly manifest: ModelManifest; readonly folder: string },
): Pick<SpeechToTextSubject, 'make' | 'hears' | 'working' | 'kill'> {
  const hears = isStreaming(family) ? 'at-once' : 'at-the-end';
  let [busy, killsNext] = [0, false];
  const make = (clock: Clock): SpeechToText & AsyncDisposable => {
    const stt = sherpaOnnx({ clock, ...model() });
    return {
      ...stt,
      async *recognise(said, options) {
        busy++;
        try {
          if (killsNext) {
            killsNext = false;
            yield* stt.recognise(killedIn(said), options);
          } else yield* stt.recognise(said, options);
        } finally {
          busy--;
        }
      },
    };
  };
  // What is asked at the end is killed before somebody asks.
  const kill = async (): Promise<void> => {
    if (hears === 'at-the-end') killsNext = true;
    else await killSherpa();
  };
  return { make, hears, working: async () => busy, kill };
}

async function* killedIn(said: AsyncIterable<Int16Array>): AsyncGenerator<Int16Array> {
  let heard = 0;
  for await (const piece of said) {
    yield piece;
    if (heard++ === 0) await killSherpa();
  }
}

/** Ends them as a crash does. */
async function killSherpa(): Promise<void> {
  for (const pid of await sherpaProcesses()) process.kill(pid, 'SIGKILL');
}

/** The processes of sherpa-onnx that this one has started. */
export async function sherpaProcesses(): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,args=']);
  const lines = stdout.split('\n').map((line) => line.trim().split(/\s+/u));
  return lines
    .filter(([, parent, ...args]) => Number(parent) === process.pid && args.join(' ').includes('sherpa-child'))
    .map(([pid]) => Number(pid));
}
