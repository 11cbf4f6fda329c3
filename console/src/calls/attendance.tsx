/** Who was in a call of many: when each came and left, why, and how long each spoke; as a table, and as a file. */
import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { useEffect, useState, type ReactElement } from 'react';
import type { AttendanceRow } from '../../../src/wire/live/attendance.ts';
import type { CallSummary } from '../../../src/wire/live/page-event.ts';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { exactOf, momentOf, spanOf } from '../app/words.ts';
import { useNow } from '../phone/use-lines.ts';
import { leftWords, readAttendance } from './attendance-words.ts';
import { saveFile } from './save-file.ts';

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 12px', margin: '4px 0 8px' },
  title: { margin: 0, fontSize: tokens.fontSizeBase400, flexGrow: 1 },
  wide: { overflowX: 'auto', marginBottom: '16px' },
  table: {
    borderCollapse: 'collapse',
    width: '100%',
    fontVariantNumeric: 'tabular-nums',
    '& th, & td': { textAlign: 'start', padding: '4px 12px 4px 0', whiteSpace: 'nowrap', fontWeight: 'normal' },
    '& thead th': { color: tokens.colorNeutralForeground2, borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
    '& tbody th': { fontWeight: tokens.fontWeightSemibold },
  },
});

/** Read anew whenever the call's summary changes, which it does when somebody comes or goes. */
export function Attendance({ call }: { readonly call: CallSummary }): ReactElement | null {
  const styles = useStyles();
  const now = useNow(10_000);
  const [rows, setRows] = useState<readonly AttendanceRow[]>();
  const [trouble, setTrouble] = useState<string>();
  const href = `/calls/${encodeURIComponent(call.callId)}/attendance`;
  useEffect(() => {
    const stop = new AbortController();
    readAttendance(href, { signal: stop.signal }).then(
      (read) => (setRows(read), setTrouble(undefined)),
      (error: unknown) => stop.signal.aborted || setTrouble(error instanceof Error ? error.message : String(error)),
    );
    return () => stop.abort();
  }, [href, call.summary, call.endedMs]);
  const save = (): void =>
    void saveFile(`${href}?as=csv`).catch((error: unknown) => setTrouble(error instanceof Error ? error.message : String(error)));
  return (
    <section aria-labelledby="attendance-title" data-testid="attendance">
      <div className={styles.head}>
        <h3 id="attendance-title" className={styles.title}>
          Who was there
        </h3>
        <Button size="small" icon={<ArrowDownloadRegular />} onClick={save} data-testid="save-attendance">
          Save as a table
        </Button>
      </div>
      {trouble !== undefined && <TroubleBar message="Who was there cannot be shown." remedy={trouble} />}
      {rows === undefined && trouble === undefined && <Spinner size="tiny" label="Fetching who was there…" />}
      {rows !== undefined && (
        <div className={styles.wide} tabIndex={0} role="region" aria-label="Who was there">
          <table className={styles.table}>
            <thead>
              <tr>
                {['Who', 'Came', 'Left', 'There for', 'Waited', 'Spoke'].map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                <tr key={`${row.name} ${String(at)}`} data-testid="attended">
                  <th scope="row">{row.name}</th>
                  <td>
                    <Moment ms={row.joinedMs} now={now} none="not let in" />
                  </td>
                  <td>
                    <Moment ms={row.leftMs} now={now} none="still there" /> {leftWords(row)}
                  </td>
                  <td>{spanOf(row.thereMs)}</td>
                  <td>{row.waitedMs === 0 ? '–' : spanOf(row.waitedMs)}</td>
                  <td>{row.spokenMs === 0 ? '–' : spanOf(row.spokenMs)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Moment({ ms, now, none }: { readonly ms: number | undefined; readonly now: number; readonly none: string }): ReactElement {
  if (ms === undefined) return <span>{none}</span>;
  return (
    <time dateTime={new Date(ms).toISOString()} title={exactOf(ms)}>
      {momentOf(ms, now)}
    </time>
  );
}
