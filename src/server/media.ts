/** Starts the media engine that the configuration asks for: in processes of its own, or within this one. */
import { availableParallelism } from 'node:os';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import { EngineHost } from '../engine/engine-host.ts';
import { LocalEngine } from '../engine/local-engine.ts';
import type { MediaEngine } from '../engine/port.ts';
import { webrtcPeers, type WebrtcSettings } from '../engine/webrtc-peer.ts';
import type { FullConfig } from './config.ts';

export type MediaOptions = { readonly clock: Clock; readonly random: Random; readonly log: Log };

export function startEngine({ media, host }: Pick<FullConfig, 'media' | 'host'>, { clock, random, log }: MediaOptions): MediaEngine {
  const { processes = Math.max(1, availableParallelism() - 1), announcedAddress, portRange, iceServers } = media;
  const webrtc: WebrtcSettings = {
    announcedAddress,
    iceServers,
    ports: portRange && { begin: portRange.from, end: portRange.to },
    bindAddress: host === '0.0.0.0' || host === '::' || announcedAddress !== undefined ? undefined : loopbackOnly(host),
  };
  if (processes > 0) return new EngineHost({ clock, log, processes, webrtc });
  return new LocalEngine({ clock, log, peers: webrtcPeers({ clock, random, log, ...webrtc }) });
}

/** A house for this machine alone takes sound from this machine alone. Browsers on it may use any of its addresses, so only the default is narrowed. */
function loopbackOnly(host: string): string | undefined {
  return host === 'localhost' ? '127.0.0.1' : host;
}
