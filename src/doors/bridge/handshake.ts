/** Whether a request is one for a WebSocket of the bridge; the media process answers it. Source: RFC 6455 §4.2.1. */
import { BRIDGE_PROTOCOL } from '../../wire/bridge/session.ts';
import { refuse, type Refusal } from './refusal.ts';

/** Undefined when it is. */
export function refusalOfHandshake(headers: Pick<Headers, 'get'>): Refusal | undefined {
  if ((headers.get('upgrade') ?? '').toLowerCase() !== 'websocket')
    return refuse('upgradeRequired', 'This address is opened as a WebSocket.', { upgrade: 'websocket' });
  if (headers.get('sec-websocket-version') !== '13')
    return refuse('upgradeRequired', 'WebSockets of version 13 are taken here, and no others.', { 'sec-websocket-version': '13' });
  if (!/^[A-Za-z0-9+/]{22}==$/.test(headers.get('sec-websocket-key') ?? ''))
    return refuse('badRequest', 'Sec-WebSocket-Key must be 16 bytes in base64.');
  return refusalOfProtocol(headers);
}

export function refusalOfProtocol(headers: Pick<Headers, 'get'>): Refusal | undefined {
  const offered = (headers.get('sec-websocket-protocol') ?? '').split(',').map((each) => each.trim());
  if (offered.includes(BRIDGE_PROTOCOL)) return undefined;
  return refuse('badRequest', `The subprotocol ${BRIDGE_PROTOCOL} must be among those of Sec-WebSocket-Protocol.`);
}
