/** What a media process and its host say to each other, over the channel that Node opens to a child. */
import type { LogData } from '../base/log.ts';
import type { EngineErrorCode } from './errors.ts';
import type { ConnectRequest, EngineCommand, EngineFacts, MediaProcessHealth } from './port.ts';
import type { WebrtcSettings } from './webrtc-peer.ts';

export type ToProcess =
  /** The first message, always. */
  | { readonly kind: 'begin'; readonly settings: WebrtcSettings }
  | { readonly kind: 'send'; readonly command: EngineCommand }
  /** The leg goes on in another process. */
  | { readonly kind: 'giveUp'; readonly legId: string }
  /** The socket of a bridge, as `BridgeConnection` has it, comes with this message. */
  | { readonly kind: 'attach'; readonly legId: string; readonly head: Uint8Array; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'connect'; readonly id: number; readonly request: ConnectRequest }
  | { readonly kind: 'health'; readonly id: number }
  /** Are you there? Answered by `pong`. */
  | { readonly kind: 'ping' }
  | { readonly kind: 'end' };

export type FromProcess =
  | Fact
  | { readonly kind: 'pong' }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: string }
  | { readonly kind: 'refused'; readonly id: number; readonly code: EngineErrorCode; readonly message: string }
  | { readonly kind: 'health'; readonly id: number; readonly health: readonly MediaProcessHealth[] }
  | { readonly kind: 'log'; readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly message: string; readonly data: LogData };

type Fact = {
  [Name in keyof EngineFacts]: { readonly kind: 'fact'; readonly name: Name; readonly fact: EngineFacts[Name] };
}[keyof EngineFacts];

/** Every name of a fact, so that none is forgotten on the way. */
export const FACT_NAMES: readonly (keyof EngineFacts)[] = Object.keys({
  legConnected: true,
  legLost: true,
  legDisplaced: true,
  keyPressed: true,
  tapped: true,
  playEnded: true,
  recordEnded: true,
  keysEnded: true,
  speakers: true,
  picturesBegan: true,
  picturesEnded: true,
  captioned: true,
  offered: true,
  heard: true,
  quality: true,
  keepingEnded: true,
  roomsLost: true,
} satisfies Record<keyof EngineFacts, true>) as (keyof EngineFacts)[];
