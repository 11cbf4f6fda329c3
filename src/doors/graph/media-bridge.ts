/** Where an app's own media comes in, as far as calls have to know: what `appHostedMediaConfig.blob` stands for. */
import type { BridgeLimits } from '../../engine/port.ts';
import type { GivenProfile } from './profile.ts';
import { settingsWith, type GivenSettings } from './settings.ts';

/** Keeps the sessions that apps open before they place or answer a call with media of their own. */
export interface MediaBridge {
  /** Takes the session of a blob for a call that is about to be. The message of a refusal is half a sentence. */
  claim(
    blob: string,
    owner: { readonly appId: string; readonly tenantId: string },
  ): Claim | { readonly ok: false; readonly message: string };
}

/** Either `bind` or `release` is called, once. */
type Claim = {
  readonly ok: true;
  readonly limits: BridgeLimits;
  /** The call is there: the session is its own until it ends. */
  bind(legId: string): void;
  /** The command came to nothing: the session may serve another one. */
  release(): void;
};

type Behaviour = { readonly profile?: GivenProfile | undefined; readonly settings?: GivenSettings | undefined };

/** What the same configuration says to the door of the bridge. */
export function bridgeSettingsOf({ profile, settings }: Behaviour): {
  readonly limits: BridgeLimits;
  readonly waitMs: number;
  readonly waitingPerApp: number;
} {
  const all = settingsWith({ ...settings, ...(profile === undefined ? {} : { profile }) });
  const { soundsApart, pictures } = all.profile;
  return { limits: { soundsApart, pictures }, waitMs: all.bridgeSessionWaitMs, waitingPerApp: all.bridgeSessionsWaiting };
}
