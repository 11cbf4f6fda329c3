/** Recording on the scripted carrier: what the person says, until a key, silence or the time ends it. */
import type { Clock } from '../base/clock.ts';
import type { FactSource } from '../base/facts.ts';
import { Patience } from '../call/patience.ts';
import type { RecordingOptions } from '../call/platform.ts';
import { readWav } from '../media/wav.ts';

export type Speaker = FactSource<{ pressed: { readonly key: string }; spoke: { readonly wav: Uint8Array } }>;

export type Recorded = {
  readonly samples: Int16Array;
  readonly endedBy: 'stopKey' | 'maxDuration' | 'silence' | 'unknown';
};

/** Resolves when it has ended, by itself or by the signal. */
export async function recordedFrom(
  person: Speaker,
  { clock, signal, ...options }: RecordingOptions & { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Recorded> {
  const done = new AbortController();
  const stop = AbortSignal.any([signal, done.signal]);
  const samples: number[] = [];
  let endedBy: Recorded['endedBy'] = 'unknown';
  const finish = (by: typeof endedBy): void => {
    endedBy = by;
    done.abort();
  };
  let silence = clock.after(options.initialSilenceMs, () => finish('silence'));
  using longest = new Patience({ clock, ms: options.maxDurationMs });
  longest.signal.addEventListener('abort', () => finish('maxDuration'));
  person.on('pressed', ({ key }) => options.stopKeys.includes(key) && finish('stopKey'), { signal: stop });
  person.on(
    'spoke',
    ({ wav }) => {
      const spoken = readWav(wav);
      for (const sample of spoken) samples.push(sample);
      silence[Symbol.dispose]();
      silence = clock.after(spoken.length / 16 + options.maxSilenceMs, () => finish('silence'));
    },
    { signal: stop },
  );
  await new Promise<void>((resolve) => (stop.aborted ? resolve() : stop.addEventListener('abort', () => resolve(), { once: true })));
  silence[Symbol.dispose]();
  return { samples: Int16Array.from(samples), endedBy };
}
