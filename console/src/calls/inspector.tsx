/** The call inspector: what one call was, and every message in it as a ladder that grows live. */
import { Badge, Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { ArrowLeftRegular } from '@fluentui/react-icons/svg/arrow-left';
import { useDeferredValue, useEffect, useMemo, useState, type ReactElement } from 'react';
import type { CallSummary } from '../../../src/wire/live/page-event.ts';
import { followLink, navigate } from '../app/navigate.tsx';
import { callsHref, type LadderPlace } from '../app/route.ts';
import { Empty, Section } from '../app/section.tsx';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { exactOf, momentOf, spanOf } from '../app/words.ts';
import { useConsole, useHouse } from '../live/console-context.tsx';
import { troubleOf, type Trouble } from '../phone/trouble.ts';
import { useNow } from '../phone/use-lines.ts';
import { Attendance } from './attendance.tsx';
import { callTitle, startOf } from './call-words.ts';
import { CopyReport } from './copy-report.tsx';
import { filtered } from './ladder-filter.ts';
import { LadderToolbar } from './ladder-toolbar.tsx';
import { Ladder } from './ladder.tsx';
import { railsOf } from './lanes.ts';
import { SaveCall } from './save-call.tsx';

const useStyles = makeStyles({
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '2px 14px',
    margin: '0 0 12px',
    color: tokens.colorNeutralForeground2,
  },
  back: { '@media (min-width: 981px)': { display: 'none' } },
});

type InspectorProps = { readonly callId: string; readonly place: LadderPlace; readonly find: string };

export function Inspector({ callId, place, find }: InspectorProps): ReactElement {
  const styles = useStyles();
  const trouble = useWatchedCall(callId);
  const messages = useHouse((house) => house.ladders.get(callId));
  const call = useHouse((house) => house.calls?.find((one) => one.callId === callId));
  const text = useDeferredValue(place.text);
  const shown = useMemo(() => filtered(messages ?? [], { text, rail: place.rail }), [messages, text, place.rail]);
  const rails = useMemo(() => railsOf(messages ?? []), [messages]);
  const go = (change: Partial<LadderPlace>): void =>
    navigate(callsHref({ find, callId, ladder: { ...place, ...change } }), { replace: true });
  const title = call === undefined ? 'A call' : callTitle(call);
  return (
    <Section
      title={title}
      beside={call?.state === 'up' && <Badge color="success">Now</Badge>}
      aside={
        <>
          {messages !== undefined && messages.length > 0 && <CopyReport callId={callId} call={call} messages={messages} />}
          {(call !== undefined || (messages !== undefined && messages.length > 0)) && <SaveCall callId={callId} title={title} />}
        </>
      }
    >
      <div className={styles.facts}>
        <Button
          as="a"
          className={styles.back}
          href={callsHref({ find })}
          onClick={followLink}
          icon={<ArrowLeftRegular />}
          appearance="subtle"
        >
          All calls
        </Button>
        {call !== undefined && <CallTimes call={call} />}
      </div>
      {trouble !== undefined && <TroubleBar message={trouble.message} remedy={trouble.remedy} />}
      {call?.group !== undefined && <Attendance call={call} />}
      {messages === undefined && trouble === undefined && <Spinner label="Fetching the call’s messages…" />}
      {messages?.length === 0 && <Empty>Nothing has been said in this call yet; messages appear here as they come.</Empty>}
      {messages !== undefined && messages.length > 0 && (
        <>
          <LadderToolbar place={place} rails={rails} shown={shown.length} all={messages.length} onChange={go} />
          {shown.length === 0 ? (
            <Empty>No message fits the filter. Clear it to see all {messages.length}.</Empty>
          ) : (
            <Ladder messages={shown} rails={rails} startMs={startOf(messages)} opened={place.rung} />
          )}
        </>
      )}
    </Section>
  );
}

function CallTimes({ call }: { readonly call: CallSummary }): ReactElement {
  const now = useNow(1_000);
  return (
    <>
      <span>{call.summary}</span>
      <time dateTime={new Date(call.startedMs).toISOString()} title={exactOf(call.startedMs)}>
        {momentOf(call.startedMs, now)}
      </time>
      <span>{spanOf((call.endedMs ?? now) - call.startedMs)}</span>
    </>
  );
}

/** Follows the call for as long as it is looked at, again after every new connection. */
function useWatchedCall(callId: string): Trouble | undefined {
  const { live } = useConsole();
  const hello = useHouse((house) => house.hello);
  const [trouble, setTrouble] = useState<Trouble>();
  useEffect(() => {
    if (hello === undefined) return undefined;
    live.request({ kind: 'watchCall', callId }).then(
      () => setTrouble(undefined),
      (error: unknown) => setTrouble(troubleOf(error, 'This call cannot be shown')),
    );
    // Whether the server still hears that nobody looks any more does not matter.
    return () => void live.request({ kind: 'unwatchCall', callId }).catch(() => undefined);
  }, [live, hello, callId]);
  return trouble;
}
