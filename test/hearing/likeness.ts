/** Whether what was heard is what was said: finds a known sound in a recording, through codecs, gain control and noise. */

export type Likeness = {
  /** From -1 to 1: above 0.6 it is that sound, below 0.4 it is another. */
  readonly score: number;
  /** Where in the recording it begins. */
  readonly atMs: number;
  /** Its level there, in dB below full scale. */
  readonly levelDb: number;
};

const sampleRate = 16_000;
const hop = 160;
const size = 512;
const bands = 20;

/** Slides `said` over `heard` (both 16 kHz mono) and gives the place where their spectra agree best. */
export function likeness(heard: Int16Array, said: Int16Array): Likeness {
  const [recording, sound] = [spectrogram(heard), spectrogram(said)];
  const count = sound.length / bands;
  const places = recording.length / bands - count;
  let best = { score: -1, place: 0 };
  for (let place = 0; place <= places; place++) {
    const score = correlation(recording.subarray(place * bands, (place + count) * bands), sound);
    if (score > best.score) best = { score, place };
  }
  const from = best.place * hop;
  return { score: best.score, atMs: (from * 1000) / sampleRate, levelDb: levelDb(heard.subarray(from, from + said.length)) };
}

/** The level of a sound in dB below full scale; −100 for silence. */
export function levelDb(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, samples.length)) / 32_768;
  return rms === 0 ? -100 : Math.max(-100, 20 * Math.log10(rms));
}

/** The strength of one frequency, as a share of all that is there (0 to 1). */
export function shareOfTone(samples: Int16Array, hz: number): number {
  let [real, imaginary, total] = [0, 0, 0];
  for (const [i, sample] of samples.entries()) {
    const angle = (2 * Math.PI * hz * i) / sampleRate;
    real += sample * Math.cos(angle);
    imaginary += sample * Math.sin(angle);
    total += sample * sample;
  }
  return total === 0 ? 0 : (2 * (real * real + imaginary * imaginary)) / (samples.length * total);
}

/** Log energies in bands that widen as the ear's do, one row each 10 ms. */
function spectrogram(samples: Int16Array): Float32Array {
  const count = Math.max(0, Math.floor((samples.length - size) / hop) + 1);
  const rows = new Float32Array(count * bands);
  const [real, imaginary] = [new Float64Array(size), new Float64Array(size)];
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < size; i++) {
      real[i] = (samples[row * hop + i] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
      imaginary[i] = 0;
    }
    transform(real, imaginary);
    for (let band = 0; band < bands; band++) {
      const [from, to] = [edge(band), edge(band + 1)];
      let energy = 0;
      for (let bin = from; bin < to; bin++) energy += (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
      rows[row * bands + band] = Math.log10(energy / (to - from) + 1e5);
    }
  }
  return rows;
}

/** From 200 Hz to 3.8 kHz, evenly on the mel scale. */
function edge(band: number): number {
  const mel = (hz: number): number => 1127 * Math.log(1 + hz / 700);
  const hz = 700 * (Math.exp((mel(200) + ((mel(3800) - mel(200)) * band) / bands) / 1127) - 1);
  return Math.round((hz * size) / sampleRate);
}

/** Band by band about its own mean, so that a timbre which all voices share counts for nothing. */
function correlation(a: Float32Array, b: Float32Array): number {
  const [meanA, meanB] = [bandMeans(a), bandMeans(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(a[i] ?? 0) - (meanA[i % bands] ?? 0), (b[i] ?? 0) - (meanB[i % bands] ?? 0)];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

function bandMeans(rows: Float32Array): Float64Array {
  const means = new Float64Array(bands);
  for (let i = 0; i < rows.length; i++) means[i % bands] = (means[i % bands] ?? 0) + (rows[i] ?? 0);
  return means.map((sum) => sum / Math.max(1, rows.length / bands));
}

/** Fast Fourier transform in place (Cooley and Tukey 1965); the length is a power of two. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const n = real.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    [real[i], real[j]] = [real[j] ?? 0, real[i] ?? 0];
    [imaginary[i], imaginary[j]] = [imaginary[j] ?? 0, imaginary[i] ?? 0];
  }
  for (let length = 2; length <= n; length <<= 1) {
    const angle = (-2 * Math.PI) / length;
    for (let start = 0; start < n; start += length) {
      for (let k = 0; k < length / 2; k++) {
        const [cos, sin] = [Math.cos(angle * k), Math.sin(angle * k)];
        const [even, odd] = [start + k, start + k + length / 2];
        const re = (real[odd] ?? 0) * cos - (imaginary[odd] ?? 0) * sin;
        const im = (real[odd] ?? 0) * sin + (imaginary[odd] ?? 0) * cos;
        real[odd] = (real[even] ?? 0) - re;
        imaginary[odd] = (imaginary[even] ?? 0) - im;
        real[even] = (real[even] ?? 0) + re;
        imaginary[even] = (imaginary[even] ?? 0) + im;
      }
    }
  }
}
