/** How often the signing key is replaced, and how long an old one stays published: longer than anything that it signed is good. */
import { meetingTokenMs } from '../calls/meeting-tokens.ts';
import type { GraphSettings } from '../settings.ts';
import type { KeyRotation } from './signing-keys.ts';

export function rotationOf({ keyAgeMs, keyAheadMs, tokenLifetimeMs }: Pick<GraphSettings, keyof KeyRotation>): KeyRotation {
  return { keyAgeMs, keyAheadMs, tokenLifetimeMs: Math.max(tokenLifetimeMs, meetingTokenMs) };
}
