/** Libraries of providers are installed by those who use them: this says which, where one is missing. */
import { SpeechError } from '../errors.ts';

/** Loads it, or rejects with `speech/no-provider` and the line that installs it. */
export async function optionalPackage<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
    const why = isMissing ? 'is not installed' : `could not be loaded: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new SpeechError('speech/no-provider', `the package ${name} ${why}; npm install ${name}`, { cause });
  }
}

/** The message of what `work` rejects with, for `missing()`. */
export function problemOf(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}
