/** What this house speaks with, each sentence made once and kept. */
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Scope } from '../base/scope.ts';
import type { Speaks } from '../bot/speaks.ts';
import { chooseVoice } from '../speech/choose-voice.ts';
import { cached } from '../speech/speech-cache.ts';
import type { BlobStore } from '../store/blob-store.ts';
import type { VoiceConfig } from './config.ts';

export type VoiceOptions = { readonly clock: Clock; readonly log: Log; readonly scope: Scope; readonly store: BlobStore };

/** `voice` names it for the terminal. Rejects with `speech/no-provider` when this machine cannot speak. */
export async function openVoice(
  { provider, name }: VoiceConfig,
  { clock, log, scope, store }: VoiceOptions,
): Promise<{ readonly speech: Speaks; readonly voice: string }> {
  const chosen = await chooseVoice({ clock, log, provider, voice: name });
  scope.defer(() => chosen[Symbol.asyncDispose]());
  return { speech: cached(chosen, { clock, log, store }), voice: [chosen.providers[0], name].filter(Boolean).join(', ') };
}
