/** Starts the media engine that the configuration asks for: in processes of its own, or within this one. */
import { availableParallelism, networkInterfaces } from 'node:os';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import { EngineHost } from '../engine/engine-host.ts';
import { LocalEngine } from '../engine/local-engine.ts';
import { webrtcPictures } from '../engine/pictures/webrtc-pictures.ts';
import type { MediaEngine } from '../engine/port.ts';
import { webrtcPeers, type WebrtcSettings } from '../engine/webrtc-peer.ts';
import type { FullConfig } from './config.ts';

export type MediaOptions = { readonly clock: Clock; readonly random: Random; readonly log: Log };

export function startEngine({ media }: Pick<FullConfig, 'media'>, { clock, random, log }: MediaOptions): MediaEngine {
  const { processes = Math.max(1, availableParallelism() - 1), announcedAddress, portRange, iceServers } = media;
  const webrtc: WebrtcSettings = {
    announcedAddress,
    iceServers,
    ports: portRange && { begin: portRange.from, end: portRange.to },
    bindAddress: onlyAddress(),
  };
  if (processes > 0) return new EngineHost({ clock, log, processes, webrtc });
  const options = { clock, random, log, ...webrtc };
  return new LocalEngine({ clock, log, peers: webrtcPeers(options), pictures: webrtcPictures(options) });
}

/**
 * All addresses of the machine are offered, because a browser on it may send from any of them, and not every system
 * lets it reach 127.0.0.1 from another; that one alone is left when the machine has no network.
 */
function onlyAddress(): string | undefined {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return addresses.some(({ internal }) => !internal) ? undefined : '127.0.0.1';
}
