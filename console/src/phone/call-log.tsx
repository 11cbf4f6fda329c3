/** My earlier calls: with whom, how they went, and a way to call again or look inside. */
import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CallRegular } from '@fluentui/react-icons/svg/call';
import { CallInboundRegular } from '@fluentui/react-icons/svg/call-inbound';
import { CallMissedRegular } from '@fluentui/react-icons/svg/call-missed';
import { CallOutboundRegular } from '@fluentui/react-icons/svg/call-outbound';
import { useState, type ReactElement } from 'react';
import type { CallLogEntry } from '../../../src/wire/live/page-event.ts';
import { Go } from '../app/navigate.tsx';
import { callsHref } from '../app/route.ts';
import { Empty, Section } from '../app/section.tsx';
import { exactOf, momentOf, spanOf } from '../app/words.ts';
import { useConsole } from '../live/console-context.tsx';
import { outcomeWords } from './line-words.ts';
import { useLines, useMyPhone, useNow, usePhoneView } from './use-lines.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  row: { display: 'flex', alignItems: 'center', columnGap: '10px', padding: '5px 0', minWidth: 0 },
  icon: { fontSize: '20px', display: 'flex', color: tokens.colorNeutralForeground2 },
  bad: { color: tokens.colorPaletteRedForeground1 },
  words: { flexGrow: 1, minWidth: 0, color: 'inherit', textDecorationLine: 'none', ':hover': { textDecorationLine: 'underline' } },
  name: { display: 'block', fontWeight: tokens.fontWeightSemibold },
  detail: { display: 'block', color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  when: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, whiteSpace: 'nowrap' },
});

const shownFirst = 8;

export function CallLog(): ReactElement {
  const styles = useStyles();
  const log = useMyPhone()?.log ?? [];
  const [isWhole, setWhole] = useState(false);
  const now = useNow(60_000);
  const shown = isWhole ? log : log.slice(0, shownFirst);
  return (
    <Section title="Your calls">
      {log.length === 0 ? (
        <Empty>No calls yet. Dial a number, or let somebody call you from another window: each call is kept here.</Empty>
      ) : (
        <ul className={styles.list}>
          {shown.map((entry) => (
            <Entry key={entry.callId} entry={entry} nowMs={now} />
          ))}
        </ul>
      )}
      {!isWhole && log.length > shownFirst && (
        <Button appearance="transparent" onClick={() => setWhole(true)}>
          Show all {log.length}
        </Button>
      )}
    </Section>
  );
}

function Entry({ entry, nowMs }: { readonly entry: CallLogEntry; readonly nowMs: number }): ReactElement {
  const styles = useStyles();
  const { session } = useConsole();
  const { active } = useLines();
  const isBusy = usePhoneView((view) => view.attempt !== undefined) || active !== undefined;
  const isBad = entry.outcome === 'missed' || entry.outcome === 'failed';
  const talked = entry.talkedMs > 0 ? ` · ${spanOf(entry.talkedMs)}` : '';
  return (
    <li className={styles.row}>
      <span className={mergeClasses(styles.icon, isBad && styles.bad)} aria-hidden>
        {entry.outcome === 'missed' ? (
          <CallMissedRegular />
        ) : entry.direction === 'incoming' ? (
          <CallInboundRegular />
        ) : (
          <CallOutboundRegular />
        )}
      </span>
      <Go className={styles.words} href={callsHref({ callId: entry.callId })}>
        <span className={styles.name}>{entry.peer.name}</span>
        <span className={mergeClasses(styles.detail, isBad && styles.bad)} title={entry.reason}>
          {outcomeWords(entry)}
          {talked}
        </span>
      </Go>
      <time className={styles.when} dateTime={new Date(entry.startedMs).toISOString()} title={exactOf(entry.startedMs)}>
        {momentOf(entry.startedMs, nowMs)}
      </time>
      <Button
        appearance="subtle"
        icon={<CallRegular />}
        aria-label={`Call ${entry.peer.name} again`}
        disabledFocusable={isBusy}
        onClick={() => void session.dial(entry.peer.number)}
      />
    </li>
  );
}
