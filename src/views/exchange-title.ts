/** A short name for a message between the two halves: what somebody who looks down the ladder reads. */
import type { WireExchange } from '../wire/graph/exchange.ts';

/** "POST answer", "GET call", "call established, sound active", "playPrompt completed", "key 1". */
export function titleOf(exchange: WireExchange): string {
  if (exchange.direction === 'command') return commandTitle(exchange);
  return exchange.method === 'GET' ? 'GET prompt' : notificationTitle(exchange);
}

/** Why it failed, in words, or undefined when it did not. */
export function problemOf({ problem, status, responseBody }: WireExchange): string | undefined {
  if (problem !== undefined) return problem;
  if (status === undefined || status < 400) return undefined;
  const { message, code } = record(record(parsed(responseBody))['error']);
  if (typeof message === 'string') return `Refused with ${String(status)}${typeof code === 'string' ? ` (${code})` : ''}: ${message}`;
  return `Refused with ${String(status)}${responseBody ? `: ${responseBody.slice(0, 200)}` : '.'}`;
}

function commandTitle({ method, url }: WireExchange): string {
  const path = url.replace(/[?#].*$/, '');
  const [, rest] = /\/calls(?:\/[^/]+)?(?:\/(.+))?$/i.exec(path) ?? [];
  if (rest !== undefined) return `${method} ${rest.replace(/^microsoft\.graph\./i, '').replace(/\/[0-9a-f-]{36}/gi, '')}`;
  if (path.endsWith('/token')) return `${method} token`;
  return `${method} ${path.toLowerCase().endsWith('/calls') ? 'calls' : 'call'}`;
}

function notificationTitle({ requestBody }: WireExchange): string {
  const items = record(parsed(requestBody))['value'];
  if (!Array.isArray(items)) return 'notification';
  return items.map((item) => itemTitle(record(item))).join(' · ');
}

function itemTitle({ resourceData, changeType }: Record<string, unknown>): string {
  const data = record(resourceData);
  const type = text(data['@odata.type']).replace('#microsoft.graph.', '');
  if (type.endsWith('Operation')) return `${type.replace(/Operation$/, '')} ${isCancelled(data) ? 'cancelled' : text(data['status'])}`;
  const tone = record(data['toneInfo'])['tone'];
  if (typeof tone === 'string') return `key ${tone.replace('tone', '')}`;
  if (Array.isArray(resourceData)) return `participants ${text(changeType)}`;
  const sound = record(data['mediaState'])['audio'];
  return `call ${text(data['state'] ?? changeType)}${typeof sound === 'string' ? `, sound ${sound}` : ''}`;
}

/** A cancelled operation is `failed` on the wire: 400/8508. */
function isCancelled(operation: Record<string, unknown>): boolean {
  return record(operation['resultInfo'])['subcode'] === 8508;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
