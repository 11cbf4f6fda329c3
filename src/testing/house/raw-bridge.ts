/** A bare end of the media bridge, for apps that bring media of their own: opens a session, and takes and gives orders and frames as they are on the wire. */
import { z } from 'zod';
import { bridgeEvent, type BridgeEvent, type BridgeOrder } from '../../wire/bridge/control.ts';
import { FRAME_HEADER_BYTES, frameHeader, readFrameHeader, writeFrameHeader, type FrameHeader } from '../../wire/bridge/frame.ts';
import { BRIDGE_PROTOCOL, BRIDGE_VERSION, bridgeSession, type BridgeSession } from '../../wire/bridge/session.ts';
import { LabError } from '../errors.ts';
import type { OpenSocket } from './lab-socket.ts';
import { bridgeUrl, type Registration } from './lab-directory.ts';

export type RawFrame = Readonly<FrameHeader> & { readonly media: Uint8Array };

export type RawBridgeListener = {
  readonly event?: ((event: BridgeEvent) => void) | undefined;
  readonly frame?: ((frame: RawFrame) => void) | undefined;
  readonly closed?: ((code: number) => void) | undefined;
};

/** What was opened for one call: `blob` goes into its `appHostedMediaConfig`. */
export type RawBridge = BridgeSession & {
  /** Opens the socket, once the call has been taken; as often as it is lost. Rejects where the bridge refuses. */
  readonly connect: (listener: RawBridgeListener) => Promise<RawBridgeEnd>;
};

export type RawBridgeEnd = {
  order(order: BridgeOrder): void;
  /** What the header leaves out is 0, or no. `pcm16` for sound, `vp8` for pictures. */
  frame(header: Pick<FrameHeader, 'kind'> & Partial<FrameHeader>, media: Uint8Array): void;
  close(code?: number): void;
};

export type RawBridgeOptions = Registration & { readonly fetch: typeof globalThis.fetch; readonly openSocket: OpenSocket };

const tokenAnswer = z.looseObject({ access_token: z.string() });

/** Rejects with a `LabError` where the bridge, or the identity platform, refuses. */
export async function openRawBridge({ fetch, openSocket, tokenUrl, appId, secret }: RawBridgeOptions): Promise<RawBridge> {
  const form = { grant_type: 'client_credentials', client_id: appId, client_secret: secret, scope: 'https://graph.microsoft.com/.default' };
  const token = tokenAnswer.parse(await answerOf(await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(form) })));
  const headers = { authorization: `Bearer ${token.access_token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ version: BRIDGE_VERSION });
  const session = bridgeSession.parse(await answerOf(await fetch(`${bridgeUrl}/sessions`, { method: 'POST', headers, body })));
  const { authorization } = headers;
  const connect: RawBridge['connect'] = async (listener) => {
    const socket = await openSocket(session.socketUrl, { headers: { authorization }, protocol: BRIDGE_PROTOCOL });
    socket.listen({
      message: (message) => (typeof message === 'string' ? takeEvent(message, listener) : takeFrame(message, listener)),
      closed: (code) => listener.closed?.(code),
    });
    return {
      order: (order) => socket.send(JSON.stringify(order)),
      frame: (header, media) => socket.send(frameOf(header, media)),
      close: (code = 1000) => socket.close(code, ''),
    };
  };
  return { ...session, connect };
}

function takeEvent(message: string, { event }: RawBridgeListener): void {
  const read = bridgeEvent.safeParse(JSON.parse(message));
  if (read.success) event?.(read.data);
}

function takeFrame(bytes: Uint8Array, { frame }: RawBridgeListener): void {
  const header = frameHeader();
  if (readFrameHeader(bytes, header)) frame?.({ ...header, media: bytes.subarray(FRAME_HEADER_BYTES) });
}

function frameOf(header: Pick<FrameHeader, 'kind'> & Partial<FrameHeader>, media: Uint8Array): Uint8Array {
  const isPicture = header.kind === 'camera' || header.kind === 'screen';
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + media.length);
  writeFrameHeader(bytes, { ...frameHeader(), codec: isPicture ? 'vp8' : 'pcm16', ...header });
  bytes.set(media, FRAME_HEADER_BYTES);
  return bytes;
}

async function answerOf(response: Response): Promise<unknown> {
  if (response.ok) return response.json();
  throw new LabError('testing/refused', `${response.url} refused with ${String(response.status)}: ${await response.text()}`);
}
