/** All calls of the house, newest first, with search; it follows what happens. */
import { makeStyles, SearchBox, Spinner } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { Go, navigate } from '../app/navigate.tsx';
import { callsHref } from '../app/route.ts';
import { Empty, Section } from '../app/section.tsx';
import { useHouse } from '../live/console-context.tsx';
import { useNow } from '../phone/use-lines.ts';
import { CallRow } from './call-row.tsx';
import { foundCalls } from './ladder-filter.ts';

const useStyles = makeStyles({
  search: { width: '100%', maxWidth: 'none', marginBottom: '8px' },
  list: {
    listStyleType: 'none',
    margin: '0 -8px',
    padding: 0,
    maxHeight: 'calc(100dvh - 240px)',
    overflowY: 'auto',
    '@media (max-width: 980px)': { maxHeight: 'none' },
  },
});

export function CallList({ find, callId }: { readonly find: string; readonly callId: string | undefined }): ReactElement {
  const styles = useStyles();
  const calls = useHouse((house) => house.calls);
  const now = useNow(1_000);
  const found = foundCalls(calls ?? [], find);
  return (
    <Section title="All calls">
      <SearchBox
        className={styles.search}
        aria-label="Search calls"
        placeholder="Name, number or what happened"
        value={find}
        onChange={(_, { value }) => navigate(callsHref({ find: value, callId }), { replace: true })}
      />
      {calls === undefined && <Spinner label="Asking Rollcall for its calls…" />}
      {calls?.length === 0 && (
        <Empty>
          No calls yet. <Go href="/phone">Open the phone</Go> and dial a number; the call appears here while it is still ringing.
        </Empty>
      )}
      {calls !== undefined && calls.length > 0 && found.length === 0 && <Empty>No call has all of these words. Search for less.</Empty>}
      {found.length > 0 && (
        <ul className={styles.list} aria-label="Calls, newest first">
          {found.map((call) => (
            <CallRow key={call.callId} call={call} nowMs={now} find={find} isCurrent={call.callId === callId} />
          ))}
        </ul>
      )}
    </Section>
  );
}
