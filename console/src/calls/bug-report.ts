/** A call as JSON that may be shown to strangers: names, numbers, addresses and tokens are replaced, the course stays. */
import type { LadderMessage, Rail } from '../../../src/wire/live/ladder.ts';
import type { CallSummary } from '../../../src/wire/live/page-event.ts';
import { cleaner, type Known } from './cleaner.ts';
import { railsIn } from './lanes.ts';

type BugReportOptions = {
  readonly version: string;
  readonly callId: string;
  readonly call: CallSummary | undefined;
  readonly messages: readonly LadderMessage[];
  /** Everybody whose name and number the page knows. */
  readonly known: readonly Known[];
};

export function bugReport({ version, callId, call, messages, known }: BugReportOptions): string {
  const fromRails = messages.flatMap(railsIn).filter(({ kind }) => kind !== 'switchboard');
  const parties = call === undefined ? [] : [call.from, call.to];
  const subject = call?.group?.subject ?? '';
  const clean = cleaner([
    { name: subject, kind: 'subject' },
    ...parties,
    ...known,
    ...fromRails.map(({ id, name, kind }) => ({ id, name, kind: kind === 'bot' ? ('bot' as const) : ('person' as const) })),
  ]);
  const rail = ({ id, name, kind }: Rail): object => ({ id: clean.text(id), name: clean.text(name), kind });
  const rung = (message: LadderMessage): object =>
    message.kind === 'fact'
      ? { ...message, at: rail(message.at), title: clean.text(message.title), detail: message.detail && clean.text(message.detail) }
      : {
          ...message,
          from: rail(message.from),
          to: rail(message.to),
          title: clean.text(message.title),
          url: clean.text(message.url),
          requestHeaders: clean.headers(message.requestHeaders),
          requestBody: message.requestBody && clean.body(message.requestBody),
          responseHeaders: message.responseHeaders && clean.headers(message.responseHeaders),
          responseBody: message.responseBody && clean.body(message.responseBody),
          problem: message.problem && clean.text(message.problem),
        };
  const about = call && {
    from: clean.text(call.from.name),
    to: clean.text(call.to.name),
    startedMs: call.startedMs,
    endedMs: call.endedMs,
    state: call.state,
    summary: clean.text(call.summary),
    group: call.group && { isMeeting: call.group.isMeeting },
  };
  return JSON.stringify({ report: 'rollcall call', version, callId, call: about, messages: messages.map(rung) }, null, 2);
}
