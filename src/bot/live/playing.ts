/** Playing any file of sound or video into a call. */
import { anyOf, type Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import type { CarrierMedia, PictureKind } from '../../call/media.ts';
import { probeFile } from '../../media/ffmpeg/probe-file.ts';
import { soundOfFile } from '../../media/ffmpeg/sound-of-file.ts';
import { joined } from '../../media/tones.ts';
import { writeWav } from '../../media/wav.ts';
import { BotError } from '../errors.ts';
import type { Showing, Shows } from './showing.ts';
import { speak } from './speaking.ts';
import { unusable } from './unusable.ts';

export type PlayOptions = Cancel & {
  /** Where the pictures of a video are shown, in a call with pictures: `camera`, unless told otherwise; `nowhere` for its sound alone. */
  readonly on?: PictureKind | 'nowhere' | undefined;
};

export type PlayingOptions = {
  readonly media: CarrierMedia | undefined;
  readonly clock: Clock;
  readonly life: AbortSignal;
  /** Says a WAV file, where the carrier hosts the media. */
  readonly say: (wav: Uint8Array, options: Cancel) => Promise<unknown>;
  readonly show: (what: Shows, of: PictureKind, startMs: number) => Showing;
};

/** A service takes no prompt that is longer. */
const LONGEST_HOSTED_MS = 10 * 60_000;
/** What is said is heard so much later than it is sent, and pictures are not. */
const SOUND_LATER_MS = 60;

/** Resolves when all has been heard and seen. Rejects with `bot/unusable-sound` for a file that cannot be played, `bot/no-ffmpeg`, or the signal's reason. */
export async function playFile(
  file: string,
  { on = 'camera', signal }: PlayOptions,
  { media, clock, life, say, show }: PlayingOptions,
): Promise<void> {
  const stop = anyOf(signal, life);
  try {
    const { hasSound, hasPictures } = await probeFile(file, { clock, signal: stop });
    const isShown = hasPictures && on !== 'nowhere' && (media?.has.has('pictures') ?? false);
    if (!hasSound && !isShown)
      throw new BotError(
        'bot/unusable-sound',
        `${file} has no sound, and its pictures are not shown in this call: defineBot({ needs: ['pictures'] })`,
      );
    const sound = hasSound ? soundOfFile(file, { clock, signal: stop }) : undefined;
    if (!media) return void (sound && (await say(await wholeWav(sound, file), { signal })));
    const showing = isShown ? show({ video: file }, on, clock.now() + SOUND_LATER_MS) : undefined;
    const quit = (): void => showing?.stop();
    stop.addEventListener('abort', quit, { once: true });
    try {
      if (sound) await speak(media, sound, { signal: stop });
      await showing?.done;
    } finally {
      stop.removeEventListener('abort', quit);
      showing?.stop();
    }
    signal?.throwIfAborted();
  } catch (error) {
    signal?.throwIfAborted();
    if (life.aborted) return;
    throw unusable(error, 'bot/unusable-sound', `${file} cannot be played`);
  }
}

async function wholeWav(sound: AsyncIterable<Int16Array>, file: string): Promise<Uint8Array> {
  const parts: Int16Array[] = [];
  let ms = 0;
  for await (const part of sound) {
    parts.push(part);
    ms += part.length / 16;
    if (ms > LONGEST_HOSTED_MS)
      throw new BotError(
        'bot/unusable-sound',
        `${file} lasts longer than 10 minutes, which is too long for a prompt; with defineBot({ needs: ['sound'] }) it may`,
      );
  }
  return writeWav(joined(parts));
}
