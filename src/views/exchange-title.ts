/** A short name for a message between the two halves: what somebody who looks down the ladder reads. */
import type { WireExchange } from '../wire/graph/exchange.ts';
import { explainBody } from '../wire/graph/explain/explain-body.ts';
import { explainRefusal } from '../wire/graph/explain/explain-refusal.ts';
import type { Explanation } from '../wire/graph/explain/explanation.ts';
import { commandTitle } from './command-title.ts';

/** "POST answer", "GET call", "call established, sound active", "playPrompt completed", "key 1". */
export function titleOf(exchange: WireExchange): string {
  if (exchange.direction === 'command') return commandTitle(exchange.method, exchange.url);
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

/** What its codes mean: those of a refusal, and those with which a notification or an answer says that something ended. */
export function explanationsOf({ direction, status, requestBody, responseBody }: WireExchange): readonly Explanation[] | undefined {
  const isRefused = status !== undefined && status >= 400;
  const notified = direction === 'notification' ? explainBody(parsed(requestBody)) : [];
  const answered = direction === 'command' ? explainBody(parsed(responseBody), { status }) : [];
  const found = [...notified, ...answered].filter(({ about }) => !about.startsWith('200/0'));
  if (found.length > 0) return found;
  return isRefused && direction === 'command' ? [explainRefusal({ status })] : undefined;
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
  if (Array.isArray(resourceData))
    return `${String(resourceData.length)} participant${resourceData.length === 1 ? '' : 's'}: ${rosterTitle(resourceData)}`;
  if (type === 'deltaParticipants') return `participants changed: ${rosterTitle(data['participants'])}`;
  const sound = record(data['mediaState'])['audio'];
  return `call ${text(data['state'] ?? changeType)}${typeof sound === 'string' ? `, sound ${sound}` : ''}`;
}

/** "Ada (muted), Grace, notes": those of whom something is to be said come first, since a long title is cut off. */
function rosterTitle(participants: unknown): string {
  const all = Array.isArray(participants) ? participants.map(record) : [];
  const named = all.map((one) => ({ name: nameIn(record(one['info'])['identity']), state: stateIn(one) }));
  const sorted = named.toSorted((a, b) => Number(b.state !== '') - Number(a.state !== ''));
  const names = sorted.map(({ name, state }) => (state === '' ? name : `${name} (${state})`));
  const shown = names.slice(0, 4).join(', ') || 'nobody';
  return names.length > 4 ? `${shown} and ${String(names.length - 4)} more` : shown;
}

/** A person, an application, a guest or a telephone number, whichever it is. */
function nameIn(identity: unknown): string {
  const known = Object.values(record(identity)).map(record).find((each) => text(each['displayName'] ?? each['id']) !== ''); // prettier-ignore
  return text(known?.['displayName'] ?? known?.['id']) || 'somebody';
}

function stateIn(participant: Record<string, unknown>): string {
  if (typeof participant['removedState'] === 'object' && participant['removedState'] !== null) return 'gone';
  if (participant['isInLobby'] === true) return 'in the lobby';
  if (record(participant['recordingInfo'])['recordingStatus'] === 'recording') return 'records';
  return participant['isMuted'] === true ? 'muted' : '';
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
