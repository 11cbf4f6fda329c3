/** How loud a stream is, as a meter shows it. */
import { audioContext } from './sound-out.ts';

const floorDb = -60;

/** Loudness of samples in [−1, 1] as 0 (silence, −60 dB) to 1 (full scale). */
export function levelOf(samples: Float32Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  if (samples.length === 0 || energy === 0) return 0;
  const db = 10 * Math.log10(energy / samples.length);
  return Math.min(1, Math.max(0, 1 - db / floorDb));
}

/** Listens to a stream; `read` gives its level now. It must have a track. */
export function listen(stream: MediaStream): { readonly read: () => number; readonly stop: () => void } {
  const context = audioContext();
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  const samples = new Float32Array(analyser.fftSize);
  source.connect(analyser);
  return {
    read() {
      analyser.getFloatTimeDomainData(samples);
      return levelOf(samples);
    },
    stop: () => source.disconnect(),
  };
}
