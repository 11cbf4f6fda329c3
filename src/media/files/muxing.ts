/** The library that writes and reads WebM and MP4 (npm package mediabunny): loaded when first used, and only here. */
import { MediaError } from '../errors.ts';

export async function loadMuxing(): Promise<typeof import('mediabunny')> {
  try {
    return await import('mediabunny');
  } catch (cause) {
    throw new MediaError(
      'media/no-muxer',
      'the library for WebM and MP4 files (npm package mediabunny) could not be loaded: run npm install',
      {
        cause,
      },
    );
  }
}
