/** Which rungs of a ladder, and which calls of a list, are shown for what was typed. */
import type { LadderMessage } from '../../../src/wire/live/ladder.ts';
import type { CallSummary } from '../../../src/wire/live/page-event.ts';
import { railsIn } from './lanes.ts';

/** All words must occur, each anywhere in the rung: title, address, headers, bodies, problem. */
export function filtered(
  messages: readonly LadderMessage[],
  { text, rail }: { readonly text: string; readonly rail?: string | undefined },
): readonly LadderMessage[] {
  const words = wordsOf(text);
  if (words.length === 0 && rail === undefined) return messages;
  return messages.filter((message) => {
    if (rail !== undefined && !railsIn(message).some(({ id }) => id === rail)) return false;
    const all = textOf(message);
    return words.every((word) => all.includes(word));
  });
}

/** All words must occur in the call's people, numbers, summary or id. */
export function foundCalls(calls: readonly CallSummary[], find: string): readonly CallSummary[] {
  const words = wordsOf(find);
  if (words.length === 0) return calls;
  return calls.filter(({ callId, from, to, summary, state, group }) => {
    const now = state === 'up' ? 'now up' : 'ended';
    const all = [from.name, from.number, to.name, to.number, summary, group?.subject, callId, now].join('\n').toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

const texts = new WeakMap<LadderMessage, string>();

function textOf(message: LadderMessage): string {
  const known = texts.get(message);
  if (known !== undefined) return known;
  const rails = railsIn(message).map(({ name }) => name);
  const parts =
    message.kind === 'fact'
      ? [message.title, message.detail]
      : [
          message.title,
          message.method,
          message.url,
          message.status,
          message.problem,
          message.requestBody,
          message.responseBody,
          JSON.stringify(message.requestHeaders),
          JSON.stringify(message.responseHeaders ?? {}),
        ];
  const text = [...rails, ...parts].join('\n').toLowerCase();
  texts.set(message, text);
  return text;
}
