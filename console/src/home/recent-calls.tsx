/** The last calls of the whole house, each a link to what happened in it. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { Go } from '../app/navigate.tsx';
import { Empty, Section } from '../app/section.tsx';
import { CallRow } from '../calls/call-row.tsx';
import { useHouse } from '../live/console-context.tsx';
import { useNow } from '../phone/use-lines.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: '0 -8px', padding: 0 },
  link: { color: tokens.colorBrandForegroundLink, fontSize: tokens.fontSizeBase200 },
});

const shown = 5;

export function RecentCalls(): ReactElement {
  const styles = useStyles();
  const calls = useHouse((house) => house.calls) ?? [];
  const now = useNow(1_000);
  return (
    <Section
      title="Last calls"
      aside={
        <Go className={styles.link} href="/calls">
          All calls
        </Go>
      }
    >
      {calls.length === 0 ? (
        <Empty>No calls yet. Call one of the numbers: every message of the call can then be read here.</Empty>
      ) : (
        <ul className={styles.list}>
          {calls.slice(0, shown).map((call) => (
            <CallRow key={call.callId} call={call} nowMs={now} />
          ))}
        </ul>
      )}
    </Section>
  );
}
