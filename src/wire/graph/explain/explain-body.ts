/** What a body says that went over the wire: an error, a refusal of a token, a notification, an operation, a batch. */
import type { Explanation } from './explanation.ts';
import { explainResult } from './explain-result.ts';
import { entraIn, explainRefusal } from './explain-refusal.ts';

/** Notifications and batches may hold many; more than these help nobody. */
const MOST = 20;

export type BodyOptions = {
  /** The HTTP status with which the body came. */
  readonly status?: number | undefined;
};

/** Takes parsed JSON. Empty when there is nothing in it to be explained; each thing is explained once. Never throws. */
export function explainBody(json: unknown, { status }: BodyOptions = {}): readonly Explanation[] {
  const found = new Map<string, Explanation>();
  const add = (explanation: Explanation | undefined): void => {
    if (explanation && found.size < MOST) found.set(explanation.about, found.get(explanation.about) ?? explanation);
  };
  if (isRecord(json)) {
    for (const item of itemsIn(json)) add(inNotification(item));
    for (const response of listIn(json, 'responses')) {
      const { status: inner, body } = record(response);
      for (const each of explainBody(body, typeof inner === 'number' ? { status: inner } : {})) add(each);
    }
    add(inError(json, status));
    add(inResult(json));
  }
  return [...found.values()];
}

function inNotification(item: unknown): Explanation | undefined {
  return inResult(record(record(item)['resourceData']));
}

function inResult(resource: Record<string, unknown>): Explanation | undefined {
  const result = record(resource['resultInfo'] ?? (typeof resource['code'] === 'number' ? resource : undefined));
  const code = result['code'];
  // Graph's own transfer examples spell it `subCode`.
  const subcode = result['subcode'] ?? result['subCode'] ?? 0;
  if (typeof code !== 'number' || typeof subcode !== 'number') return undefined;
  return explainResult(code, subcode);
}

function inError(json: Record<string, unknown>, status: number | undefined): Explanation | undefined {
  const { error } = json;
  // OAuth 2.0, RFC 6749 §5.2.
  if (typeof error === 'string')
    return entraIn(textOf(json['error_description'])) ?? explainRefusal({ status: status ?? 401, code: error });
  // Some refusals of the calling service come without Graph's envelope.
  const bare = textOf(json['errorCode']);
  if (bare !== undefined) return explainRefusal({ status, code: bare, message: textOf(json['message']) });
  if (!isRecord(error)) return undefined;
  return explainRefusal({ status, code: textOf(error['code']), message: textOf(error['message']) });
}

/** A batch of notifications, or a single one. */
function itemsIn(json: Record<string, unknown>): readonly unknown[] {
  return 'resourceData' in json ? [json] : listIn(json, 'value');
}

function listIn(json: Record<string, unknown>, name: string): readonly unknown[] {
  const list = json[name];
  return Array.isArray(list) ? (list as readonly unknown[]).slice(0, 200) : [];
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
