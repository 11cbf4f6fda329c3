/** Opus, by libopus compiled to WebAssembly: loaded when first used, and only here. */
import type { OpusDecoderHandle, OpusEncoderHandle } from 'libopus-wasm';
import type { SoundDecoder, SoundEncoder, Way } from './codec.ts';
import { MediaError } from './errors.ts';
import { FRAME_SAMPLES, SAMPLE_RATE } from './frame.ts';

/**
 * Low delay and effort 5, measured: half the time of VOIP mode for speech, a sixth for silence, and a third of its delay.
 * 32 kbit/s is where this mode is as clear as VOIP at 24.
 */
const BITRATE = 32_000;
const EFFORT = 5;
/** What a lossy way is said to lose. Measured: anything from 5 to 15 is heard alike at losses of 5, 15 and 30 %. */
const LOSS_PERCENT = 15;
/** Frames after a restart that lean on nothing before them. */
const INDEPENDENT_FRAMES = 2;
const MAX_PACKET_BYTES = 1_000;

/** For a lossy way in speech mode, where each packet holds a coarse copy of the one before it (RFC 6716 §2.1.7). */
export async function opusEncoder(way: Way = 'clean'): Promise<SoundEncoder> {
  const { createEncoder, Application, EncoderCtl, Signal } = await load();
  const encoder = await createEncoder({
    sampleRate: SAMPLE_RATE,
    channels: 1,
    bitrate: BITRATE,
    complexity: EFFORT,
    ...(way === 'clean'
      ? { application: Application.RestrictedLowDelay }
      : { application: Application.Voip, signal: Signal.Voice, fec: true, packetLossPercent: LOSS_PERCENT }),
  });
  return encoderOver(encoder, EncoderCtl.SetPredictionDisabled);
}

export async function opusDecoder(): Promise<SoundDecoder> {
  const { createDecoder } = await load();
  return decoderOver(await createDecoder({ sampleRate: SAMPLE_RATE, channels: 1 }));
}

function encoderOver(encoder: OpusEncoderHandle, predictionDisabled: number): SoundEncoder {
  const options = { maxPacketBytes: MAX_PACKET_BYTES };
  let independent = 0;
  const setIndependent = (frames: number): void => {
    if (frames > 0 !== independent > 0) encoder.encoderCtl(predictionDisabled, frames > 0 ? 1 : 0);
    independent = frames;
  };
  return {
    encode(frame, into, at) {
      const packet = encoder.encode(frame, options);
      into.set(packet, at);
      if (independent > 0) setIndependent(independent - 1);
      return packet.length;
    },
    restart: () => setIndependent(INDEPENDENT_FRAMES),
    free: () => encoder.free(),
  };
}

function decoderOver(decoder: OpusDecoderHandle): SoundDecoder {
  const recovery = { decodeFec: true, frameSize: FRAME_SAMPLES };
  const take = (samples: Int16Array, into: Int16Array): number => {
    into.set(samples);
    return samples.length;
  };
  return {
    decode(payload, into) {
      try {
        return take(decoder.decode(payload), into);
      } catch {
        // Bytes from the network that are no Opus: the listener hears as if the packet had been lost.
        return take(decoder.decodePacketLoss(FRAME_SAMPLES), into);
      }
    },
    conceal(into, next) {
      if (next !== undefined && next.length > 2) {
        try {
          return take(decoder.decode(next, recovery), into);
        } catch {
          // As above.
        }
      }
      return take(decoder.decodePacketLoss(FRAME_SAMPLES), into);
    },
    free: () => decoder.free(),
  };
}

async function load(): Promise<typeof import('libopus-wasm')> {
  try {
    return await import('libopus-wasm');
  } catch (cause) {
    throw new MediaError('media/no-opus', 'the Opus codec (npm package libopus-wasm) could not be loaded: run npm install', { cause });
  }
}
