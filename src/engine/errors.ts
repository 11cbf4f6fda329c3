/** What can go wrong at the door of the engine; what goes wrong inside comes as a fact. */

export type EngineErrorCode =
  /** A leg was to connect to a room that is not open (closed meanwhile, or lost with its process). */
  | 'engine/no-room'
  /** Pictures were to be connected for a leg that is not there (any more). */
  | 'engine/no-leg'
  /** There is a leg of that name already. */
  | 'engine/leg-taken'
  /** The offer cannot be used: no sound in it, no codec that we speak, or no SDP. */
  | 'engine/bad-offer'
  /** The WebRTC library could not be loaded on this machine. */
  | 'engine/no-webrtc'
  /** No UDP port could be had for a peer over plain RTP. */
  | 'engine/no-port'
  /** The engine was closed. */
  | 'engine/closed'
  /** The media process died while it was asked. */
  | 'engine/process-died';

export class EngineError extends Error {
  readonly code: EngineErrorCode;
  constructor(code: EngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EngineError';
    this.code = code;
  }
}
